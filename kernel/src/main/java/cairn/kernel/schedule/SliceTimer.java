package cairn.kernel.schedule;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Raises the poll flags of guests that run while others wait, about once in a slice, so that code
 * which counts no polls of its own makes way. A thread of its own, a daemon; asleep while nobody
 * waits for a carrier.
 */
final class SliceTimer extends Thread {
  /** Ticks without anything to do before it sleeps: waking it costs more than a few of those. */
  private static final int QUIET_TICKS = 32;

  private final CarrierScheduler scheduler;
  private final long nanos;

  /** True while it sleeps until {@link #wake}. Written by it, cleared by wakers. */
  private volatile boolean asleep;

  SliceTimer(CarrierScheduler scheduler, long nanos) {
    super(null, null, "cairn-slice-timer", 0, false);
    this.scheduler = scheduler;
    this.nanos = Math.max(1, nanos);
    setDaemon(true);
  }

  /** Somebody waits for a carrier. Any thread; called after a queue was filled. */
  void wake() {
    // INVARIANT: what filled the queue comes before the look at asleep; a core's own is plain.
    VarHandle.fullFence();
    if (!asleep) return;
    asleep = false;
    LockSupport.unpark(this);
  }

  boolean isAsleep() {
    return asleep;
  }

  @Override
  public void run() {
    int quiet = 0;
    while (!scheduler.isOver()) {
      LockSupport.parkNanos(this, nanos);
      quiet = scheduler.raiseFlagsWhereOthersWait() ? 0 : quiet + 1;
      if (quiet <= QUIET_TICKS) continue;
      // INVARIANT: asleep is set before the last look, as wakers fill a queue before they read it,
      // and carriers say whom they run before they look into the queues.
      asleep = true;
      VarHandle.fullFence();
      if (scheduler.raiseFlagsWhereOthersWait()) asleep = false;
      while (asleep && !scheduler.isOver()) LockSupport.park(this);
      quiet = 0;
    }
  }
}
