package cairn.kernel.process;

import cairn.kernel.engine.Budget;
import java.util.concurrent.atomic.AtomicLong;

/** What one process has of a sum, against its own limit and against that of all. Any thread. */
final class Share implements Budget {
  /**
   * Bytes that all may take. Whoever has a large part of them leaves a quarter free, so that the
   * largest do not keep others from starting.
   */
  static final class Sum {
    private final long limit;
    private final long small;
    private final AtomicLong bytes = new AtomicLong();

    /** {@code small}: bytes that each may have as long as there are any. */
    Sum(long limit, long small) {
      this.limit = limit;
      this.small = small;
    }

    /** Bytes taken now. */
    long bytes() {
      return bytes.get();
    }

    /** For what belongs to no process: the programs, which several can run. */
    Budget ofNobody() {
      return new Budget() {
        @Override
        public boolean take(long more) {
          return Share.take(bytes, more, limit);
        }

        @Override
        public void giveBack(long less) {
          bytes.addAndGet(-less);
        }

        @Override
        public long most() {
          return limit;
        }

        @Override
        public long free() {
          return Math.max(0, limit - bytes.get());
        }
      };
    }

    private boolean take(long more, long afterwards) {
      return Share.take(bytes, more, afterwards > small ? limit - limit / 4 : limit);
    }
  }

  private final Sum sum;
  private final Runnable refused;
  private final AtomicLong bytes = new AtomicLong();

  /** Changes when the user says so. */
  private volatile long limit;

  /** {@code refused} runs whenever there is no more. */
  Share(long limit, Sum sum, Runnable refused) {
    this.limit = limit;
    this.sum = sum;
    this.refused = refused;
  }

  /** From now on. What is there stays. */
  void limit(long most) {
    limit = most;
  }

  @Override
  public boolean take(long more) {
    if (take(bytes, more, limit)) {
      if (sum.take(more, bytes.get())) return true;
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
