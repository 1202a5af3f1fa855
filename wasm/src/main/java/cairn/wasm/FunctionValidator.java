package cairn.wasm;

import cairn.wasm.OperandStack.TypeMismatch;
import java.util.BitSet;
import java.util.function.BooleanSupplier;

/**
 * Validates the body of a function, an instruction at a time: the specification's algorithm with a
 * stack of operand types and a stack of open blocks. Who compiles can follow it and ask for the
 * types of the operands before each instruction. Heap and time are proportional to the body. One
 * thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/appendix/algorithm.html">Validation
 *     Algorithm</a>
 */
public final class FunctionValidator {
  private final WasmModule module;
  private final FunctionLocals locals;
  private final InstructionReader in;
  private final Steps steps;
  private final OperandStack operands;
  private final ControlStack control = new ControlStack();
  private final ControlRules controlRules;
  private final AggregateRules aggregateRules;
  private final BulkRules bulkRules;

  /** Locals without a default that have been written in the open blocks, in order and as a set. */
  private final IntList initialised = new IntList();

  private final BitSet isInitialised = new BitSet();

  private FunctionValidator(WasmModule module, int function, BooleanSupplier cancelled)
      throws InvalidModuleException {
    this.module = module;
    locals = FunctionLocals.read(module, function);
    in = InstructionReader.of(locals);
    steps = new Steps(cancelled);
    var cache = new SubtypeCache(module.types(), steps);
    operands = new OperandStack(module.types(), cache, steps);
    controlRules = new ControlRules(module, in, operands, control, cache, steps);
    aggregateRules = new AggregateRules(module.types(), in, operands);
    bulkRules = new BulkRules(module, in, operands, aggregateRules);
    FunctionType type = module.functionType(module.functionTypeIndex(function));
    control.push(Opcode.CALL, type.parameters, type.results, 0, 0);
  }

  /**
   * Validates the body of a function that is not imported.
   *
   * @param cancelled asked every few thousand steps; once it says so, validation ends with {@link
   *     java.util.concurrent.CancellationException}
   * @return the most operands that are on the stack at once
   * @throws InvalidModuleException when it is not valid
   */
  public static int validate(WasmModule module, int function, BooleanSupplier cancelled)
      throws InvalidModuleException {
    FunctionValidator validator = of(module, function, cancelled);
    int most = 0;
    while (validator.hasNext()) {
      validator.next();
      validator.check();
      most = Math.max(most, validator.operandCount());
    }
    return most;
  }

  /**
   * Begins to validate a function that is not imported. Until {@link #hasNext} says no: {@link
   * #next}, look, {@link #check}.
   */
  public static FunctionValidator of(WasmModule module, int function, BooleanSupplier cancelled)
      throws InvalidModuleException {
    return new FunctionValidator(module, function, cancelled);
  }

  /**
   * Whether the function goes on: an instruction follows.
   *
   * @throws InvalidModuleException when the body ends before the function does or after it
   */
  public boolean hasNext() throws InvalidModuleException {
    if (control.depth() > 0) {
      if (in.hasNext()) return true;
      throw in.invalid("The body ends before the function: END opcode expected, unexpected end");
    }
    if (in.hasNext())
      throw in.invalid("Bytes follow the end of the function: operators remaining after end");
    return false;
  }

  /** Reads the next instruction. Its operands are still on the stack. */
  public Opcode next() throws InvalidModuleException {
    steps.take();
    return in.next();
  }

  /** The instruction last read, with its immediates. */
  public InstructionReader instruction() {
    return in;
  }

  /** The local variables. */
  public FunctionLocals locals() {
    return locals;
  }

  /** Whether the place we are at can be reached; behind an unconditional branch it cannot. */
  public boolean isReachable() {
    return control.depth() == 0 || !control.isUnreachable();
  }

  /** The number of blocks that are open, the function itself included. */
  public int blockDepth() {
    return control.depth();
  }

  /** The number of values on the operand stack, those of outer blocks included. */
  public int operandCount() {
    return operands.height();
  }

  /**
   * The type of an operand.
   *
   * @param depth 0 for the topmost
   * @throws IllegalArgumentException where code is unreachable and no type follows
   */
  public ValueType operand(int depth) {
    return ValueType.of(operands.peek(depth));
  }

  /** Validates the instruction last read and replaces its operands by its results. */
  public void check() throws InvalidModuleException {
    try {
      apply(in.opcode());
    } catch (TypeMismatch e) {
      throw in.invalid(in.opcode().mnemonic() + ": " + e.getMessage());
    }
  }

  private void apply(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode.immediate()) {
      case NONE, I32, I64, F32, F64, V128, FENCE -> plain(opcode);
      case MEMORY_ARGUMENT -> {
        MemoryType memory = memoryArgument(opcode);
        operands.apply(opcode, address(memory));
      }
      case MEMORY_LANE -> {
        MemoryType memory = memoryArgument(opcode);
        lane(16 >> opcode.naturalAlignment());
        operands.apply(opcode, address(memory));
      }
      case LANE -> {
        lane(opcode.lanes());
        operands.apply(opcode, ValueType.CODE_I32);
      }
      case SHUFFLE -> {
        if (((in.v128Low() | in.v128High()) & 0xe0e0e0e0e0e0e0e0L) != 0) {
          throw in.invalid("i8x16.shuffle of a lane above 31: invalid lane index");
        }
        operands.apply(opcode, ValueType.CODE_I32);
      }
      case LOCAL -> local(opcode);
      case GLOBAL -> global(opcode);
      case TABLE -> table(opcode);
      case MEMORY -> memory(opcode);
      case TABLE_TABLE, ELEMENT_TABLE, ELEMENT, MEMORY_MEMORY, DATA_MEMORY, DATA ->
          bulkRules.apply(opcode);
      case TYPE_DATA, TYPE_ELEMENT -> bulkRules.apply(opcode);
      case VALUE_TYPES -> selectTyped();
      case BLOCK, LABEL, LABELS, TRY_TABLE, TAG, TYPE_TABLE -> control(opcode);
      case FUNCTION -> {
        if (opcode == Opcode.REF_FUNC) refFunc();
        else control(opcode);
      }
      case TYPE -> {
        if (opcode == Opcode.CALL_REF || opcode == Opcode.RETURN_CALL_REF) control(opcode);
        else aggregateRules.apply(opcode);
      }
      case CAST_BRANCH -> control(opcode);
      case HEAP_TYPE, TYPE_FIELD, TYPE_COUNT, TYPE_TYPE -> aggregateRules.apply(opcode);
    }
  }

  private void plain(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    if (opcode.isSimple()) {
      operands.apply(opcode, ValueType.CODE_I32);
      return;
    }
    switch (opcode) {
      case DROP -> operands.pop();
      case SELECT -> select();
      case UNREACHABLE, ELSE, END, RETURN, CATCH_ALL, THROW_REF -> control(opcode);
      default -> aggregateRules.apply(opcode);
    }
  }

  private void control(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode) {
      case BLOCK, LOOP, IF, TRY, TRY_TABLE -> controlRules.open(opcode, initialised.size());
      case ELSE, CATCH, CATCH_ALL -> {
        controlRules.next(opcode);
        forgetInitialised(control.initialised());
      }
      case END, DELEGATE -> {
        forgetInitialised(control.initialised());
        controlRules.close(opcode);
      }
      default -> controlRules.apply(opcode);
    }
  }

  private void forgetInitialised(int size) {
    while (initialised.size() > size) isInitialised.clear(initialised.removeLast());
  }

  private void select() throws TypeMismatch {
    operands.pop(ValueType.CODE_I32);
    int first = operands.pop();
    int second = operands.pop();
    if (isNoNumber(first) || isNoNumber(second)) {
      throw new TypeMismatch("without a type it takes numbers, not references");
    }
    if (first != second && first != ValueType.CODE_BOTTOM && second != ValueType.CODE_BOTTOM) {
      throw new TypeMismatch(
          ValueType.text(first) + " and " + ValueType.text(second) + " are not the same");
    }
    operands.push(first == ValueType.CODE_BOTTOM ? second : first);
  }

  private static boolean isNoNumber(int type) {
    return type >= 0;
  }

  private void selectTyped() throws InvalidModuleException, TypeMismatch {
    if (in.valueTypeCount() != 1) {
      throw in.invalid(
          "select names " + in.valueTypeCount() + " types instead of one: invalid result arity");
    }
    int type = in.valueTypeCode(0);
    operands.pop(ValueType.CODE_I32);
    operands.pop(type);
    operands.pop(type);
    operands.push(type);
  }

  private void lane(int lanes) throws InvalidModuleException {
    if (in.lane() >= lanes) {
      throw in.invalid("Lane " + in.lane() + " of a vector of " + lanes + ": invalid lane index");
    }
  }

  private void local(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    int local = in.index();
    if (local >= locals.count()) {
      throw in.invalid(
          "There is no local " + local + " among " + locals.count() + ": unknown local");
    }
    int type = locals.code(local);
    boolean hasDefault = type < 0 || (type & 1) != 0 || local < locals.parameterCount();
    if (opcode == Opcode.LOCAL_GET) {
      if (!hasDefault && !isInitialised.get(local)) {
        throw in.invalid(
            "Local "
                + local
                + " of type "
                + ValueType.text(type)
                + " is read before it is written: uninitialized local");
      }
      operands.push(type);
      return;
    }
    operands.pop(type);
    if (opcode == Opcode.LOCAL_TEE) operands.push(type);
    if (!hasDefault && !isInitialised.get(local)) {
      isInitialised.set(local);
      initialised.add(local);
    }
  }

  private void global(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    int index = in.index();
    if (index >= module.globals().size()) throw unknown("global", index);
    GlobalType global = module.globals().get(index);
    if (opcode == Opcode.GLOBAL_GET) {
      operands.push(global.type().code());
      return;
    }
    if (!global.mutable())
      throw in.invalid("Global " + index + " cannot be written: immutable global");
    operands.pop(global.type().code());
  }

  private InvalidModuleException unknown(String what, int index) {
    return in.invalid("There is no " + what + " " + index + ": unknown " + what);
  }

  private TableType tableType(int index) throws InvalidModuleException {
    if (index >= module.tables().size()) throw unknown("table", index);
    return module.tables().get(index);
  }

  private static int address(TableType table) {
    return table.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32;
  }

  private static int address(MemoryType memory) {
    return memory.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32;
  }

  private void table(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    TableType table = tableType(in.index());
    int address = address(table);
    int element = table.element().code();
    switch (opcode) {
      case TABLE_GET -> {
        operands.pop(address);
        operands.push(element);
      }
      case TABLE_SET -> {
        operands.pop(element);
        operands.pop(address);
      }
      case TABLE_GROW -> {
        operands.pop(address);
        operands.pop(element);
        operands.push(address);
      }
      case TABLE_SIZE -> operands.push(address);
      case TABLE_FILL -> {
        operands.pop(address);
        operands.pop(element);
        operands.pop(address);
      }
      default -> throw new AssertionError(opcode);
    }
  }

  private MemoryType memoryType(int index) throws InvalidModuleException {
    if (index >= module.memories().size()) throw unknown("memory", index);
    return module.memories().get(index);
  }

  private MemoryType memoryArgument(Opcode opcode) throws InvalidModuleException {
    MemoryType memory = memoryType(in.memory());
    int natural = opcode.naturalAlignment();
    if (opcode.isAtomic() && in.alignment() != natural) {
      throw in.invalid(
          "An alignment of 2^"
              + in.alignment()
              + " for "
              + opcode.mnemonic()
              + " of 2^"
              + natural
              + " bytes: atomic alignment must be natural");
    }
    if (in.alignment() > natural) {
      throw in.invalid(
          "An alignment of 2^"
              + in.alignment()
              + " for "
              + opcode.mnemonic()
              + " of 2^"
              + natural
              + " bytes: alignment must not be larger than natural");
    }
    if (!memory.is64() && in.offset() >>> 32 != 0) {
      throw in.invalid(
          "An offset of "
              + Long.toUnsignedString(in.offset())
              + " into a memory of 32-bit addresses: offset out of range");
    }
    return memory;
  }

  private void memory(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    int address = address(memoryType(in.index()));
    if (opcode.isSimple()) {
      operands.apply(opcode, address);
      return;
    }
    // memory.fill
    operands.pop(address);
    operands.pop(ValueType.CODE_I32);
    operands.pop(address);
  }

  private void refFunc() throws InvalidModuleException {
    int function = in.index();
    if (function >= module.functions())
      throw in.invalid("There is no function " + function + ": unknown function");
    if (!module.isDeclared(function)) {
      throw in.invalid(
          "Function "
              + function
              + " is not named outside of functions: undeclared function reference");
    }
    operands.push(AggregateRules.reference(module.functionTypeIndex(function), false));
  }
}
