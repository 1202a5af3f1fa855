package cairn.kernel.process;

import cairn.kernel.TrapKind;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.schedule.StackLedger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The put-down stacks of one process, against its limit and against that of all. Any thread.
 *
 * <p>Half of what all may have is for the first {@value #SMALL} bytes of each, so that ordinary
 * threads are not ended by what others do. Of the other half a process may hold a third as much as
 * is still free.
 */
final class Stacks implements StackLedger {
  /** What an ordinary thread that waits for a message keeps, several times. */
  static final int SMALL = 16 << 10;

  /** The stacks of all processes. */
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

  private final Sum sum;
  private final Runnable refused;
  private final AtomicLong bytes = new AtomicLong();

  /** Changes when the user says so. */
  private volatile long limit;

  /** {@code refused} runs whenever there is no more. */
  Stacks(long limit, Sum sum, Runnable refused) {
    this.limit = limit;
    this.sum = sum;
    this.refused = refused;
  }

  /** From now on. What is there stays until it is put down again and larger. */
  void limit(long most) {
    limit = most;
  }

  /** Whether another thread's stack may come to it. */
  boolean hasRoom() {
    return bytes.get() < limit;
  }

  @Override
  public boolean take(long more) {
    long mine = bytes.addAndGet(more);
    long all = sum.bytes.addAndGet(more);
    boolean fits = mine <= limit && all <= sum.limit;
    if (fits && (mine <= SMALL || mine <= (sum.limit / 2 - all) / 3)) return true;
    giveBack(more);
    refused.run();
    return false;
  }

  @Override
  public void giveBack(long less) {
    bytes.addAndGet(-less);
    sum.bytes.addAndGet(-less);
  }

  @Override
  public RuntimeException refusal() {
    return new GuestFault(
        TrapKind.NO_MEMORY_LEFT, "The stacks of its threads take more memory than they may.");
  }

  /** Bytes now. */
  long bytes() {
    return bytes.get();
  }
}
