package cairn.compiler;

import cairn.wasm.FunctionLocals;
import cairn.wasm.InstructionReader;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the translation of one function works on: the reader, the operand and control stacks, and
 * the method that is being written. The classes that translate one sort of instructions each share
 * it. One thread.
 */
final class Translation {
  final ModuleLayout layout;
  final int function;
  final Signature signature;
  final List<JvmType> localTypes;
  final InstructionReader in;
  final OperandStack stack = new OperandStack();
  final List<Control> controls = new ArrayList<>();

  /** Blocks that began in the current part, or that have labels in it: there may be many others. */
  final List<Control> touched = new ArrayList<>();

  /** How the function is divided, if it is too large for one method. */
  final @Nullable Parts parts;

  Variables variables;
  Emitter out;
  Slots slots;

  /** Where the function begins, for tail calls to itself. */
  @Nullable Label start;

  /** The slots that the base and limit of memory 0 are kept in, or -1. */
  int baseSlot = -1;

  int limitSlot = -1;

  private @Nullable Comparison pending;

  Translation(
      ModuleLayout layout,
      int function,
      FunctionLocals locals,
      Variables variables,
      Emitter out,
      Slots slots,
      @Nullable Parts parts) {
    this.layout = layout;
    this.function = function;
    this.signature = layout.signatureOf(function);
    this.localTypes = types(locals);
    this.in = InstructionReader.of(locals);
    this.variables = variables;
    this.out = out;
    this.slots = slots;
    this.parts = parts;
  }

  /** The types of a function's local variables. */
  static List<JvmType> types(FunctionLocals locals) {
    var types = new JvmType[locals.count()];
    for (int i = 0; i < types.length; i++) types[i] = JvmType.of(locals.type(i));
    return List.of(types);
  }

  // ---- operands

  /** Brings the topmost operands to the JVM's stack. */
  void require(int count) {
    stack.require(count, out, variables, slots);
  }

  /** Brings the topmost operands to the JVM's stack and pops them: the next code takes them. */
  void take(int count) {
    require(count);
    stack.pop(count);
  }

  /** Stores the topmost operands in slots, which {@link #release} gives back, and pops them. */
  Taken takeToSlots(int count) {
    require(count);
    JvmType[] types = stack.top(count);
    int[] taken = stack.popToSlots(count, out, slots);
    stack.pop(count);
    return new Taken(types, taken);
  }

  /** Operands in slots, in order. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one instruction
  record Taken(JvmType[] types, int[] inSlots) {}

  /** Loads an operand that is in a slot. */
  void load(Taken taken, int index) {
    out.load(taken.types()[index], taken.inSlots()[index]);
  }

  /** Loads an operand that is an index or a length, as an unsigned long. */
  void loadUnsigned(Taken taken, int index) {
    load(taken, index);
    if (taken.types()[index] == JvmType.INT) out.unsigned();
  }

  void release(Taken taken) {
    for (int i = 0; i < taken.types().length; i++) {
      slots.release(taken.types()[i], taken.inSlots()[i]);
    }
  }

  /** Moves the topmost operands to the transfer arrays and pops them. */
  void takeToTransfer(int count) {
    for (int place = count - 1; place >= 0; place--) {
      JvmType type = stack.type(stack.size() - 1);
      if (stack.size() <= stack.low()) {
        variables.loadHome(out, stack.size() - 1, type);
        stack.reset(stack.size() - 1, stack.size() - 1);
      } else {
        stack.pop();
      }
      int slot = slots.take(type);
      out.store(type, slot);
      out.storeTransfer(place, type, slot);
      slots.release(type, slot);
    }
  }

  /** Pushes the results of a call: the first one is on the JVM's stack. */
  void pushResults(Signature called) {
    List<JvmType> results = called.results();
    for (int i = 0; i < results.size(); i++) {
      if (i > 0) out.loadTransfer(i, results.get(i));
      stack.push(results.get(i));
    }
  }

  // ---- comparisons

  /** Puts off a comparison, whose operands are on the JVM's stack. */
  void putOff(Comparison comparison) {
    pending = comparison;
    stack.push(JvmType.INT);
  }

  /** The comparison put off, which is not any more; its result still counts as pushed. */
  @Nullable Comparison takePending() {
    Comparison taken = pending;
    pending = null;
    return taken;
  }

  /** Emits a comparison that was put off. */
  void flush() {
    Comparison comparison = takePending();
    if (comparison != null) comparison.emit(out);
  }

  // ---- the rest

  /** The block that a label names. */
  Control control(int depth) {
    return controls.get(controls.size() - 1 - depth);
  }

  /** Says that other parts can get here, where so much is on the JVM's stack above the height. */
  void enterHere(int entry, Label label, int height, List<JvmType> kept) {
    if (entry == Control.NO_ENTRY || parts == null) return;
    parts.here(entry, label, height, kept);
    out.reserve(12 + kept.size() * Variables.STORE_BYTES);
  }

  /** Notes that a block has labels in the current part. */
  void touch(Control control) {
    if (control.touched) return;
    control.touched = true;
    touched.add(control);
  }

  Control innermost() {
    return controls.getLast();
  }

  /** Reads the limit of memory 0 again, which a call may have raised. */
  void reloadLimit() {
    if (limitSlot < 0) return;
    memorySize();
    out.getField(Names.MEMORY_SIZE, "limit", ConstantDescs.CD_long);
    out.store(JvmType.LONG, limitSlot);
  }

  /** Reads the base and limit of memory 0 into new slots. */
  void loadMemory() {
    baseSlot = slots.take(JvmType.LONG);
    limitSlot = slots.take(JvmType.LONG);
    memorySize();
    out.getField(Names.MEMORY_SIZE, "base", ConstantDescs.CD_long);
    out.store(JvmType.LONG, baseSlot);
    reloadLimit();
  }

  private void memorySize() {
    out.instance();
    out.getField(Names.OWN_INSTANCE, "memorySize", Names.MEMORY_SIZE);
  }

  /** Pushes a memory. */
  void memory(int index) {
    out.instance();
    if (index == 0) {
      out.onInstance("memory0", Names.MEMORY);
    } else {
      out.constant(index);
      out.onInstance("memory", Names.MEMORY, ConstantDescs.CD_int);
    }
  }

  /** Pushes a table. */
  void table(int index) {
    out.instance();
    if (index == 0) {
      out.onInstance("table0", Names.TABLE);
    } else {
      out.constant(index);
      out.onInstance("table", Names.TABLE, ConstantDescs.CD_int);
    }
  }
}
