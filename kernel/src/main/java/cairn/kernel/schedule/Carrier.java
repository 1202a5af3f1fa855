package cairn.kernel.schedule;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs guests of its core for ever: takes one, runs it until it stops, takes the next. */
final class Carrier extends GuestRunner {
  /** Looks for work this often before it sleeps: about as long as waking it would take. */
  private static final int SPINS = 200;

  private static final System.Logger LOG = System.getLogger("cairn.kernel.process");

  private final CarrierScheduler scheduler;
  private final Core core;

  /** True while it sleeps and nobody has called it; whoever clears it also counts it out. */
  private final AtomicBoolean sleeping = new AtomicBoolean();

  /** Who runs on it now. Written by this carrier, read by the timer. */
  private final AtomicReference<@Nullable ScheduledThread> running = new AtomicReference<>();

  Carrier(CarrierScheduler scheduler, Core core, String name) {
    super(name);
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
        guest = core.pick(now);
        if (guest == null) {
          guest = await();
          if (guest == null) return;
          now = System.nanoTime();
        }
        // INVARIANT: set before the look at the queues, which others fill before they read it.
        running.set(guest);
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

  /** Waits for work; null: the scheduler has closed. */
  private @Nullable ScheduledThread await() {
    while (!scheduler.isOver()) {
      for (int i = 0; i < SPINS; i++) {
        var guest = core.pick(System.nanoTime());
        if (guest != null) return guest;
        Thread.onSpinWait();
      }
      // INVARIANT: counted as idle before the last look, as wakers fill a queue before they count.
      sleeping.set(true);
      scheduler.idleCarriers().incrementAndGet();
      var guest = core.pick(System.nanoTime());
      while (guest == null && sleeping.get() && !scheduler.isOver()) LockSupport.park(this);
      if (sleeping.getAndSet(false)) scheduler.idleCarriers().decrementAndGet();
      if (guest != null) {
        // Somebody may have called this carrier for other work than what it found itself.
        if (scheduler.hasWaiting(core)) scheduler.callIdle();
        return guest;
      }
    }
    return null;
  }

  /** Wakes this carrier if it sleeps. */
  boolean call() {
    if (!sleeping.get() || !sleeping.compareAndSet(true, false)) return false;
    scheduler.idleCarriers().decrementAndGet();
    LockSupport.unpark(this);
    return true;
  }
}
