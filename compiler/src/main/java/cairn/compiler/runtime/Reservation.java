package cairn.compiler.runtime;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.internal.misc.Unsafe;

/**
 * Address space for one memory, at one address for good. It is given back when its owner is
 * unreachable and never sooner, so no thread can touch address space that is somebody else's.
 *
 * <p>Where the system does not map so much, it is less, half as often as need be. Where it maps
 * nothing, it is taken from the C heap, of which only a part can be had; then its bytes are zeroed
 * as the memory grows, and cannot be given back before their end.
 */
final class Reservation {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final System.Logger LOG = System.getLogger(Reservation.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicBoolean FALLBACK_LOGGED = new AtomicBoolean();

  /** The calls of this system, looked for once. */
  private static final SystemPages.Lookup SYSTEM = SystemPages.lookUp();

  private final long base;
  private final long bytes;
  private final Source source;

  private sealed interface Source {
    record Mapped(SystemPages pages) implements Source {}

    record CHeap() implements Source {}
  }

  private Reservation(long base, long bytes, Source source) {
    this.base = base;
    this.bytes = bytes;
    this.source = source;
  }

  /** The most that the C heap is asked for beyond the least: it may count what nobody touches. */
  private static final long C_HEAP = 256L << 20;

  /** Reserves that many bytes, or fewer; {@code least}: not fewer than these, at least one. */
  static Reservation of(long bytes, long least, MemorySettings.FallbackListener fallback) {
    return of(bytes, least, SYSTEM, fallback);
  }

  /** The same on a system with these calls. */
  static Reservation of(
      long bytes, long least, SystemPages.Lookup system, MemorySettings.FallbackListener fallback) {
    String reason;
    switch (system) {
      case SystemPages.Lookup.Found(var pages) -> {
        for (long some = bytes;
            some >= least;
            some = some == least ? 0 : Math.max(least, some / 2)) {
          long base = pages.map(some);
          if (base == SystemPages.NONE) continue;
          if (some < bytes) fallback.notMapped(bytes, "mmap refused, and mapped " + some);
          return new Reservation(base, some, new Source.Mapped(pages));
        }
        reason = "mmap refused";
      }
      case SystemPages.Lookup.Missing(var why) -> reason = why;
    }
    fallback.notMapped(bytes, reason);
    if (FALLBACK_LOGGED.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "memories come from the C heap: {0}", reason);
    }
    try {
      long some = Math.max(least, Math.min(bytes, C_HEAP));
      return new Reservation(UNSAFE.allocateMemory(some), some, new Source.CHeap());
    } catch (OutOfMemoryError e) {
      throw new MemoryUnavailableException(
          "no address space for a memory of %d bytes: %s".formatted(least, reason));
    }
  }

  /** Its first byte's address, a multiple of 16. */
  long base() {
    return base;
  }

  /** How many there are. */
  long bytes() {
    return bytes;
  }

  /** Makes bytes zero that the memory is about to grow by. */
  void prepare(long from, long length) {
    switch (source) {
      case Source.Mapped _ -> {} // a page comes as zeros
      case Source.CHeap() -> UNSAFE.setMemory(base + from, length, (byte) 0);
    }
  }

  /** Gives back what it can while threads may still read and write. */
  void discard() {
    switch (source) {
      case Source.Mapped(var pages) -> pages.discard(base, bytes);
      case Source.CHeap() -> {} // the allocator takes it whole, at the end
    }
  }

  /** Gives everything back once this owner is unreachable. */
  void releaseAfter(Object owner) {
    long base = this.base;
    long bytes = this.bytes;
    switch (source) {
      case Source.Mapped(var pages) -> CLEANER.register(owner, () -> pages.unmap(base, bytes));
      case Source.CHeap() -> CLEANER.register(owner, () -> UNSAFE.freeMemory(base));
    }
  }
}
