package cairn.kernel.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Says whether a process may have more memory. Safe for any thread, never blocks. */
public interface MemoryLedger {
  /** Asks for more bytes; false: no, and nothing is charged. */
  boolean take(long bytes);

  /** Gives bytes back. */
  void giveBack(long bytes);

  /** A ledger of its own with so many bytes. */
  static MemoryLedger of(long limit) {
    var taken = new AtomicLong();
    return new MemoryLedger() {
      @Override
      public boolean take(long bytes) {
        while (true) {
          long now = taken.get();
          if (bytes < 0 || bytes > limit - now) return false;
          if (taken.compareAndSet(now, now + bytes)) return true;
        }
      }

      @Override
      public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
      }
    };
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
