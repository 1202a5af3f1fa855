package cairn.kernel.process;

import cairn.kernel.engine.MemoryLedger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts one process's memory against its limit and against that of all. Any thread. */
final class Ledger implements MemoryLedger {
  /** The memory of all processes. */
  static final class Sum {
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    Sum(long limit) {
      this.limit = limit;
    }

    long bytes() {
      return bytes.get();
    }
  }

  private final long limit;
  private final Sum sum;
  private final AtomicLong bytes = new AtomicLong();

  Ledger(long limit, Sum sum) {
    this.limit = limit;
    this.sum = sum;
  }

  @Override
  public boolean take(long more) {
    if (!take(bytes, more, limit)) return false;
    if (take(sum.bytes, more, sum.limit)) return true;
    bytes.addAndGet(-more);
    return false;
  }

  @Override
  public void giveBack(long less) {
    bytes.addAndGet(-less);
    sum.bytes.addAndGet(-less);
  }

  /** Bytes charged now. */
  long bytes() {
    return bytes.get();
  }

  private static boolean take(AtomicLong counter, long more, long limit) {
    while (true) {
      long now = counter.get();
      if (more < 0 || more > limit - now) return false;
      if (counter.compareAndSet(now, now + more)) return true;
    }
  }
}
