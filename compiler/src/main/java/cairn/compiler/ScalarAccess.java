package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_char;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import cairn.wasm.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads and stores of numbers in a memory with 32-bit addresses whose base and limit are in
 * variables. They are most of what programs do, so they are written out: the check is the JDK's
 * {@code checkIndex}, the access one of {@code Unsafe}, and both JIT compilers make a few machine
 * instructions of each. Calls of methods of ours would be inlined too, but C1's code counts every
 * call that it inlines, which made it several times slower.
 *
 * <p>INVARIANT: the address accessed is base + at, where at was checked: 0 <= at and at + size <=
 * limit. At is at most 2<sup>33</sup>, as address and offset are unsigned 32-bit numbers.
 *
 * @param method the accessor of {@code Unsafe} without {@code get} or {@code put}
 * @param type what it gives or takes
 * @param size in bytes
 * @param extension what makes the result's low bits the whole of a load's result
 */
record ScalarAccess(String method, ClassDesc type, int size, Extension extension) {
  private enum Extension {
    NONE,
    UNSIGNED_BYTE,
    TO_LONG,
    UNSIGNED_BYTE_TO_LONG,
    UNSIGNED_TO_LONG
  }

  private static final ClassDesc UNSAFE = ClassDesc.of("jdk.internal.misc.Unsafe");
  private static final ClassDesc PRECONDITIONS = ClassDesc.of("jdk.internal.util.Preconditions");
  private static final ClassDesc THROWER = ClassDesc.of("java.util.function.BiFunction");
  private static final MethodTypeDesc CHECK_INDEX =
      MethodTypeDesc.of(CD_long, CD_long, CD_long, THROWER);
  private static final long UNSIGNED = 0xffff_ffffL;
  private static final Map<Opcode, ScalarAccess> ALL = new EnumMap<>(Opcode.class);

  static {
    number(Opcode.I32_LOAD, Opcode.I32_STORE, "Int", CD_int, 4);
    number(Opcode.I64_LOAD, Opcode.I64_STORE, "Long", CD_long, 8);
    number(Opcode.F32_LOAD, Opcode.F32_STORE, "Float", CD_float, 4);
    number(Opcode.F64_LOAD, Opcode.F64_STORE, "Double", CD_double, 8);
    narrow(Opcode.I32_LOAD8_S, "Byte", CD_byte, 1, Extension.NONE);
    narrow(Opcode.I32_LOAD8_U, "Byte", CD_byte, 1, Extension.UNSIGNED_BYTE);
    narrow(Opcode.I32_LOAD16_S, "Short", CD_short, 2, Extension.NONE);
    narrow(Opcode.I32_LOAD16_U, "Char", CD_char, 2, Extension.NONE);
    narrow(Opcode.I64_LOAD8_S, "Byte", CD_byte, 1, Extension.TO_LONG);
    narrow(Opcode.I64_LOAD8_U, "Byte", CD_byte, 1, Extension.UNSIGNED_BYTE_TO_LONG);
    narrow(Opcode.I64_LOAD16_S, "Short", CD_short, 2, Extension.TO_LONG);
    narrow(Opcode.I64_LOAD16_U, "Char", CD_char, 2, Extension.TO_LONG);
    narrow(Opcode.I64_LOAD32_S, "Int", CD_int, 4, Extension.TO_LONG);
    narrow(Opcode.I64_LOAD32_U, "Int", CD_int, 4, Extension.UNSIGNED_TO_LONG);
    narrow(Opcode.I32_STORE8, "Byte", CD_byte, 1, Extension.NONE);
    narrow(Opcode.I32_STORE16, "Short", CD_short, 2, Extension.NONE);
    narrow(Opcode.I64_STORE8, "Byte", CD_byte, 1, Extension.NONE);
    narrow(Opcode.I64_STORE16, "Short", CD_short, 2, Extension.NONE);
    narrow(Opcode.I64_STORE32, "Int", CD_int, 4, Extension.NONE);
  }

  private static void number(Opcode load, Opcode store, String method, ClassDesc type, int size) {
    narrow(load, method, type, size, Extension.NONE);
    narrow(store, method, type, size, Extension.NONE);
  }

  private static void narrow(
      Opcode opcode, String method, ClassDesc type, int size, Extension extension) {
    ALL.put(opcode, new ScalarAccess(method, type, size, extension));
  }

  /** How an instruction is written out; null if it is none of these. */
  static @Nullable ScalarAccess of(Opcode opcode) {
    return ALL.get(opcode);
  }

  /** Writes a load: takes an address, pushes the value. */
  void load(Translation t, JvmType value) {
    t.take(1);
    int at = checked(t);
    access(t, at);
    t.out.invokeVirtual(UNSAFE, "get" + method, MethodTypeDesc.of(type, CD_Object, CD_long));
    extend(t.out);
    t.stack.push(value);
  }

  /** Writes a store: takes an address and a value. */
  void store(Translation t, JvmType value) {
    t.require(2);
    int stored = t.slots.take(value);
    t.out.store(value, stored);
    t.stack.pop(2);
    int at = checked(t);
    access(t, at);
    t.out.load(value, stored);
    t.slots.release(value, stored);
    narrow(t.out, value);
    t.out.invokeVirtual(
        UNSAFE, "put" + method, MethodTypeDesc.of(CD_void, CD_Object, CD_long, type));
  }

  /** Makes a machine address of the guest's on the stack, in a slot. */
  private int checked(Translation t) {
    Emitter out = t.out;
    out.convert(java.lang.classfile.Opcode.I2L);
    out.constant(UNSIGNED);
    out.operator(java.lang.classfile.Opcode.LAND);
    long offset = t.in.offset();
    if (offset != 0) {
      out.constant(offset);
      out.operator(java.lang.classfile.Opcode.LADD);
    }
    out.load(JvmType.LONG, t.limitSlot);
    if (size > 1) {
      out.constant(size - 1L);
      out.operator(java.lang.classfile.Opcode.LSUB);
    }
    out.getStatic(Names.RAW_MEMORY, "OUT_OF_BOUNDS", THROWER);
    out.invokeStatic(PRECONDITIONS, "checkIndex", CHECK_INDEX);
    out.load(JvmType.LONG, t.baseSlot);
    out.operator(java.lang.classfile.Opcode.LADD);
    int at = t.slots.take(JvmType.LONG);
    out.store(JvmType.LONG, at);
    return at;
  }

  private static void access(Translation t, int at) {
    t.out.getStatic(Names.RAW_MEMORY, "UNSAFE", UNSAFE);
    t.out.zero(JvmType.REFERENCE);
    t.out.load(JvmType.LONG, at);
    t.slots.release(JvmType.LONG, at);
  }

  private void extend(Emitter out) {
    switch (extension) {
      case NONE -> {}
      case UNSIGNED_BYTE -> unsignedByte(out);
      case TO_LONG -> out.convert(java.lang.classfile.Opcode.I2L);
      case UNSIGNED_BYTE_TO_LONG -> {
        unsignedByte(out);
        out.convert(java.lang.classfile.Opcode.I2L);
      }
      case UNSIGNED_TO_LONG -> {
        out.convert(java.lang.classfile.Opcode.I2L);
        out.constant(UNSIGNED);
        out.operator(java.lang.classfile.Opcode.LAND);
      }
    }
  }

  private static void unsignedByte(Emitter out) {
    out.constant(0xff);
    out.operator(java.lang.classfile.Opcode.IAND);
  }

  private void narrow(Emitter out, JvmType value) {
    if (value == JvmType.LONG && size < 8) out.convert(java.lang.classfile.Opcode.L2I);
    if (size == 1) out.convert(java.lang.classfile.Opcode.I2B);
    if (size == 2) out.convert(java.lang.classfile.Opcode.I2S);
  }
}
