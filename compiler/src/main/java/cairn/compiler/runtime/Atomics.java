package cairn.compiler.runtime;

import jdk.internal.misc.Unsafe;

/**
 * The atomic instructions, sequentially consistent, with an address of 32 bits (the static offset
 * is an int then) or 64 (a long). The operands come first in the order of the stack, then the
 * static offset and the memory, which need not be a shared one. An effective address that is no
 * multiple of the access's width is a {@link Trap}, and so is one out of bounds.
 *
 * <p>Narrow accesses wrap their operands, what they compare too, and extend results without sign.
 *
 * <p>Long, because the table of instructions is.
 *
 * @see <a href="https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md">
 *     Threads proposal</a>
 */
@SuppressWarnings(
    "MemberName") // methods are named as the instructions, so that a reader finds them
public final class Atomics {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private Atomics() {}

  /** {@code atomic.fence}. */
  public static void atomic_fence() {
    UNSAFE.fullFence();
  }

  /** The machine's address of so many bytes, all in the memory and aligned. */
  private static long at(int address, int offset, int bytes, Memory memory) {
    checkAlignment(address + offset, bytes);
    return memory.base() + Bounds.at(address, offset, bytes, memory.limit());
  }

  private static long at(long address, long offset, int bytes, Memory memory) {
    checkAlignment(address + offset, bytes);
    return memory.base() + Bounds.at(address, offset, bytes, memory.limit());
  }

  /** A sum that wrapped around has the same low bits. */
  private static void checkAlignment(long sum, int bytes) {
    if ((sum & (bytes - 1)) != 0) throw Trap.unalignedAtomic();
  }

  // ---- 32-bit addresses

  /** {@code memory.atomic.wait32}. */
  public static int memory_atomic_wait32(
      int address, int expected, long nanoseconds, int offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return await32(memory, at, expected, nanoseconds);
  }

  /** {@code memory.atomic.wait64}. */
  public static int memory_atomic_wait64(
      int address, long expected, long nanoseconds, int offset, Memory memory) {
    long at = at(address, offset, 8, memory);
    return await64(memory, at, expected, nanoseconds);
  }

  /** {@code memory.atomic.notify}. */
  public static int memory_atomic_notify(int address, int most, int offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return wake(memory, at, most);
  }

  /** {@code i32.atomic.load8_u}. */
  public static int i32_atomic_load8_u(int address, int offset, Memory memory) {
    return UNSAFE.getByteVolatile(null, at(address, offset, 1, memory)) & 0xff;
  }

  /** {@code i32.atomic.store8}. */
  public static void i32_atomic_store8(int address, int value, int offset, Memory memory) {
    UNSAFE.putByteVolatile(null, at(address, offset, 1, memory), (byte) value);
  }

  /** {@code i32.atomic.rmw8.add_u}. */
  public static int i32_atomic_rmw8_add_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.sub_u}. */
  public static int i32_atomic_rmw8_sub_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) -value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.and_u}. */
  public static int i32_atomic_rmw8_and_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.or_u}. */
  public static int i32_atomic_rmw8_or_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.xor_u}. */
  public static int i32_atomic_rmw8_xor_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.xchg_u}. */
  public static int i32_atomic_rmw8_xchg_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndSetByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.cmpxchg_u}. */
  public static int i32_atomic_rmw8_cmpxchg_u(
      int address, int expected, int replacement, int offset, Memory memory) {
    long at = at(address, offset, 1, memory);
    return UNSAFE.compareAndExchangeByte(null, at, (byte) expected, (byte) replacement) & 0xff;
  }

  /** {@code i32.atomic.load16_u}. */
  public static int i32_atomic_load16_u(int address, int offset, Memory memory) {
    return UNSAFE.getShortVolatile(null, at(address, offset, 2, memory)) & 0xffff;
  }

  /** {@code i32.atomic.store16}. */
  public static void i32_atomic_store16(int address, int value, int offset, Memory memory) {
    UNSAFE.putShortVolatile(null, at(address, offset, 2, memory), (short) value);
  }

  /** {@code i32.atomic.rmw16.add_u}. */
  public static int i32_atomic_rmw16_add_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) value) & 0xffff;
  }

  /** {@code i32.atomic.rmw16.sub_u}. */
  public static int i32_atomic_rmw16_sub_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) -value) & 0xffff;
  }

  /** {@code i32.atomic.rmw16.and_u}. */
  public static int i32_atomic_rmw16_and_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffff;
  }

  /** {@code i32.atomic.rmw16.or_u}. */
  public static int i32_atomic_rmw16_or_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffff;
  }

  /** {@code i32.atomic.rmw16.xor_u}. */
  public static int i32_atomic_rmw16_xor_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffff;
  }

  /** {@code i32.atomic.rmw16.xchg_u}. */
  public static int i32_atomic_rmw16_xchg_u(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndSetShort(null, at(address, offset, 2, memory), (short) value) & 0xffff;
  }

  /** {@code i32.atomic.rmw16.cmpxchg_u}. */
  public static int i32_atomic_rmw16_cmpxchg_u(
      int address, int expected, int replacement, int offset, Memory memory) {
    long at = at(address, offset, 2, memory);
    return UNSAFE.compareAndExchangeShort(null, at, (short) expected, (short) replacement) & 0xffff;
  }

  /** {@code i32.atomic.load}. */
  public static int i32_atomic_load(int address, int offset, Memory memory) {
    return UNSAFE.getIntVolatile(null, at(address, offset, 4, memory));
  }

  /** {@code i32.atomic.store}. */
  public static void i32_atomic_store(int address, int value, int offset, Memory memory) {
    UNSAFE.putIntVolatile(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.add}. */
  public static int i32_atomic_rmw_add(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.sub}. */
  public static int i32_atomic_rmw_sub(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), -value);
  }

  /** {@code i32.atomic.rmw.and}. */
  public static int i32_atomic_rmw_and(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.or}. */
  public static int i32_atomic_rmw_or(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.xor}. */
  public static int i32_atomic_rmw_xor(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.xchg}. */
  public static int i32_atomic_rmw_xchg(int address, int value, int offset, Memory memory) {
    return UNSAFE.getAndSetInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.cmpxchg}. */
  public static int i32_atomic_rmw_cmpxchg(
      int address, int expected, int replacement, int offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return UNSAFE.compareAndExchangeInt(null, at, expected, replacement);
  }

  /** {@code i64.atomic.load8_u}. */
  public static long i64_atomic_load8_u(int address, int offset, Memory memory) {
    return UNSAFE.getByteVolatile(null, at(address, offset, 1, memory)) & 0xffL;
  }

  /** {@code i64.atomic.store8}. */
  public static void i64_atomic_store8(int address, long value, int offset, Memory memory) {
    UNSAFE.putByteVolatile(null, at(address, offset, 1, memory), (byte) value);
  }

  /** {@code i64.atomic.rmw8.add_u}. */
  public static long i64_atomic_rmw8_add_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.sub_u}. */
  public static long i64_atomic_rmw8_sub_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) -value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.and_u}. */
  public static long i64_atomic_rmw8_and_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.or_u}. */
  public static long i64_atomic_rmw8_or_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.xor_u}. */
  public static long i64_atomic_rmw8_xor_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.xchg_u}. */
  public static long i64_atomic_rmw8_xchg_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndSetByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.cmpxchg_u}. */
  public static long i64_atomic_rmw8_cmpxchg_u(
      int address, long expected, long replacement, int offset, Memory memory) {
    long at = at(address, offset, 1, memory);
    return UNSAFE.compareAndExchangeByte(null, at, (byte) expected, (byte) replacement) & 0xffL;
  }

  /** {@code i64.atomic.load16_u}. */
  public static long i64_atomic_load16_u(int address, int offset, Memory memory) {
    return UNSAFE.getShortVolatile(null, at(address, offset, 2, memory)) & 0xffffL;
  }

  /** {@code i64.atomic.store16}. */
  public static void i64_atomic_store16(int address, long value, int offset, Memory memory) {
    UNSAFE.putShortVolatile(null, at(address, offset, 2, memory), (short) value);
  }

  /** {@code i64.atomic.rmw16.add_u}. */
  public static long i64_atomic_rmw16_add_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) value) & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.sub_u}. */
  public static long i64_atomic_rmw16_sub_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) -value) & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.and_u}. */
  public static long i64_atomic_rmw16_and_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.or_u}. */
  public static long i64_atomic_rmw16_or_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.xor_u}. */
  public static long i64_atomic_rmw16_xor_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.xchg_u}. */
  public static long i64_atomic_rmw16_xchg_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndSetShort(null, at(address, offset, 2, memory), (short) value) & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.cmpxchg_u}. */
  public static long i64_atomic_rmw16_cmpxchg_u(
      int address, long expected, long replacement, int offset, Memory memory) {
    long at = at(address, offset, 2, memory);
    return UNSAFE.compareAndExchangeShort(null, at, (short) expected, (short) replacement)
        & 0xffffL;
  }

  /** {@code i64.atomic.load32_u}. */
  public static long i64_atomic_load32_u(int address, int offset, Memory memory) {
    return UNSAFE.getIntVolatile(null, at(address, offset, 4, memory)) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.store32}. */
  public static void i64_atomic_store32(int address, long value, int offset, Memory memory) {
    UNSAFE.putIntVolatile(null, at(address, offset, 4, memory), (int) value);
  }

  /** {@code i64.atomic.rmw32.add_u}. */
  public static long i64_atomic_rmw32_add_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), (int) value) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.sub_u}. */
  public static long i64_atomic_rmw32_sub_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), (int) -value) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.and_u}. */
  public static long i64_atomic_rmw32_and_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndInt(null, at(address, offset, 4, memory), (int) value)
        & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.or_u}. */
  public static long i64_atomic_rmw32_or_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrInt(null, at(address, offset, 4, memory), (int) value)
        & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.xor_u}. */
  public static long i64_atomic_rmw32_xor_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorInt(null, at(address, offset, 4, memory), (int) value)
        & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.xchg_u}. */
  public static long i64_atomic_rmw32_xchg_u(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndSetInt(null, at(address, offset, 4, memory), (int) value) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.cmpxchg_u}. */
  public static long i64_atomic_rmw32_cmpxchg_u(
      int address, long expected, long replacement, int offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return UNSAFE.compareAndExchangeInt(null, at, (int) expected, (int) replacement) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.load}. */
  public static long i64_atomic_load(int address, int offset, Memory memory) {
    return UNSAFE.getLongVolatile(null, at(address, offset, 8, memory));
  }

  /** {@code i64.atomic.store}. */
  public static void i64_atomic_store(int address, long value, int offset, Memory memory) {
    UNSAFE.putLongVolatile(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.add}. */
  public static long i64_atomic_rmw_add(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.sub}. */
  public static long i64_atomic_rmw_sub(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndAddLong(null, at(address, offset, 8, memory), -value);
  }

  /** {@code i64.atomic.rmw.and}. */
  public static long i64_atomic_rmw_and(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.or}. */
  public static long i64_atomic_rmw_or(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.xor}. */
  public static long i64_atomic_rmw_xor(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.xchg}. */
  public static long i64_atomic_rmw_xchg(int address, long value, int offset, Memory memory) {
    return UNSAFE.getAndSetLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.cmpxchg}. */
  public static long i64_atomic_rmw_cmpxchg(
      int address, long expected, long replacement, int offset, Memory memory) {
    long at = at(address, offset, 8, memory);
    return UNSAFE.compareAndExchangeLong(null, at, expected, replacement);
  }

  // ---- 64-bit addresses

  /** {@code memory.atomic.wait32}. */
  public static int memory_atomic_wait32(
      long address, int expected, long nanoseconds, long offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return await32(memory, at, expected, nanoseconds);
  }

  /** {@code memory.atomic.wait64}. */
  public static int memory_atomic_wait64(
      long address, long expected, long nanoseconds, long offset, Memory memory) {
    long at = at(address, offset, 8, memory);
    return await64(memory, at, expected, nanoseconds);
  }

  /** {@code memory.atomic.notify}. */
  public static int memory_atomic_notify(long address, int most, long offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return wake(memory, at, most);
  }

  /** {@code i32.atomic.load8_u}. */
  public static int i32_atomic_load8_u(long address, long offset, Memory memory) {
    return UNSAFE.getByteVolatile(null, at(address, offset, 1, memory)) & 0xff;
  }

  /** {@code i32.atomic.store8}. */
  public static void i32_atomic_store8(long address, int value, long offset, Memory memory) {
    UNSAFE.putByteVolatile(null, at(address, offset, 1, memory), (byte) value);
  }

  /** {@code i32.atomic.rmw8.add_u}. */
  public static int i32_atomic_rmw8_add_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.sub_u}. */
  public static int i32_atomic_rmw8_sub_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) -value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.and_u}. */
  public static int i32_atomic_rmw8_and_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.or_u}. */
  public static int i32_atomic_rmw8_or_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.xor_u}. */
  public static int i32_atomic_rmw8_xor_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.xchg_u}. */
  public static int i32_atomic_rmw8_xchg_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndSetByte(null, at(address, offset, 1, memory), (byte) value) & 0xff;
  }

  /** {@code i32.atomic.rmw8.cmpxchg_u}. */
  public static int i32_atomic_rmw8_cmpxchg_u(
      long address, int expected, int replacement, long offset, Memory memory) {
    long at = at(address, offset, 1, memory);
    return UNSAFE.compareAndExchangeByte(null, at, (byte) expected, (byte) replacement) & 0xff;
  }

  /** {@code i32.atomic.load16_u}. */
  public static int i32_atomic_load16_u(long address, long offset, Memory memory) {
    return UNSAFE.getShortVolatile(null, at(address, offset, 2, memory)) & 0xffff;
  }

  /** {@code i32.atomic.store16}. */
  public static void i32_atomic_store16(long address, int value, long offset, Memory memory) {
    UNSAFE.putShortVolatile(null, at(address, offset, 2, memory), (short) value);
  }

  /** {@code i32.atomic.rmw16.add_u}. */
  public static int i32_atomic_rmw16_add_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) value) & 0xffff;
  }

  /** {@code i32.atomic.rmw16.sub_u}. */
  public static int i32_atomic_rmw16_sub_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) -value) & 0xffff;
  }

  /** {@code i32.atomic.rmw16.and_u}. */
  public static int i32_atomic_rmw16_and_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffff;
  }

  /** {@code i32.atomic.rmw16.or_u}. */
  public static int i32_atomic_rmw16_or_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffff;
  }

  /** {@code i32.atomic.rmw16.xor_u}. */
  public static int i32_atomic_rmw16_xor_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffff;
  }

  /** {@code i32.atomic.rmw16.xchg_u}. */
  public static int i32_atomic_rmw16_xchg_u(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndSetShort(null, at(address, offset, 2, memory), (short) value) & 0xffff;
  }

  /** {@code i32.atomic.rmw16.cmpxchg_u}. */
  public static int i32_atomic_rmw16_cmpxchg_u(
      long address, int expected, int replacement, long offset, Memory memory) {
    long at = at(address, offset, 2, memory);
    return UNSAFE.compareAndExchangeShort(null, at, (short) expected, (short) replacement) & 0xffff;
  }

  /** {@code i32.atomic.load}. */
  public static int i32_atomic_load(long address, long offset, Memory memory) {
    return UNSAFE.getIntVolatile(null, at(address, offset, 4, memory));
  }

  /** {@code i32.atomic.store}. */
  public static void i32_atomic_store(long address, int value, long offset, Memory memory) {
    UNSAFE.putIntVolatile(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.add}. */
  public static int i32_atomic_rmw_add(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.sub}. */
  public static int i32_atomic_rmw_sub(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), -value);
  }

  /** {@code i32.atomic.rmw.and}. */
  public static int i32_atomic_rmw_and(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.or}. */
  public static int i32_atomic_rmw_or(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.xor}. */
  public static int i32_atomic_rmw_xor(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.xchg}. */
  public static int i32_atomic_rmw_xchg(long address, int value, long offset, Memory memory) {
    return UNSAFE.getAndSetInt(null, at(address, offset, 4, memory), value);
  }

  /** {@code i32.atomic.rmw.cmpxchg}. */
  public static int i32_atomic_rmw_cmpxchg(
      long address, int expected, int replacement, long offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return UNSAFE.compareAndExchangeInt(null, at, expected, replacement);
  }

  /** {@code i64.atomic.load8_u}. */
  public static long i64_atomic_load8_u(long address, long offset, Memory memory) {
    return UNSAFE.getByteVolatile(null, at(address, offset, 1, memory)) & 0xffL;
  }

  /** {@code i64.atomic.store8}. */
  public static void i64_atomic_store8(long address, long value, long offset, Memory memory) {
    UNSAFE.putByteVolatile(null, at(address, offset, 1, memory), (byte) value);
  }

  /** {@code i64.atomic.rmw8.add_u}. */
  public static long i64_atomic_rmw8_add_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.sub_u}. */
  public static long i64_atomic_rmw8_sub_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddByte(null, at(address, offset, 1, memory), (byte) -value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.and_u}. */
  public static long i64_atomic_rmw8_and_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.or_u}. */
  public static long i64_atomic_rmw8_or_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.xor_u}. */
  public static long i64_atomic_rmw8_xor_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.xchg_u}. */
  public static long i64_atomic_rmw8_xchg_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndSetByte(null, at(address, offset, 1, memory), (byte) value) & 0xffL;
  }

  /** {@code i64.atomic.rmw8.cmpxchg_u}. */
  public static long i64_atomic_rmw8_cmpxchg_u(
      long address, long expected, long replacement, long offset, Memory memory) {
    long at = at(address, offset, 1, memory);
    return UNSAFE.compareAndExchangeByte(null, at, (byte) expected, (byte) replacement) & 0xffL;
  }

  /** {@code i64.atomic.load16_u}. */
  public static long i64_atomic_load16_u(long address, long offset, Memory memory) {
    return UNSAFE.getShortVolatile(null, at(address, offset, 2, memory)) & 0xffffL;
  }

  /** {@code i64.atomic.store16}. */
  public static void i64_atomic_store16(long address, long value, long offset, Memory memory) {
    UNSAFE.putShortVolatile(null, at(address, offset, 2, memory), (short) value);
  }

  /** {@code i64.atomic.rmw16.add_u}. */
  public static long i64_atomic_rmw16_add_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) value) & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.sub_u}. */
  public static long i64_atomic_rmw16_sub_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddShort(null, at(address, offset, 2, memory), (short) -value) & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.and_u}. */
  public static long i64_atomic_rmw16_and_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.or_u}. */
  public static long i64_atomic_rmw16_or_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.xor_u}. */
  public static long i64_atomic_rmw16_xor_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorShort(null, at(address, offset, 2, memory), (short) value)
        & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.xchg_u}. */
  public static long i64_atomic_rmw16_xchg_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndSetShort(null, at(address, offset, 2, memory), (short) value) & 0xffffL;
  }

  /** {@code i64.atomic.rmw16.cmpxchg_u}. */
  public static long i64_atomic_rmw16_cmpxchg_u(
      long address, long expected, long replacement, long offset, Memory memory) {
    long at = at(address, offset, 2, memory);
    return UNSAFE.compareAndExchangeShort(null, at, (short) expected, (short) replacement)
        & 0xffffL;
  }

  /** {@code i64.atomic.load32_u}. */
  public static long i64_atomic_load32_u(long address, long offset, Memory memory) {
    return UNSAFE.getIntVolatile(null, at(address, offset, 4, memory)) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.store32}. */
  public static void i64_atomic_store32(long address, long value, long offset, Memory memory) {
    UNSAFE.putIntVolatile(null, at(address, offset, 4, memory), (int) value);
  }

  /** {@code i64.atomic.rmw32.add_u}. */
  public static long i64_atomic_rmw32_add_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), (int) value) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.sub_u}. */
  public static long i64_atomic_rmw32_sub_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddInt(null, at(address, offset, 4, memory), (int) -value) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.and_u}. */
  public static long i64_atomic_rmw32_and_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndInt(null, at(address, offset, 4, memory), (int) value)
        & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.or_u}. */
  public static long i64_atomic_rmw32_or_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrInt(null, at(address, offset, 4, memory), (int) value)
        & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.xor_u}. */
  public static long i64_atomic_rmw32_xor_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorInt(null, at(address, offset, 4, memory), (int) value)
        & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.xchg_u}. */
  public static long i64_atomic_rmw32_xchg_u(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndSetInt(null, at(address, offset, 4, memory), (int) value) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.rmw32.cmpxchg_u}. */
  public static long i64_atomic_rmw32_cmpxchg_u(
      long address, long expected, long replacement, long offset, Memory memory) {
    long at = at(address, offset, 4, memory);
    return UNSAFE.compareAndExchangeInt(null, at, (int) expected, (int) replacement) & 0xffff_ffffL;
  }

  /** {@code i64.atomic.load}. */
  public static long i64_atomic_load(long address, long offset, Memory memory) {
    return UNSAFE.getLongVolatile(null, at(address, offset, 8, memory));
  }

  /** {@code i64.atomic.store}. */
  public static void i64_atomic_store(long address, long value, long offset, Memory memory) {
    UNSAFE.putLongVolatile(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.add}. */
  public static long i64_atomic_rmw_add(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.sub}. */
  public static long i64_atomic_rmw_sub(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndAddLong(null, at(address, offset, 8, memory), -value);
  }

  /** {@code i64.atomic.rmw.and}. */
  public static long i64_atomic_rmw_and(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseAndLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.or}. */
  public static long i64_atomic_rmw_or(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseOrLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.xor}. */
  public static long i64_atomic_rmw_xor(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndBitwiseXorLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.xchg}. */
  public static long i64_atomic_rmw_xchg(long address, long value, long offset, Memory memory) {
    return UNSAFE.getAndSetLong(null, at(address, offset, 8, memory), value);
  }

  /** {@code i64.atomic.rmw.cmpxchg}. */
  public static long i64_atomic_rmw_cmpxchg(
      long address, long expected, long replacement, long offset, Memory memory) {
    long at = at(address, offset, 8, memory);
    return UNSAFE.compareAndExchangeLong(null, at, expected, replacement);
  }

  // ---- waiting

  private static int await32(Memory memory, long at, int expected, long nanoseconds) {
    requireShared(memory);
    return memory
        .waitingThreads()
        .await(
            memory,
            at - memory.base(),
            () -> UNSAFE.getIntVolatile(null, at) == expected,
            nanoseconds);
  }

  private static int await64(Memory memory, long at, long expected, long nanoseconds) {
    requireShared(memory);
    return memory
        .waitingThreads()
        .await(
            memory,
            at - memory.base(),
            () -> UNSAFE.getLongVolatile(null, at) == expected,
            nanoseconds);
  }

  private static void requireShared(Memory memory) {
    if (!memory.isShared()) throw Trap.expectedSharedMemory();
  }

  /** Nobody can wait at a memory that is not shared. */
  private static int wake(Memory memory, long at, int most) {
    return memory.isShared() ? memory.waitingThreads().wake(memory, at - memory.base(), most) : 0;
  }
}
