package cairn.compiler.runtime;

/**
 * Says whether a guest may have more bytes. Called on the guest's thread, in the middle of guest
 * code, with no lock held: it may park the guest or throw.
 */
@FunctionalInterface
public interface MemoryLimiter {
  /**
   * Asks for more bytes. A memory calls it once with the size it begins with, and then with what
   * each growth adds; a table likewise.
   *
   * @param growing the kind of what they are for: those of a memory are outside the Java heap,
   *     those of a table on it
   * @return false: no, and nothing was charged
   */
  boolean mayGrow(Growing growing, long bytes);

  /**
   * A {@code memory.grow} or {@code table.grow} of a guest begins, whatever comes of it; false: it
   * is refused. Called before anything else, as {@link #mayGrow}.
   *
   * @param growing the kind of what is to grow
   * @param units pages or elements, unsigned
   */
  default boolean mayBegin(Growing growing, long units) {
    return true;
  }

  /** It has ended: with the size before in units, or -1. As {@link #mayBegin}. */
  default void ended(Growing growing, long units, long result) {}

  /** What can grow. */
  enum Growing {
    MEMORY,
    TABLE
  }

  /** Grants everything. */
  static MemoryLimiter unlimited() {
    return (growing, bytes) -> true;
  }
}
