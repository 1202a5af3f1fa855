package cairn.kernel.engine;

/**
 * Says whether a process may have more memory: the bytes taken here are those of its linear
 * memories.
 */
public interface MemoryLedger extends Budget {
  /** What its tables take of the Java heap. */
  default Budget heap() {
    return this;
  }

  /** What can grow while a guest runs. */
  enum Growing {
    MEMORY,
    TABLE
  }

  /**
   * A guest's {@code memory.grow} or {@code table.grow} begins; false: it gets -1, whatever there
   * is. Called on the guest's thread, in the middle of guest code, and may park or throw {@link
   * GuestFault}; so may {@link #grew}.
   */
  default boolean mayGrow(Growing what, int by) {
    return true;
  }

  /** It ended with this result: the size before, or -1. */
  default void grew(Growing what, int by, int result) {}
}
