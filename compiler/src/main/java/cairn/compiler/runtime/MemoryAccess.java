package cairn.compiler.runtime;

import jdk.internal.misc.Unsafe;

/**
 * The plain loads and stores of numbers, where generated code does not write them out, each in four
 * forms: with an address of 32 bits (the static offset is an int then) or 64 (a long), and with the
 * memory's base and limit, which generated code may keep in variables, or with the memory itself,
 * whose limit is looked up at each access as it has to be where other threads can raise it. Either
 * way the caller keeps the Memory reachable.
 *
 * <p>The operands come first in the order of the stack, then the static offset. Out of bounds is a
 * {@link Trap}, without any effect. Unaligned addresses are as good as any. Bytes are little-endian
 * because the machine is ({@link SystemPages} and the JDK's ports see to that).
 *
 * <p>Long, because the table of instructions is.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/exec/instructions.html#memory-instructions">
 *     Memory instructions</a>
 */
@SuppressWarnings(
    "MemberName") // methods are named as the instructions, so that a reader finds them
public final class MemoryAccess {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private MemoryAccess() {}

  // ---- 32-bit addresses

  /** {@code i32.load}. */
  public static int i32_load(int address, int offset, long base, long limit) {
    return UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit));
  }

  /** {@code i32.load}. */
  public static int i32_load(int address, int offset, Memory memory) {
    return i32_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load}. */
  public static long i64_load(int address, int offset, long base, long limit) {
    return UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit));
  }

  /** {@code i64.load}. */
  public static long i64_load(int address, int offset, Memory memory) {
    return i64_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code f32.load}. */
  public static float f32_load(int address, int offset, long base, long limit) {
    return UNSAFE.getFloat(base + Bounds.at(address, offset, 4, limit));
  }

  /** {@code f32.load}. */
  public static float f32_load(int address, int offset, Memory memory) {
    return f32_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code f64.load}. */
  public static double f64_load(int address, int offset, long base, long limit) {
    return UNSAFE.getDouble(base + Bounds.at(address, offset, 8, limit));
  }

  /** {@code f64.load}. */
  public static double f64_load(int address, int offset, Memory memory) {
    return f64_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load8_s}. */
  public static int i32_load8_s(int address, int offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit));
  }

  /** {@code i32.load8_s}. */
  public static int i32_load8_s(int address, int offset, Memory memory) {
    return i32_load8_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load8_u}. */
  public static int i32_load8_u(int address, int offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)) & 0xff;
  }

  /** {@code i32.load8_u}. */
  public static int i32_load8_u(int address, int offset, Memory memory) {
    return i32_load8_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load16_s}. */
  public static int i32_load16_s(int address, int offset, long base, long limit) {
    return UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i32.load16_s}. */
  public static int i32_load16_s(int address, int offset, Memory memory) {
    return i32_load16_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load16_u}. */
  public static int i32_load16_u(int address, int offset, long base, long limit) {
    return UNSAFE.getChar(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i32.load16_u}. */
  public static int i32_load16_u(int address, int offset, Memory memory) {
    return i32_load16_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load8_s}. */
  public static long i64_load8_s(int address, int offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit));
  }

  /** {@code i64.load8_s}. */
  public static long i64_load8_s(int address, int offset, Memory memory) {
    return i64_load8_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load8_u}. */
  public static long i64_load8_u(int address, int offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)) & 0xffL;
  }

  /** {@code i64.load8_u}. */
  public static long i64_load8_u(int address, int offset, Memory memory) {
    return i64_load8_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load16_s}. */
  public static long i64_load16_s(int address, int offset, long base, long limit) {
    return UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i64.load16_s}. */
  public static long i64_load16_s(int address, int offset, Memory memory) {
    return i64_load16_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load16_u}. */
  public static long i64_load16_u(int address, int offset, long base, long limit) {
    return UNSAFE.getChar(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i64.load16_u}. */
  public static long i64_load16_u(int address, int offset, Memory memory) {
    return i64_load16_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load32_s}. */
  public static long i64_load32_s(int address, int offset, long base, long limit) {
    return UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit));
  }

  /** {@code i64.load32_s}. */
  public static long i64_load32_s(int address, int offset, Memory memory) {
    return i64_load32_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load32_u}. */
  public static long i64_load32_u(int address, int offset, long base, long limit) {
    return UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)) & 0xffff_ffffL;
  }

  /** {@code i64.load32_u}. */
  public static long i64_load32_u(int address, int offset, Memory memory) {
    return i64_load32_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.store}. */
  public static void i32_store(int address, int value, int offset, long base, long limit) {
    UNSAFE.putInt(base + Bounds.at(address, offset, 4, limit), value);
  }

  /** {@code i32.store}. */
  public static void i32_store(int address, int value, int offset, Memory memory) {
    i32_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store}. */
  public static void i64_store(int address, long value, int offset, long base, long limit) {
    UNSAFE.putLong(base + Bounds.at(address, offset, 8, limit), value);
  }

  /** {@code i64.store}. */
  public static void i64_store(int address, long value, int offset, Memory memory) {
    i64_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code f32.store}. */
  public static void f32_store(int address, float value, int offset, long base, long limit) {
    UNSAFE.putFloat(base + Bounds.at(address, offset, 4, limit), value);
  }

  /** {@code f32.store}. */
  public static void f32_store(int address, float value, int offset, Memory memory) {
    f32_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code f64.store}. */
  public static void f64_store(int address, double value, int offset, long base, long limit) {
    UNSAFE.putDouble(base + Bounds.at(address, offset, 8, limit), value);
  }

  /** {@code f64.store}. */
  public static void f64_store(int address, double value, int offset, Memory memory) {
    f64_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i32.store8}. */
  public static void i32_store8(int address, int value, int offset, long base, long limit) {
    UNSAFE.putByte(base + Bounds.at(address, offset, 1, limit), (byte) value);
  }

  /** {@code i32.store8}. */
  public static void i32_store8(int address, int value, int offset, Memory memory) {
    i32_store8(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i32.store16}. */
  public static void i32_store16(int address, int value, int offset, long base, long limit) {
    UNSAFE.putShort(base + Bounds.at(address, offset, 2, limit), (short) value);
  }

  /** {@code i32.store16}. */
  public static void i32_store16(int address, int value, int offset, Memory memory) {
    i32_store16(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store8}. */
  public static void i64_store8(int address, long value, int offset, long base, long limit) {
    UNSAFE.putByte(base + Bounds.at(address, offset, 1, limit), (byte) value);
  }

  /** {@code i64.store8}. */
  public static void i64_store8(int address, long value, int offset, Memory memory) {
    i64_store8(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store16}. */
  public static void i64_store16(int address, long value, int offset, long base, long limit) {
    UNSAFE.putShort(base + Bounds.at(address, offset, 2, limit), (short) value);
  }

  /** {@code i64.store16}. */
  public static void i64_store16(int address, long value, int offset, Memory memory) {
    i64_store16(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store32}. */
  public static void i64_store32(int address, long value, int offset, long base, long limit) {
    UNSAFE.putInt(base + Bounds.at(address, offset, 4, limit), (int) value);
  }

  /** {@code i64.store32}. */
  public static void i64_store32(int address, long value, int offset, Memory memory) {
    i64_store32(address, value, offset, memory.base(), memory.limit());
  }

  // ---- 64-bit addresses

  /** {@code i32.load}. */
  public static int i32_load(long address, long offset, long base, long limit) {
    return UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit));
  }

  /** {@code i32.load}. */
  public static int i32_load(long address, long offset, Memory memory) {
    return i32_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load}. */
  public static long i64_load(long address, long offset, long base, long limit) {
    return UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit));
  }

  /** {@code i64.load}. */
  public static long i64_load(long address, long offset, Memory memory) {
    return i64_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code f32.load}. */
  public static float f32_load(long address, long offset, long base, long limit) {
    return UNSAFE.getFloat(base + Bounds.at(address, offset, 4, limit));
  }

  /** {@code f32.load}. */
  public static float f32_load(long address, long offset, Memory memory) {
    return f32_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code f64.load}. */
  public static double f64_load(long address, long offset, long base, long limit) {
    return UNSAFE.getDouble(base + Bounds.at(address, offset, 8, limit));
  }

  /** {@code f64.load}. */
  public static double f64_load(long address, long offset, Memory memory) {
    return f64_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load8_s}. */
  public static int i32_load8_s(long address, long offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit));
  }

  /** {@code i32.load8_s}. */
  public static int i32_load8_s(long address, long offset, Memory memory) {
    return i32_load8_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load8_u}. */
  public static int i32_load8_u(long address, long offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)) & 0xff;
  }

  /** {@code i32.load8_u}. */
  public static int i32_load8_u(long address, long offset, Memory memory) {
    return i32_load8_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load16_s}. */
  public static int i32_load16_s(long address, long offset, long base, long limit) {
    return UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i32.load16_s}. */
  public static int i32_load16_s(long address, long offset, Memory memory) {
    return i32_load16_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.load16_u}. */
  public static int i32_load16_u(long address, long offset, long base, long limit) {
    return UNSAFE.getChar(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i32.load16_u}. */
  public static int i32_load16_u(long address, long offset, Memory memory) {
    return i32_load16_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load8_s}. */
  public static long i64_load8_s(long address, long offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit));
  }

  /** {@code i64.load8_s}. */
  public static long i64_load8_s(long address, long offset, Memory memory) {
    return i64_load8_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load8_u}. */
  public static long i64_load8_u(long address, long offset, long base, long limit) {
    return UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)) & 0xffL;
  }

  /** {@code i64.load8_u}. */
  public static long i64_load8_u(long address, long offset, Memory memory) {
    return i64_load8_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load16_s}. */
  public static long i64_load16_s(long address, long offset, long base, long limit) {
    return UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i64.load16_s}. */
  public static long i64_load16_s(long address, long offset, Memory memory) {
    return i64_load16_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load16_u}. */
  public static long i64_load16_u(long address, long offset, long base, long limit) {
    return UNSAFE.getChar(base + Bounds.at(address, offset, 2, limit));
  }

  /** {@code i64.load16_u}. */
  public static long i64_load16_u(long address, long offset, Memory memory) {
    return i64_load16_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load32_s}. */
  public static long i64_load32_s(long address, long offset, long base, long limit) {
    return UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit));
  }

  /** {@code i64.load32_s}. */
  public static long i64_load32_s(long address, long offset, Memory memory) {
    return i64_load32_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code i64.load32_u}. */
  public static long i64_load32_u(long address, long offset, long base, long limit) {
    return UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)) & 0xffff_ffffL;
  }

  /** {@code i64.load32_u}. */
  public static long i64_load32_u(long address, long offset, Memory memory) {
    return i64_load32_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code i32.store}. */
  public static void i32_store(long address, int value, long offset, long base, long limit) {
    UNSAFE.putInt(base + Bounds.at(address, offset, 4, limit), value);
  }

  /** {@code i32.store}. */
  public static void i32_store(long address, int value, long offset, Memory memory) {
    i32_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store}. */
  public static void i64_store(long address, long value, long offset, long base, long limit) {
    UNSAFE.putLong(base + Bounds.at(address, offset, 8, limit), value);
  }

  /** {@code i64.store}. */
  public static void i64_store(long address, long value, long offset, Memory memory) {
    i64_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code f32.store}. */
  public static void f32_store(long address, float value, long offset, long base, long limit) {
    UNSAFE.putFloat(base + Bounds.at(address, offset, 4, limit), value);
  }

  /** {@code f32.store}. */
  public static void f32_store(long address, float value, long offset, Memory memory) {
    f32_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code f64.store}. */
  public static void f64_store(long address, double value, long offset, long base, long limit) {
    UNSAFE.putDouble(base + Bounds.at(address, offset, 8, limit), value);
  }

  /** {@code f64.store}. */
  public static void f64_store(long address, double value, long offset, Memory memory) {
    f64_store(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i32.store8}. */
  public static void i32_store8(long address, int value, long offset, long base, long limit) {
    UNSAFE.putByte(base + Bounds.at(address, offset, 1, limit), (byte) value);
  }

  /** {@code i32.store8}. */
  public static void i32_store8(long address, int value, long offset, Memory memory) {
    i32_store8(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i32.store16}. */
  public static void i32_store16(long address, int value, long offset, long base, long limit) {
    UNSAFE.putShort(base + Bounds.at(address, offset, 2, limit), (short) value);
  }

  /** {@code i32.store16}. */
  public static void i32_store16(long address, int value, long offset, Memory memory) {
    i32_store16(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store8}. */
  public static void i64_store8(long address, long value, long offset, long base, long limit) {
    UNSAFE.putByte(base + Bounds.at(address, offset, 1, limit), (byte) value);
  }

  /** {@code i64.store8}. */
  public static void i64_store8(long address, long value, long offset, Memory memory) {
    i64_store8(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store16}. */
  public static void i64_store16(long address, long value, long offset, long base, long limit) {
    UNSAFE.putShort(base + Bounds.at(address, offset, 2, limit), (short) value);
  }

  /** {@code i64.store16}. */
  public static void i64_store16(long address, long value, long offset, Memory memory) {
    i64_store16(address, value, offset, memory.base(), memory.limit());
  }

  /** {@code i64.store32}. */
  public static void i64_store32(long address, long value, long offset, long base, long limit) {
    UNSAFE.putInt(base + Bounds.at(address, offset, 4, limit), (int) value);
  }

  /** {@code i64.store32}. */
  public static void i64_store32(long address, long value, long offset, Memory memory) {
    i64_store32(address, value, offset, memory.base(), memory.limit());
  }
}
