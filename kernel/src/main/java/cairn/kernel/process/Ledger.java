package cairn.kernel.process;

import cairn.kernel.engine.MemoryLedger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts one process's memory against its limit and against that of all. Any thread. */
final class Ledger implements MemoryLedger {
  /** The memory of all processes and of the code of their programs. */
  static final class Sum {
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong ofPrograms = new AtomicLong();

    Sum(long limit) {
      this.limit = limit;
    }

    /** Bytes of all memories and tables. */
    long bytes() {
      return Math.max(0, bytes.get() - ofPrograms.get());
    }

    /** What the code of the programs in use takes, out of the same sum. */
    MemoryLedger programs() {
      return new MemoryLedger() {
        @Override
        public boolean take(long more) {
          // In this order, as below: the sum of the rest is never shown too large.
          ofPrograms.addAndGet(more);
          if (Ledger.take(bytes, more, limit)) return true;
          ofPrograms.addAndGet(-more);
          return false;
        }

        @Override
        public void giveBack(long less) {
          bytes.addAndGet(-less);
          ofPrograms.addAndGet(-less);
        }
      };
    }
  }

  /** Changes when the user says so. */
  private volatile long limit;

  private final Sum sum;
  private final Runnable refused;
  private final AtomicLong bytes = new AtomicLong();

  /** {@code refused} runs whenever there is no more. */
  Ledger(long limit, Sum sum, Runnable refused) {
    this.refused = refused;
    this.limit = limit;
    this.sum = sum;
  }

  /** From now on. What is there stays. */
  void limit(long most) {
    limit = most;
  }

  @Override
  public boolean take(long more) {
    if (take(bytes, more, limit)) {
      if (take(sum.bytes, more, sum.limit)) return true;
      bytes.addAndGet(-more);
    }
    refused.run();
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
