package cairn.kernel.schedule;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one carrier keeps to itself. It belongs to whoever runs on the core at the moment, the
 * carrier or the guest that it runs, but for {@link #steal}, {@link #empty} and {@link #late}.
 */
final class Core {
  /** Every so many picks the longest preempted guest goes first, so that chatter starves nobody. */
  private static final int SPENT_TURN = 64;

  /** Every so many picks a guest that was woken or started elsewhere goes first. */
  private static final int SHARED_TURN = 61;

  private final CarrierScheduler scheduler;

  /** Guests woken by guests of this core, beyond {@link #next}. Any thread may take from it. */
  private final RunQueue woken = new RunQueue();

  /**
   * Woken by the running guest: runs after it on this core and inherits the rest of its slice,
   * unless {@link #empty} gives it away.
   */
  private final AtomicReference<@Nullable ScheduledThread> next = new AtomicReference<>();

  /** Whether its carrier is held up by the guest that it runs. Set by the timer. */
  private final AtomicBoolean late = new AtomicBoolean();

  /** System.nanoTime at which the slice is used up. */
  private long sliceEnd;

  /** Whether the guest that runs may wait for the system. Read by the timer. */
  private volatile boolean mayBlock;

  private int picks;

  Core(CarrierScheduler scheduler) {
    this.scheduler = scheduler;
  }

  CarrierScheduler scheduler() {
    return scheduler;
  }

  /** Takes a guest that the running one woke; true: other cores may want to know. */
  boolean wake(ScheduledThread guest) {
    if (next.compareAndSet(null, guest)) return false;
    woken.add(guest);
    return true;
  }

  /** Puts the next guest where idle cores find it; false: there is none. */
  boolean share() {
    var guest = takeNext();
    if (guest == null) return false;
    woken.add(guest);
    return true;
  }

  private @Nullable ScheduledThread takeNext() {
    return next.get() == null ? null : next.getAndSet(null);
  }

  /** For another carrier. */
  @Nullable ScheduledThread steal() {
    return woken.poll();
  }

  boolean mayBlock() {
    return mayBlock;
  }

  void mayBlock(boolean now) {
    mayBlock = now;
  }

  AtomicBoolean late() {
    return late;
  }

  /** Gives away all that it has. Any thread. */
  void empty() {
    share();
    for (var guest = woken.poll(); guest != null; guest = woken.poll()) scheduler.share(guest);
  }

  /** Also asked by the slice timer, for which an old answer only means another tick. */
  boolean hasWaiting() {
    return next.get() != null || !woken.isEmpty();
  }

  boolean sliceIsOver(long now) {
    return now - sliceEnd >= 0;
  }

  void newSlice(long now) {
    sliceEnd = scheduler.beginSlice(now);
  }

  /**
   * Who runs now. Within a slice: the guest just woken, then others woken here; both inherit the
   * slice. When it is over, the guest just woken goes to the back of the shared queue, and those
   * woken elsewhere and here take turns. Guests whose slice was used up come last, but for their
   * turn. Turns are counted in slices: a hand-over within one is no pick.
   */
  @Nullable ScheduledThread pick(long now) {
    if (!sliceIsOver(now)) {
      var heir = takeNext();
      if (heir == null) heir = woken.poll();
      if (heir != null) return heir;
    } else {
      var heir = takeNext();
      if (heir != null) scheduler.share(heir);
    }
    picks++;
    var guest = picks % SPENT_TURN == 0 ? scheduler.nextSpent() : null;
    if (guest == null && picks % SHARED_TURN == 0) guest = scheduler.nextShared();
    if (guest == null) guest = (picks & 1) == 0 ? woken.poll() : scheduler.nextShared();
    if (guest == null) guest = (picks & 1) == 0 ? scheduler.nextShared() : woken.poll();
    if (guest == null) guest = scheduler.nextSpent();
    if (guest == null) guest = scheduler.steal(this);
    return guest == null ? null : withNewSlice(guest, now);
  }

  private ScheduledThread withNewSlice(ScheduledThread guest, long now) {
    newSlice(now);
    return guest;
  }
}
