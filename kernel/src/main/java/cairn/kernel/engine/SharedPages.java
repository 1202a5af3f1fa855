package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import java.nio.ByteOrder;
import jdk.internal.misc.Unsafe;

/**
 * One instance's view of the memory that the threads of a process share. Plain accesses are those
 * of {@link Pages}; what is atomic goes to the same array by the JDK's own Unsafe, because the
 * VarHandles of arrays of bytes refuse it. Confined to its guest thread, as {@link Pages}; its
 * segments are its own, because an instance may drop one while others still use it.
 *
 * <p>INVARIANT: no address reaches Unsafe that {@link #at} has not checked. The engine has checked
 * the alignment, the array begins at a multiple of 8 ({@link #WORKS}), and it never moves in the
 * heap but by the collector, which Unsafe knows.
 *
 * <p>What it knows as the end of the memory may be too small, when another thread has let it grow:
 * it is looked up again before anything is said to be out of bounds.
 *
 * <p>Long, because there are fifty instructions.
 */
final class SharedPages extends Pages {
  /**
   * Whether this JVM can do it: little-endian, and its arrays of bytes begin at a multiple of 8.
   */
  static final boolean WORKS = works();

  private final SharedBytes shared;
  private final byte[] array;
  private final boolean first;

  /** {@code first}: the one whose active segments are written. */
  SharedPages(SharedBytes shared, Charge charge, boolean first) {
    super(shared.limits, charge, shared.bytes, shared.limit());
    this.shared = shared;
    this.array = shared.bytes;
    this.first = first;
  }

  private static boolean works() {
    try {
      return Raw.BASE % 8 == 0 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    } catch (LinkageError e) {
      return false; // --add-exports is missing
    }
  }

  /** Loaded only where the JVM lets us. */
  private static final class Raw {
    static final Unsafe UNSAFE = Unsafe.getUnsafe();
    static final long BASE = Unsafe.ARRAY_BYTE_BASE_OFFSET;
  }

  SharedBytes sharedBytes() {
    return shared;
  }

  @Override
  boolean isFresh() {
    return first;
  }

  // ---- size

  @Override
  void beyond(long end) {
    int size = shared.limit();
    reaches(size);
    if (end > size) throw outOfBounds();
  }

  @Override
  int size() {
    int size = shared.limit();
    reaches(size);
    return size;
  }

  @Override
  public int pages() {
    return size() / PAGE_SIZE;
  }

  @Override
  public int grow(int more) {
    int before = shared.grow(more);
    size();
    return before;
  }

  // ---- waiting

  @Override
  public int atomicWait(int addr, int expected, long timeout) {
    check(addr, 4);
    GuestThread.enterHost();
    try {
      return shared.waits.await(addr, () -> atomicReadInt(addr) == expected, timeout);
    } finally {
      GuestThread.leaveHost();
    }
  }

  @Override
  public int atomicWait(int addr, long expected, long timeout) {
    check(addr, 8);
    GuestThread.enterHost();
    try {
      return shared.waits.await(addr, () -> atomicReadLong(addr) == expected, timeout);
    } finally {
      GuestThread.leaveHost();
    }
  }

  @Override
  public int atomicNotify(int addr, int maxThreads) {
    check(addr, 4);
    // The engine does not look here.
    if ((addr & 3) != 0) throw new WasmRuntimeException("unaligned atomic");
    GuestThread.enterHost();
    try {
      return shared.waits.wake(addr, maxThreads, GuestThread::pollInHost);
    } finally {
      GuestThread.leaveHost();
    }
  }

  // ---- atomic accesses, all of them sequentially consistent

  private long at(int address, int count) {
    check(address, count);
    return Raw.BASE + address;
  }

  /** What becomes of 8 or 16 bits; given in the low bits, as is the operand. */
  @FunctionalInterface
  private interface Change {
    int of(int now, int operand);
  }

  private static final Change ADD = Integer::sum;
  private static final Change AND = (now, operand) -> now & operand;
  private static final Change OR = (now, operand) -> now | operand;
  private static final Change XOR = (now, operand) -> now ^ operand;
  private static final Change XCHG = (now, operand) -> operand;

  /**
   * Changes 8 or 16 bits by way of the word they are in; what they were is in the low bits of the
   * result. Unsafe has the same for them, but as intrinsics on x86 these leave the operand's high
   * bits in the result (JDK 25.0.3; SharedPagesTest found it).
   */
  private int change(int address, int width, int operand, Change change) {
    check(address, width);
    long word = Raw.BASE + (address & ~3);
    int shift = (address & 3) * 8;
    int mask = (width == 1 ? 0xff : 0xffff) << shift;
    while (true) {
      int whole = Raw.UNSAFE.getIntVolatile(array, word);
      int now = whole >>> shift;
      int next = (whole & ~mask) | ((change.of(now, operand) << shift) & mask);
      if (Raw.UNSAFE.compareAndSetInt(array, word, whole, next)) return now;
    }
  }

  @Override
  public void atomicFence() {
    Raw.UNSAFE.fullFence();
  }

  @Override
  public byte atomicReadByte(int addr) {
    return Raw.UNSAFE.getByteVolatile(array, at(addr, 1));
  }

  @Override
  public void atomicWriteByte(int addr, byte value) {
    Raw.UNSAFE.putByteVolatile(array, at(addr, 1), value);
  }

  @Override
  public byte atomicAddByte(int addr, byte operand) {
    return (byte) change(addr, 1, operand, ADD);
  }

  @Override
  public byte atomicAndByte(int addr, byte operand) {
    return (byte) change(addr, 1, operand, AND);
  }

  @Override
  public byte atomicOrByte(int addr, byte operand) {
    return (byte) change(addr, 1, operand, OR);
  }

  @Override
  public byte atomicXorByte(int addr, byte operand) {
    return (byte) change(addr, 1, operand, XOR);
  }

  @Override
  public byte atomicXchgByte(int addr, byte value) {
    return (byte) change(addr, 1, value, XCHG);
  }

  @Override
  public byte atomicCmpxchgByte(int addr, byte expected, byte replacement) {
    return (byte) change(addr, 1, replacement, (now, next) -> (byte) now == expected ? next : now);
  }

  @Override
  public short atomicReadShort(int addr) {
    return Raw.UNSAFE.getShortVolatile(array, at(addr, 2));
  }

  @Override
  public void atomicWriteShort(int addr, short value) {
    Raw.UNSAFE.putShortVolatile(array, at(addr, 2), value);
  }

  @Override
  public short atomicAddShort(int addr, short operand) {
    return (short) change(addr, 2, operand, ADD);
  }

  @Override
  public short atomicAndShort(int addr, short operand) {
    return (short) change(addr, 2, operand, AND);
  }

  @Override
  public short atomicOrShort(int addr, short operand) {
    return (short) change(addr, 2, operand, OR);
  }

  @Override
  public short atomicXorShort(int addr, short operand) {
    return (short) change(addr, 2, operand, XOR);
  }

  @Override
  public short atomicXchgShort(int addr, short value) {
    return (short) change(addr, 2, value, XCHG);
  }

  @Override
  public short atomicCmpxchgShort(int addr, short expected, short replacement) {
    return (short)
        change(addr, 2, replacement, (now, next) -> (short) now == expected ? next : now);
  }

  @Override
  public int atomicReadInt(int addr) {
    return Raw.UNSAFE.getIntVolatile(array, at(addr, 4));
  }

  @Override
  public void atomicWriteInt(int addr, int value) {
    Raw.UNSAFE.putIntVolatile(array, at(addr, 4), value);
  }

  @Override
  public int atomicAddInt(int addr, int operand) {
    return Raw.UNSAFE.getAndAddInt(array, at(addr, 4), operand);
  }

  @Override
  public int atomicAndInt(int addr, int operand) {
    return Raw.UNSAFE.getAndBitwiseAndInt(array, at(addr, 4), operand);
  }

  @Override
  public int atomicOrInt(int addr, int operand) {
    return Raw.UNSAFE.getAndBitwiseOrInt(array, at(addr, 4), operand);
  }

  @Override
  public int atomicXorInt(int addr, int operand) {
    return Raw.UNSAFE.getAndBitwiseXorInt(array, at(addr, 4), operand);
  }

  @Override
  public int atomicXchgInt(int addr, int value) {
    return Raw.UNSAFE.getAndSetInt(array, at(addr, 4), value);
  }

  @Override
  public int atomicCmpxchgInt(int addr, int expected, int replacement) {
    return Raw.UNSAFE.compareAndExchangeInt(array, at(addr, 4), expected, replacement);
  }

  @Override
  public long atomicReadLong(int addr) {
    return Raw.UNSAFE.getLongVolatile(array, at(addr, 8));
  }

  @Override
  public void atomicWriteLong(int addr, long value) {
    Raw.UNSAFE.putLongVolatile(array, at(addr, 8), value);
  }

  @Override
  public long atomicAddLong(int addr, long operand) {
    return Raw.UNSAFE.getAndAddLong(array, at(addr, 8), operand);
  }

  @Override
  public long atomicAndLong(int addr, long operand) {
    return Raw.UNSAFE.getAndBitwiseAndLong(array, at(addr, 8), operand);
  }

  @Override
  public long atomicOrLong(int addr, long operand) {
    return Raw.UNSAFE.getAndBitwiseOrLong(array, at(addr, 8), operand);
  }

  @Override
  public long atomicXorLong(int addr, long operand) {
    return Raw.UNSAFE.getAndBitwiseXorLong(array, at(addr, 8), operand);
  }

  @Override
  public long atomicXchgLong(int addr, long value) {
    return Raw.UNSAFE.getAndSetLong(array, at(addr, 8), value);
  }

  @Override
  public long atomicCmpxchgLong(int addr, long expected, long replacement) {
    return Raw.UNSAFE.compareAndExchangeLong(array, at(addr, 8), expected, replacement);
  }
}
