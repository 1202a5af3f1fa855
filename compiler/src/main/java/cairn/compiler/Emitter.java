package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** Writes the code of one method and keeps count of its bytes, rounded up. */
final class Emitter {
  private static final Instruction POP = StackInstruction.of(Opcode.POP);
  private static final Instruction POP2 = StackInstruction.of(Opcode.POP2);
  private static final MethodTypeDesc TO_INT_BITS = MethodTypeDesc.of(CD_int, CD_float);
  private static final MethodTypeDesc TO_LONG_BITS = MethodTypeDesc.of(CD_long, CD_double);
  private static final MethodTypeDesc FROM_INT_BITS = MethodTypeDesc.of(CD_float, CD_int);
  private static final MethodTypeDesc FROM_LONG_BITS = MethodTypeDesc.of(CD_double, CD_long);
  private static final MethodTypeDesc UNSIGNED = MethodTypeDesc.of(CD_long, CD_int);
  private static final ClassDesc CD_FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc CD_DOUBLE = ClassDesc.of("java.lang.Double");
  private static final ClassDesc CD_INTEGER = ClassDesc.of("java.lang.Integer");
  private static final MethodTypeDesc NUMBERS = MethodTypeDesc.of(CD_long.arrayType());
  private static final MethodTypeDesc REFERENCES = MethodTypeDesc.of(CD_Object.arrayType());

  final CodeBuilder code;
  private final int instanceSlot;
  private final ClassDesc instanceClass;
  private int size;

  /**
   * Writes to a method that has its instance, of this class, in that slot, and the bytes left of
   * the call stack in the one before.
   */
  Emitter(CodeBuilder code, int instanceSlot, ClassDesc instanceClass) {
    this.code = code;
    this.instanceSlot = instanceSlot;
    this.instanceClass = instanceClass;
  }

  /** At least the bytes written. */
  int size() {
    return size;
  }

  /** Counts bytes that are written later. */
  void reserve(int bytes) {
    size += bytes;
  }

  ClassDesc instanceClass() {
    return instanceClass;
  }

  // ---- instructions

  void instruction(Instruction instruction) {
    size++;
    code.with(instruction);
  }

  void operator(Opcode opcode) {
    size++;
    code.with(OperatorInstruction.of(opcode));
  }

  void load(JvmType type, int slot) {
    size += slotInstruction(slot);
    code.loadLocal(type.kind, slot);
  }

  void store(JvmType type, int slot) {
    size += slotInstruction(slot);
    code.storeLocal(type.kind, slot);
  }

  private static int slotInstruction(int slot) {
    return slot < 4 ? 1 : slot < 256 ? 2 : 4;
  }

  void instance() {
    load(JvmType.REFERENCE, instanceSlot);
  }

  /** Pushes the bytes left of the call stack, which stand before the instance. */
  void stackLeft() {
    load(JvmType.INT, instanceSlot - 1);
  }

  /** Pushes what every call has after its operands. */
  void stackLeftAndInstance() {
    stackLeft();
    instance();
  }

  /** Takes the bytes of a frame from the call stack; where there are fewer, goes on there. */
  void enterFrame(int bytes, Label exhausted) {
    stackLeft();
    constant(bytes);
    operator(Opcode.ISUB);
    duplicate(JvmType.INT);
    store(JvmType.INT, instanceSlot - 1);
    jumpIf(Opcode.IFLT, exhausted);
  }

  void pop(JvmType type) {
    instruction(type.slots() == 2 ? POP2 : POP);
  }

  void duplicate(JvmType type) {
    size++;
    if (type.slots() == 2) code.dup2();
    else code.dup();
  }

  /** Exchanges the two topmost operands, which are of that type. */
  void swap(JvmType type) {
    if (type.slots() == 2) {
      size += 2;
      code.dup2_x2().pop2();
    } else {
      size++;
      code.swap();
    }
  }

  void constant(int value) {
    size += value >= -1 && value <= 5 ? 1 : 3;
    code.loadConstant(value);
  }

  void constant(long value) {
    size += 3;
    code.loadConstant(value);
  }

  void floatBits(int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isNaN(value)) {
      constant(bits);
      invokeStatic(CD_FLOAT, "intBitsToFloat", FROM_INT_BITS);
    } else {
      size += 3;
      code.loadConstant(value);
    }
  }

  void doubleBits(long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isNaN(value)) {
      constant(bits);
      invokeStatic(CD_DOUBLE, "longBitsToDouble", FROM_LONG_BITS);
    } else {
      size += 3;
      code.loadConstant(value);
    }
  }

  /** What a local variable of the type begins with. */
  void zero(JvmType type) {
    size += 3;
    switch (type) {
      case INT -> code.iconst_0();
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case VECTOR -> code.getstatic(Names.V128, "ZERO", Names.V128);
      case REFERENCE -> code.aconst_null();
    }
  }

  void string(String value) {
    size += 3;
    code.loadConstant(value);
  }

  void invokeStatic(ClassDesc owner, String name, MethodTypeDesc type) {
    size += 3;
    code.invokestatic(owner, name, type);
  }

  void invokeVirtual(ClassDesc owner, String name, MethodTypeDesc type) {
    size += 3;
    code.invokevirtual(owner, name, type);
  }

  void getStatic(ClassDesc owner, String name, ClassDesc type) {
    size += 3;
    code.getstatic(owner, name, type);
  }

  void getField(ClassDesc owner, String name, ClassDesc type) {
    size += 3;
    code.getfield(owner, name, type);
  }

  void putField(ClassDesc owner, String name, ClassDesc type) {
    size += 3;
    code.putfield(owner, name, type);
  }

  void cast(ClassDesc type) {
    size += 3;
    code.checkcast(type);
  }

  void throwIt() {
    size++;
    code.athrow();
  }

  void nop() {
    size++;
    code.nop();
  }

  Label newLabel() {
    return code.newLabel();
  }

  void bind(Label label) {
    code.labelBinding(label);
  }

  void jump(Label label) {
    size += 3;
    code.goto_(label);
  }

  void jumpIf(Opcode condition, Label label) {
    size += 8;
    code.with(BranchInstruction.of(condition, label));
  }

  void tableSwitch(int first, List<Label> targets, Label otherwise) {
    size += 16 + 4 * targets.size();
    var cases = new ArrayList<SwitchCase>(targets.size());
    for (int i = 0; i < targets.size(); i++) cases.add(SwitchCase.of(first + i, targets.get(i)));
    code.tableswitch(first, first + targets.size() - 1, otherwise, cases);
  }

  /** The cases ascend. */
  void lookupSwitch(List<SwitchCase> cases, Label otherwise) {
    size += 12 + 8 * cases.size();
    code.lookupswitch(otherwise, cases);
  }

  void returns(Signature signature) {
    size++;
    if (signature.results().isEmpty()) code.return_();
    else code.return_(signature.results().getFirst().kind);
  }

  // ---- raw bits

  /** Makes raw bits of the number on the stack. */
  void toBits(JvmType type) {
    switch (type) {
      case INT -> convert(Opcode.I2L);
      case LONG -> {}
      case FLOAT -> {
        invokeStatic(CD_FLOAT, "floatToRawIntBits", TO_INT_BITS);
        convert(Opcode.I2L);
      }
      case DOUBLE -> invokeStatic(CD_DOUBLE, "doubleToRawLongBits", TO_LONG_BITS);
      case VECTOR, REFERENCE -> throw new IllegalArgumentException("no number");
    }
  }

  /** Makes a number of the raw bits on the stack. */
  void fromBits(JvmType type) {
    switch (type) {
      case INT -> convert(Opcode.L2I);
      case LONG -> {}
      case FLOAT -> {
        convert(Opcode.L2I);
        invokeStatic(CD_FLOAT, "intBitsToFloat", FROM_INT_BITS);
      }
      case DOUBLE -> invokeStatic(CD_DOUBLE, "longBitsToDouble", FROM_LONG_BITS);
      case VECTOR, REFERENCE -> throw new IllegalArgumentException("no number");
    }
  }

  /** Zero-extends the int on the stack. */
  void unsigned() {
    invokeStatic(CD_INTEGER, "toUnsignedLong", UNSIGNED);
  }

  void convert(Opcode conversion) {
    size++;
    code.with(java.lang.classfile.instruction.ConvertInstruction.of(conversion));
  }

  // ---- transfer arrays

  /** Loads the value at a place of the instance's transfer arrays. */
  void loadTransfer(int place, JvmType type) {
    instance();
    if (type.isObject()) {
      invokeVirtual(Names.INSTANCE, "references", REFERENCES);
      constant(place);
      size++;
      code.aaload();
      if (type == JvmType.VECTOR) cast(Names.V128);
    } else {
      invokeVirtual(Names.INSTANCE, "numbers", NUMBERS);
      constant(place);
      size++;
      code.laload();
      fromBits(type);
    }
  }

  /** Stores the variable in a slot at a place of the instance's transfer arrays. */
  void storeTransfer(int place, JvmType type, int slot) {
    instance();
    if (type.isObject()) {
      invokeVirtual(Names.INSTANCE, "references", REFERENCES);
      constant(place);
      load(type, slot);
      size++;
      code.aastore();
    } else {
      invokeVirtual(Names.INSTANCE, "numbers", NUMBERS);
      constant(place);
      load(type, slot);
      toBits(type);
      size++;
      code.lastore();
    }
  }

  /** Throws what a method of Trap without parameters gives. */
  void trap(String method) {
    invokeStatic(Names.TRAP, method, MethodTypeDesc.of(Names.TRAP));
    throwIt();
  }

  /** Calls a method of Instance. */
  void onInstance(String method, ClassDesc result, ClassDesc... operands) {
    invokeVirtual(Names.INSTANCE, method, MethodTypeDesc.of(result, operands));
  }

  /** The operand stack is empty. */
  void poll() {
    Label lowered = newLabel();
    instance();
    getField(instanceClass, "poll", CD_int);
    jumpIf(Opcode.IFEQ, lowered);
    instance();
    onInstance("pollRaised", CD_void);
    bind(lowered);
  }
}
