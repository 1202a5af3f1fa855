package cairn.compiler.runtime;

import cairn.wasm.MemoryType;
import java.lang.ref.Reference;
import java.util.Objects;
import jdk.internal.misc.Unsafe;

/**
 * A linear memory, outside the Java heap. All the address space that it may ever need is reserved
 * when it is made, so its base never moves and growth only raises its limit.
 *
 * <p>Addresses and lengths are bytes, unsigned; what is not within the limit throws the {@link
 * Trap} of the specification, also for the embedder. Safe for any thread: a limit only rises, and
 * bytes are plain memory, seen by others as Java's memory model says of plain accesses. The address
 * space is given back when the Memory is unreachable. INVARIANT: whoever uses {@link #base} and
 * {@link #limit} keeps the Memory reachable for as long ({@link Reference#reachabilityFence}).
 *
 * <p>Loads and stores of guests are in {@link MemoryAccess}, {@link Vectors} and {@link Atomics}.
 *
 * <p>Long, because guests, bulk instructions and the embedder each have their accesses.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#memory-instances">Memory
 *     instances</a>
 */
public final class Memory {
  /** Bulk instructions move so many bytes between two looks at whether to pause. */
  static final int PIECE = 1 << 20;

  /** What {@link #grow} answers when the memory stays as it is. */
  public static final long REFUSED = -1;

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final long LIMIT = UNSAFE.objectFieldOffset(MemorySize.class, "limit");
  private static final long CLAIMED = UNSAFE.objectFieldOffset(Memory.class, "claimed");

  /** A 32-bit memory has no more bytes. */
  private static final long MAXIMUM_32 = 1L << 32;

  private final MemoryType type;
  private final int pageSizeLog2;
  private final long capacity;
  private final Reservation reservation;
  private final MemoryLimiter limiter;
  private final WaitingThreads waitingThreads;
  private final long base;
  private final MemorySize size;

  /** The limit and what growths under way ask for; never past the capacity. By atomic accesses. */
  @SuppressWarnings("UnusedVariable") // by its offset
  private long claimed;

  private volatile boolean discarded;

  private Memory(MemoryType type, long capacity, Reservation reservation, MemorySettings settings) {
    this.type = type;
    this.pageSizeLog2 = type.pageSizeLog2();
    this.capacity = capacity;
    this.reservation = reservation;
    this.limiter = settings.limiter();
    this.waitingThreads = settings.waitingThreads();
    this.base = reservation.base();
    size = new MemorySize(base);
  }

  /**
   * Makes a memory of its type's minimum.
   *
   * @throws MemoryUnavailableException if the minimum is past the settings' maximum, is refused by
   *     the limiter, or if there is no address space
   */
  public static Memory create(MemoryType type, MemorySettings settings) {
    return create(type, settings, Reservation::of);
  }

  /** Where address space comes from. */
  @FunctionalInterface
  interface Source {
    Reservation reserve(long bytes, long least, MemorySettings.FallbackListener fallback);
  }

  /** A memory whose address space comes from there. */
  static Memory create(MemoryType type, MemorySettings settings, Source source) {
    long capacity = capacity(type, settings.maximumBytes());
    if (Long.compareUnsigned(type.minimum(), capacity >> type.pageSizeLog2()) > 0) {
      throw new MemoryUnavailableException(
          "a memory of %s pages of %d bytes is over the limit of %d bytes"
              .formatted(
                  Long.toUnsignedString(type.minimum()),
                  1L << type.pageSizeLog2(),
                  settings.maximumBytes()));
    }
    long minimum = type.minimum() << type.pageSizeLog2();
    Reservation reservation =
        source.reserve(Math.max(capacity, 1), Math.max(minimum, 1), settings.fallback());
    long reserved = reservation.bytes() >> type.pageSizeLog2() << type.pageSizeLog2();
    var memory = new Memory(type, Math.min(capacity, reserved), reservation, settings);
    reservation.releaseAfter(memory);
    if (memory.tryToGrow(type.minimum()) == REFUSED) {
      throw new MemoryUnavailableException(
          "the first %d bytes of a memory were refused".formatted(minimum));
    }
    return memory;
  }

  /** The most bytes that such a memory may get, a number of whole pages. */
  private static long capacity(MemoryType type, long maximumBytes) {
    int log2 = type.pageSizeLog2();
    long pages = maximumBytes >> log2;
    if (!type.is64()) {
      // The number of pages has to fit into an i32, which matters for pages of one byte.
      pages = Math.min(pages, Math.min(MAXIMUM_32 >> log2, 0xffffffffL));
    }
    if (type.maximum().isPresent() && Long.compareUnsigned(type.maximum().getAsLong(), pages) < 0) {
      pages = type.maximum().getAsLong();
    }
    return pages << log2;
  }

  /** Its type, with the minimum that it began with. */
  public MemoryType type() {
    return type;
  }

  /** Whether threads may share it. */
  public boolean isShared() {
    return type.shared();
  }

  /** Who waits at its addresses. */
  WaitingThreads waitingThreads() {
    return waitingThreads;
  }

  // ---- size

  /** The address of its first byte. */
  public long base() {
    return base;
  }

  /** Its size in bytes, which other threads may raise at any time. */
  public long limit() {
    return UNSAFE.getLongOpaque(size, LIMIT);
  }

  /** Both, for generated code. */
  MemorySize size() {
    return size;
  }

  /** Its size in pages: {@code memory.size}. */
  public long pages() {
    return limit() >> pageSizeLog2;
  }

  /**
   * Grows by pages, unsigned: {@code memory.grow}. Asks the limiter first, which may park or throw.
   * A growth that another thread asks for at the same time can let this one fail.
   *
   * @return the pages before, or {@link #REFUSED}
   */
  public long grow(long pages) {
    boolean begun = limiter.mayBegin(MemoryLimiter.Growing.MEMORY, pages);
    long result = begun ? tryToGrow(pages) : REFUSED;
    limiter.ended(MemoryLimiter.Growing.MEMORY, pages, result);
    return result;
  }

  private long tryToGrow(long pages) {
    if (discarded || Long.compareUnsigned(pages, capacity >> pageSizeLog2) > 0) return REFUSED;
    long bytes = pages << pageSizeLog2;
    if (!claim(bytes)) return REFUSED;
    boolean granted = false;
    try {
      granted = bytes == 0 || limiter.mayGrow(MemoryLimiter.Growing.MEMORY, bytes);
    } finally {
      if (!granted) UNSAFE.getAndAddLong(this, CLAIMED, -bytes);
    }
    return granted ? raiseLimit(bytes) >> pageSizeLog2 : REFUSED;
  }

  private boolean claim(long bytes) {
    while (true) {
      long now = UNSAFE.getLongVolatile(this, CLAIMED);
      if (bytes > capacity - now) return false;
      if (UNSAFE.compareAndSetLong(this, CLAIMED, now, now + bytes)) return true;
    }
  }

  /** Never parks: the limiter has been asked. */
  private synchronized long raiseLimit(long bytes) {
    long before = size.limit;
    reservation.prepare(before, bytes);
    UNSAFE.putLongVolatile(size, LIMIT, before + bytes);
    return before;
  }

  /**
   * Gives the pages back to the system at once, at the end of the process that had them. Accesses
   * stay safe: they see zeros, or with the C heap what was there, and growth is refused.
   */
  public void discard() {
    try {
      discarded = true;
      reservation.discard();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- bulk instructions

  /** {@code memory.fill}: sets bytes to the low 8 bits of a value. */
  public void fill(long address, int value, long length, Interruption interruption) {
    try {
      Bounds.checkRange(address, length, limit());
      for (long done = 0; done < length; ) {
        long piece = Math.min(PIECE, length - done);
        UNSAFE.setMemory(base + address + done, piece, (byte) value);
        done += piece;
        interruption.afterPiece();
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** {@code memory.copy} to this from a memory, which may be this one; ranges may overlap. */
  public void copy(long to, Memory source, long from, long length, Interruption interruption) {
    try {
      Bounds.checkRange(from, length, source.limit());
      Bounds.checkRange(to, length, limit());
      boolean forwards = source != this || Long.compareUnsigned(to, from) <= 0;
      for (long done = 0; done < length; ) {
        long piece = Math.min(PIECE, length - done);
        long at = forwards ? done : length - done - piece;
        UNSAFE.copyMemory(source.base + from + at, base + to + at, piece);
        done += piece;
        interruption.afterPiece();
      }
    } finally {
      Reference.reachabilityFence(source);
      Reference.reachabilityFence(this);
    }
  }

  /**
   * {@code memory.init}: copies from a data segment.
   *
   * @param bytes holds the segment
   * @param segmentStart where it begins there
   * @param segmentLength its length; 0 once it was dropped
   * @param from the first byte to copy, counted from the segment's start, unsigned
   */
  public void init(
      long address,
      byte[] bytes,
      int segmentStart,
      int segmentLength,
      long from,
      long length,
      Interruption interruption) {
    Objects.checkFromIndexSize(segmentStart, segmentLength, bytes.length);
    Bounds.checkRange(from, length, segmentLength);
    Bounds.checkRange(address, length, limit());
    copyIn(address, bytes, segmentStart + (int) from, (int) length, interruption);
  }

  private void copyIn(long to, byte[] source, int at, int length, Interruption interruption) {
    try {
      for (int done = 0; done < length; ) {
        int piece = Math.min(PIECE, length - done);
        UNSAFE.copyMemory(
            source,
            Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) at + done,
            null,
            base + to + done,
            piece);
        done += piece;
        interruption.afterPiece();
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // ---- for the embedder, on any thread

  /** Traps if these bytes are not all in the memory. */
  public void require(long address, long length) {
    Bounds.checkRange(address, length, limit());
  }

  /** A copy of bytes. */
  public byte[] read(long address, int length) {
    Bounds.checkRange(address, length, limit()); // before so much is allocated
    var copy = new byte[length];
    read(address, copy, 0, length);
    return copy;
  }

  /** Copies bytes into an array. */
  public void read(long address, byte[] target, int at, int length) {
    try {
      Objects.checkFromIndexSize(at, length, target.length);
      Bounds.checkRange(address, length, limit());
      for (int done = 0; done < length; ) {
        int piece = Math.min(PIECE, length - done);
        UNSAFE.copyMemory(
            null,
            base + address + done,
            target,
            Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) at + done,
            piece);
        done += piece;
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Copies bytes from an array. */
  public void write(long address, byte[] source, int at, int length) {
    Objects.checkFromIndexSize(at, length, source.length);
    Bounds.checkRange(address, length, limit());
    copyIn(address, source, at, length, Interruption.none());
  }

  /** One byte, 0 to 255. */
  public int u8(long address) {
    try {
      return MemoryAccess.i32_load8_u(address, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Two bytes, little-endian, 0 to 65535. */
  public int u16(long address) {
    try {
      return MemoryAccess.i32_load16_u(address, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Four bytes, little-endian. */
  public int i32(long address) {
    try {
      return MemoryAccess.i32_load(address, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Eight bytes, little-endian. */
  public long i64(long address) {
    try {
      return MemoryAccess.i64_load(address, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Four bytes at a multiple of 4, in one order with what other threads do atomically. */
  public int atomicI32(long address) {
    try {
      if ((address & 3) != 0) throw Trap.unalignedAtomic();
      Bounds.checkRange(address, 4, limit());
      return UNSAFE.getIntVolatile(null, base + address);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Writes one byte. */
  public void putU8(long address, int value) {
    try {
      MemoryAccess.i32_store8(address, value, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Writes two bytes, little-endian. */
  public void putI16(long address, int value) {
    try {
      MemoryAccess.i32_store16(address, value, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Writes four bytes, little-endian. */
  public void putI32(long address, int value) {
    try {
      MemoryAccess.i32_store(address, value, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Writes eight bytes, little-endian. */
  public void putI64(long address, long value) {
    try {
      MemoryAccess.i64_store(address, value, 0L, this);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
