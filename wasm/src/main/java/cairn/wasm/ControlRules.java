package cairn.wasm;

import cairn.wasm.OperandStack.TypeMismatch;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The rules of blocks, branches, calls and exceptions, of both the standard and the legacy
 * encoding.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/instructions.html#control-instructions">
 *     Control Instructions</a>
 * @see <a
 *     href="https://webassembly.github.io/exception-handling/legacy/core/valid/instructions.html">Legacy
 *     Exception Handling</a>
 */
final class ControlRules {
  private static final int[] NOTHING = {};

  /** Lists of one type, for blocks that name just a result: by its code, as far as common. */
  private static final int[][] SINGLE = new int[64][];

  private static final int SINGLE_FROM = ValueType.CODE_V128;

  static {
    for (int at = 0; at < SINGLE.length; at++) SINGLE[at] = new int[] {at + SINGLE_FROM};
  }

  private final WasmModule module;
  private final TypeTable types;
  private final InstructionReader in;
  private final OperandStack operands;
  private final ControlStack control;
  private final SubtypeCache cache;
  private final Steps steps;

  ControlRules(
      WasmModule module,
      InstructionReader in,
      OperandStack operands,
      ControlStack control,
      SubtypeCache cache,
      Steps steps) {
    this.module = module;
    this.types = module.types();
    this.in = in;
    this.operands = operands;
    this.control = control;
    this.cache = cache;
    this.steps = steps;
  }

  /** block, loop, if, try, try_table. */
  void open(Opcode opcode, int initialisedLocals) throws InvalidModuleException, TypeMismatch {
    int[] parameters = NOTHING;
    int[] results = NOTHING;
    if (in.blockTypeIndex() >= 0) {
      FunctionType type = functionType(in.blockTypeIndex());
      parameters = type.parameters;
      results = type.results;
    } else if (in.hasBlockResult()) {
      results = single(in.blockResultCode());
    }
    if (opcode == Opcode.IF) operands.pop(ValueType.CODE_I32);
    if (opcode == Opcode.TRY_TABLE) catches();
    operands.pop(parameters);
    control.push(opcode, parameters, results, operands.height(), initialisedLocals);
    operands.enter(operands.height(), false);
    operands.push(parameters);
  }

  private static int[] single(int code) {
    int at = code - SINGLE_FROM;
    return at < SINGLE.length ? SINGLE[at] : new int[] {code};
  }

  private FunctionType functionType(int index) throws InvalidModuleException {
    if (index >= types.size()) throw in.invalid("There is no type " + index + ": unknown type");
    if (types.type(index) instanceof FunctionType type) return type;
    throw in.invalid("Type " + index + " is no function type: type mismatch");
  }

  /** else, catch, catch_all: the next part of a block. */
  void next(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    Opcode kind = control.kind(0);
    boolean fits =
        opcode == Opcode.ELSE ? kind == Opcode.IF : kind == Opcode.TRY || kind == Opcode.CATCH;
    if (!fits)
      throw in.invalid(
          opcode.mnemonic()
              + " where no block is open that has one: unexpected token, END opcode expected");
    operands.pop(control.results());
    operands.checkEmpty();
    control.next(opcode);
    operands.enter(control.floor(), false);
    if (opcode == Opcode.ELSE) operands.push(control.parameters());
    if (opcode == Opcode.CATCH) operands.push(tagParameters(in.index()));
  }

  /** end, delegate. */
  void close(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    if (opcode == Opcode.DELEGATE) {
      if (control.kind(0) != Opcode.TRY)
        throw in.invalid("delegate where no try is open: unexpected token");
      // The label counts from outside of the try.
      if (in.index() >= control.depth() - 1) throw unknownLabel(in.index());
    }
    int[] results = control.results();
    operands.pop(results);
    operands.checkEmpty();
    if (control.kind(0) == Opcode.IF && !cache.areSubtypes(control.parameters(), results)) {
      throw new TypeMismatch(
          "an if without else that takes "
              + control.parameters().length
              + " values and gives "
              + results.length
              + " others");
    }
    control.pop();
    if (control.depth() == 0) return;
    operands.enter(control.floor(), control.isUnreachable());
    operands.push(results);
  }

  /** All others. */
  void apply(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode) {
      case UNREACHABLE -> unreachable();
      case BR -> {
        operands.pop(label(in.index()));
        unreachable();
      }
      case BR_IF -> {
        operands.pop(ValueType.CODE_I32);
        int[] passed = label(in.index());
        operands.retype(passed, passed.length);
      }
      case BR_TABLE -> brTable();
      case BR_ON_NULL -> brOnNull();
      case BR_ON_NON_NULL -> brOnNonNull();
      case BR_ON_CAST, BR_ON_CAST_FAIL -> brOnCast(opcode == Opcode.BR_ON_CAST_FAIL);
      case RETURN -> {
        operands.pop(control.functionResults());
        unreachable();
      }
      case CALL -> call(calledFunction());
      case RETURN_CALL -> returnCall(calledFunction());
      case CALL_INDIRECT -> call(calledInTable());
      case RETURN_CALL_INDIRECT -> returnCall(calledInTable());
      case CALL_REF -> call(calledReference());
      case RETURN_CALL_REF -> returnCall(calledReference());
      case THROW -> {
        operands.pop(tagParameters(in.index()));
        unreachable();
      }
      case THROW_REF -> {
        operands.pop(EXNREF);
        unreachable();
      }
      case RETHROW -> {
        label(in.index());
        Opcode kind = control.kind(in.index());
        if (kind != Opcode.CATCH && kind != Opcode.CATCH_ALL) {
          throw in.invalid(
              "rethrow of label " + in.index() + ", which is no catch: invalid rethrow label");
        }
        unreachable();
      }
      default -> throw new AssertionError(opcode);
    }
  }

  private static final int EXNREF = ValueType.reference(HeapType.Abstract.EXN, true).code();
  private static final int EXN = ValueType.reference(HeapType.Abstract.EXN, false).code();

  private void unreachable() {
    operands.becomeUnreachable();
    control.becomeUnreachable();
  }

  private InvalidModuleException unknownLabel(int label) {
    return in.invalid(
        "There is no label " + label + " in " + control.depth() + " open blocks: unknown label");
  }

  private int[] label(int label) throws InvalidModuleException {
    if (label >= control.depth()) throw unknownLabel(label);
    return control.labelTypes(label);
  }

  /**
   * Each target is checked against the operands; of lists that several targets share, once.
   * Otherwise a table of a million labels, each of a thousand types, would take a thousand million
   * steps.
   */
  private void brTable() throws InvalidModuleException, TypeMismatch {
    operands.pop(ValueType.CODE_I32);
    int count = in.targetCount();
    int[] last = label(in.target(count));
    Set<int[]> checked = Collections.newSetFromMap(new IdentityHashMap<>());
    int[] previous = last;
    for (int number = 0; number < count; number++) {
      steps.take();
      int[] passed = label(in.target(number));
      if (Arrays.equals(passed, previous)) continue;
      previous = passed;
      if (passed.length != last.length) {
        throw new TypeMismatch(
            "label "
                + in.target(number)
                + " takes "
                + passed.length
                + " values, the default "
                + last.length);
      }
      if (passed.length < 8 || checked.add(passed)) operands.check(passed, passed.length);
    }
    operands.pop(last);
    unreachable();
  }

  /** Pops a reference. */
  private int reference() throws TypeMismatch {
    int type = operands.pop();
    if (type < 0 && type != ValueType.CODE_BOTTOM) {
      throw new TypeMismatch("a reference is expected, " + ValueType.text(type) + " found");
    }
    return type;
  }

  private static int nonNull(int type) {
    return type == ValueType.CODE_BOTTOM
        ? ValueType.referenceCode(ValueType.HEAP_BOTTOM, false)
        : type & ~1;
  }

  private void brOnNull() throws InvalidModuleException, TypeMismatch {
    int type = reference();
    int[] passed = label(in.index());
    operands.retype(passed, passed.length);
    operands.push(nonNull(type));
  }

  private void brOnNonNull() throws InvalidModuleException, TypeMismatch {
    int type = reference();
    int[] passed = label(in.index());
    int last = lastReference(passed);
    if (!types.isSubtype(nonNull(type), last)) {
      throw new TypeMismatch(
          ValueType.text(nonNull(type)) + " does not fit the label's " + ValueType.text(last));
    }
    operands.retype(passed, passed.length - 1);
  }

  private int lastReference(int[] passed) throws TypeMismatch {
    if (passed.length == 0 || passed[passed.length - 1] < 0) {
      throw new TypeMismatch("the label takes no reference as its last value");
    }
    return passed[passed.length - 1];
  }

  private void brOnCast(boolean onFailure) throws InvalidModuleException, TypeMismatch {
    int from = in.fromTypeCode();
    int to = in.toTypeCode();
    if (!types.isSubtype(to, from)) {
      throw new TypeMismatch(ValueType.text(to) + " is no subtype of " + ValueType.text(from));
    }
    int rest = (to & 1) != 0 ? from & ~1 : from;
    int[] passed = label(in.index());
    int branches = onFailure ? rest : to;
    int last = lastReference(passed);
    if (!types.isSubtype(branches, last)) {
      throw new TypeMismatch(
          ValueType.text(branches) + " does not fit the label's " + ValueType.text(last));
    }
    operands.pop(from);
    operands.retype(passed, passed.length - 1);
    operands.push(onFailure ? to : rest);
  }

  private FunctionType calledFunction() throws InvalidModuleException {
    int function = in.index();
    if (function >= module.functions())
      throw in.invalid("There is no function " + function + ": unknown function");
    return functionType(module.functionTypeIndex(function));
  }

  private FunctionType calledInTable() throws InvalidModuleException, TypeMismatch {
    int index = in.secondIndex();
    if (index >= module.tables().size())
      throw in.invalid("There is no table " + index + ": unknown table");
    TableType table = module.tables().get(index);
    if (!types.isSubtype(table.element().code(), ValueType.FUNCREF.code())) {
      throw new TypeMismatch(
          "table " + index + " has elements of " + table.element() + ", not of functions");
    }
    FunctionType type = functionType(in.index());
    operands.pop(table.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32);
    return type;
  }

  private FunctionType calledReference() throws InvalidModuleException, TypeMismatch {
    FunctionType type = functionType(in.index());
    operands.pop(ValueType.referenceCode(in.index() + ValueType.CONCRETE, true));
    return type;
  }

  private void call(FunctionType type) throws TypeMismatch {
    operands.pop(type.parameters);
    operands.push(type.results);
  }

  private void returnCall(FunctionType type) throws TypeMismatch {
    if (!cache.areSubtypes(type.results, control.functionResults())) {
      throw new TypeMismatch(
          "the callee gives " + type.results() + ", which this function does not");
    }
    operands.pop(type.parameters);
    unreachable();
  }

  private int[] tagParameters(int tag) throws InvalidModuleException {
    if (tag >= module.tags().size()) throw in.invalid("There is no tag " + tag + ": unknown tag");
    return functionType(module.tags().get(tag).typeIndex()).parameters;
  }

  /** The clauses of try_table: what each passes must fit its label, which counts from outside. */
  private void catches() throws InvalidModuleException, TypeMismatch {
    for (int number = 0; number < in.catchCount(); number++) {
      int[] values = in.catchHasTag(number) ? tagParameters(in.catchTag(number)) : NOTHING;
      int[] passed = label(in.catchLabel(number));
      boolean reference = in.catchHasReference(number);
      steps.take();
      boolean fits = passed.length == values.length + (reference ? 1 : 0);
      fits = fits && cache.startsWithSubtypes(values, passed);
      if (fits && reference) fits = types.isSubtype(EXN, passed[passed.length - 1]);
      if (!fits)
        throw new TypeMismatch(
            "catch clause " + number + " does not fit label " + in.catchLabel(number));
    }
  }
}
