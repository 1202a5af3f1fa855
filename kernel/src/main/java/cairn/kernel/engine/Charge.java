package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one guest owes its ledger: its memories, and apart from them what it has of the Java heap.
 * Safe for any thread, without locks: guest instructions ask it, and those must never be put down
 * under a monitor. Those may have next to no stack left, so it looks for that before it changes
 * anything.
 */
final class Charge {
  private static final long RELEASED = Long.MIN_VALUE;

  private final MemoryLedger ledger;
  private final Owed memory;
  private final Owed heap;

  Charge(MemoryLedger ledger) {
    this.ledger = ledger;
    this.memory = new Owed(ledger);
    this.heap = new Owed(ledger.heap());
  }

  /** Bytes taken of one budget until they are released. */
  private static final class Owed {
    private final Budget budget;

    /** Bytes, or {@link #RELEASED}. */
    private final AtomicLong bytes = new AtomicLong();

    Owed(Budget budget) {
      this.budget = budget;
    }

    boolean take(long more) {
      GuestThread.requireStack();
      if (!budget.take(more)) return false;
      while (true) {
        long now = bytes.get();
        if (now == RELEASED) {
          budget.giveBack(more);
          return false;
        }
        if (bytes.compareAndSet(now, now + more)) return true;
      }
    }

    void release() {
      long until = bytes.getAndSet(RELEASED);
      if (until > 0) budget.giveBack(until);
    }
  }

  /** Asks for more memory. */
  boolean take(long bytes) {
    return memory.take(bytes);
  }

  /** Asks for more of the Java heap. */
  boolean takeHeap(long bytes) {
    return heap.take(bytes);
  }

  /** As {@link MemoryLedger#mayGrow}. */
  boolean mayGrow(MemoryLedger.Growing what, int by) {
    GuestThread.requireStack();
    return ledger.mayGrow(what, by);
  }

  /** As {@link MemoryLedger#grew}; answers the result. */
  int grew(MemoryLedger.Growing what, int by, int result) {
    ledger.grew(what, by, result);
    return result;
  }

  /** Bytes of its memories. */
  long bytes() {
    return Math.max(0, memory.bytes.get());
  }

  /** Gives everything back and takes no more. */
  void release() {
    memory.release();
    heap.release();
  }
}
