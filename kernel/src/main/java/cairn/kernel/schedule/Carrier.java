package cairn.kernel.schedule;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs guests of its core for ever: takes one, runs it until it stops, takes the next.
 *
 * <p>A guest that waits in a call of the system holds its carrier up. While it does and others
 * wait, a spare carrier runs these; it rests when the other is back.
 */
final class Carrier extends GuestRunner {
  /** Looks for work this often before it sleeps: about as long as waking it would take. */
  private static final int SPINS = 200;

  private static final System.Logger LOG = System.getLogger("cairn.kernel.process");

  private final CarrierScheduler scheduler;
  private final Core core;

  /** Whether it works only while others are held up. */
  private final boolean spare;

  /** True while a spare one has nothing to do until {@link #wakeSpare}. */
  private volatile boolean resting;

  /** True while it sleeps and nobody has called it; whoever clears it also counts it out. */
  private final AtomicBoolean sleeping = new AtomicBoolean();

  /** Who runs on it now. Written by this carrier, read by the timer. */
  private final AtomicReference<@Nullable ScheduledThread> running = new AtomicReference<>();

  /** How many guests it has begun to run. Written by this carrier, read by the timer. */
  private final AtomicLong runs = new AtomicLong();

  // These belong to the timer.
  private long seenRuns;
  private int ticks;

  Carrier(CarrierScheduler scheduler, Core core, String name, boolean spare) {
    super(name);
    this.spare = spare;
    this.scheduler = scheduler;
    this.core = core;
  }

  @Override
  public void run() {
    long now = System.nanoTime();
    // A carrier that ends would never be missed, so nothing that the JVM throws ends it.
    while (true) {
      ScheduledThread guest = null;
      try {
        if (spare && scheduler.isSpareTooMany()) {
          rest();
          now = System.nanoTime();
        }
        guest = core.pick(now);
        if (guest == null) {
          guest = await();
          if (guest == null && scheduler.isOver()) return;
          now = System.nanoTime();
          if (guest == null) continue;
        }
        runs.setRelease(runs.getPlain() + 1);
        // INVARIANT: set before the look at the queues, which others fill before they read it; and
        // before the look whether it was late, which the timer says before it reads them.
        running.set(guest);
        scheduler.isBack(core);
        scheduler.wakeTimerIfOthersWait(core);
        now = guest.run(this, core, now);
        running.setRelease(null);
      } catch (Throwable e) {
        running.setRelease(null);
        if (sleeping.getAndSet(false)) scheduler.idleCarriers().decrementAndGet();
        if (guest != null) lost(guest, e);
        now = System.nanoTime();
      }
    }
  }

  /** Who runs on it now, if anybody. Any thread. */
  @Nullable ScheduledThread running() {
    return running.getAcquire();
  }

  Core core() {
    return core;
  }

  boolean isSpare() {
    return spare;
  }

  /** Whether it is a spare one that is not needed now. Any thread. */
  boolean isResting() {
    return resting;
  }

  /**
   * For the timer, at each tick: in how many of them, one after the other, the same guest may have
   * waited for the system although others waited for the carrier.
   */
  int tick(boolean othersWait) {
    long seen = runs.getAcquire();
    ticks = !othersWait || !core.mayBlock() ? 0 : seen == seenRuns ? ticks + 1 : 1;
    seenRuns = seen;
    return ticks;
  }

  /** For the timer: whether it still runs the guest that it ran at the last tick. */
  boolean isStill(ScheduledThread guest) {
    return runs.get() == seenRuns && running.get() == guest;
  }

  /** Waits until it is needed; what it had to run others run. */
  private void rest() {
    // INVARIANT: set before the look at the queues, as wakers fill a queue before they read it.
    resting = true;
    scheduler.isBack(core);
    core.empty();
    scheduler.wakeTimerIfOthersWait(core);
    while (resting && !scheduler.isOver()) LockSupport.park(this);
  }

  /** For the timer: has it work again, if it rests. */
  boolean wakeSpare() {
    if (!resting) return false;
    resting = false;
    LockSupport.unpark(this);
    return true;
  }

  /** Whoever waits for it learns that it is over; if there is memory left, it is said why. */
  private static void lost(ScheduledThread guest, Throwable why) {
    try {
      guest.lose();
    } catch (Throwable worse) {
      say(guest, worse);
    }
    say(guest, why);
  }

  private static void say(ScheduledThread guest, Throwable why) {
    try {
      LOG.log(System.Logger.Level.ERROR, "guest thread " + guest + " is lost", why);
    } catch (Throwable worse) {
      // Nothing can be said, and the next guest is to run.
    }
  }

  /** Waits for work; null: the scheduler has closed, or this spare carrier is not needed. */
  private @Nullable ScheduledThread await() {
    while (!isNotNeeded()) {
      for (int i = 0; i < SPINS; i++) {
        var guest = core.pick(System.nanoTime());
        if (guest != null) return guest;
        Thread.onSpinWait();
      }
      // INVARIANT: counted as idle before the last look, as wakers fill a queue before they count.
      sleeping.set(true);
      scheduler.idleCarriers().incrementAndGet();
      scheduler.isBack(core);
      var guest = core.pick(System.nanoTime());
      while (guest == null && sleeping.get() && !isNotNeeded()) LockSupport.park(this);
      if (sleeping.getAndSet(false)) scheduler.idleCarriers().decrementAndGet();
      if (guest != null) {
        // Somebody may have called this carrier for other work than what it found itself.
        if (scheduler.hasWaiting(core)) scheduler.callIdle();
        return guest;
      }
    }
    return null;
  }

  private boolean isNotNeeded() {
    return scheduler.isOver() || (spare && scheduler.hasSpareTooMany());
  }

  /** Wakes this carrier if it sleeps. */
  boolean call() {
    if (!sleeping.get() || !sleeping.compareAndSet(true, false)) return false;
    scheduler.idleCarriers().decrementAndGet();
    LockSupport.unpark(this);
    return true;
  }
}
