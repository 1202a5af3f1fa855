package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one guest owes its ledger, memories and tables together. Safe for any thread, without locks:
 * guest instructions ask it, and those must never be put down under a monitor. Those may have next
 * to no stack left, so it looks for that before it changes anything.
 */
final class Charge {
  private static final long RELEASED = Long.MIN_VALUE;

  private final MemoryLedger ledger;

  /** Bytes, or {@link #RELEASED}. */
  private final AtomicLong owed = new AtomicLong();

  Charge(MemoryLedger ledger) {
    this.ledger = ledger;
  }

  /** Asks for more. */
  boolean take(long bytes) {
    GuestThread.requireStack();
    if (!ledger.take(bytes)) return false;
    while (true) {
      long now = owed.get();
      if (now == RELEASED) {
        ledger.giveBack(bytes);
        return false;
      }
      if (owed.compareAndSet(now, now + bytes)) return true;
    }
  }

  /** Gives some back that could not be used. */
  void giveBack(long bytes) {
    GuestThread.requireStack();
    while (true) {
      long now = owed.get();
      if (now == RELEASED) return;
      if (owed.compareAndSet(now, now - bytes)) {
        ledger.giveBack(bytes);
        return;
      }
    }
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

  long bytes() {
    return Math.max(0, owed.get());
  }

  /** Gives everything back and takes no more. */
  void release() {
    long owedUntilNow = owed.getAndSet(RELEASED);
    if (owedUntilNow > 0) ledger.giveBack(owedUntilNow);
  }
}
