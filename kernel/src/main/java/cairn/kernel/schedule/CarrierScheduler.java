package cairn.kernel.schedule;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Shares a few carriers among many guest threads, a slice at a time.
 *
 * <p>Each carrier has a {@link Core} of its own; here is what they share: guests that were started
 * or woken from outside, and guests whose slice was used up. The rules of fairness stand at {@link
 * Core#pick}. A guest that wakes another hands over its core, which is what makes two guests that
 * talk fast; a slice bounds how long such a pair may keep everybody else out.
 */
final class CarrierScheduler implements GuestScheduler {
  /** How long a guest may run while others wait, in nanoseconds. */
  static final long SLICE = 100_000;

  /** What host calls may cost between two looks at the clock, in polls: well under a slice. */
  static final int POLLS = 2_000;

  /** A guest that may wait for the system and keeps others waiting for so many ticks is late. */
  private static final int LATE_TICKS = 20;

  /** So many guests may be held up by a slow disk before others wait for it, too. */
  private static final int SPARES = 32;

  private static final long CLOSING = 2_000_000_000L;
  private static final System.Logger LOG = System.getLogger("cairn.kernel.process");

  private final Fiber.Maker fibers;
  private final long sliceNanos;
  private final Queues queues = new Queues();

  private final RunQueue shared = new RunQueue();
  private final RunQueue spent = new RunQueue();
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicLong preemptions = new AtomicLong();
  private final AtomicLong slices = new AtomicLong();
  private final Set<ScheduledThread> living = ConcurrentHashMap.newKeySet();

  /** Each with its core; the spare ones last, as they are made by the timer. */
  private final List<Carrier> carriers = new CopyOnWriteArrayList<>();

  private final int ordinary;

  /** How many carriers are held up. */
  private final AtomicInteger late = new AtomicInteger();

  /** How many spare carriers work instead of them; raised by the timer only. */
  private final AtomicInteger spares = new AtomicInteger();

  private final SliceTimer timer;

  /** No more threads start. Written once, by close. */
  private volatile boolean closing;

  /** Carriers go home. Written once, by close. */
  private volatile boolean over;

  /** Who waits in close for the last guest. Written by close. */
  private volatile @Nullable Thread closer;

  /** {@code sliceNanos} 0 preempts at every poll, for tests. */
  CarrierScheduler(Fiber.Maker fibers, int carriers, long sliceNanos) {
    if (carriers < 1) throw new IllegalArgumentException("at least one carrier");
    this.fibers = fibers;
    this.sliceNanos = sliceNanos;
    ordinary = carriers;
    for (int i = 0; i < carriers; i++)
      this.carriers.add(new Carrier(this, new Core(this), "cairn-carrier-" + i, false));
    timer = new SliceTimer(this, sliceNanos);
  }

  /** Begins to run guests. */
  CarrierScheduler begin() {
    carriers.forEach(Thread::start);
    if (sliceNanos > 0) timer.start();
    return this;
  }

  @Override
  public GuestThread create(String name, Runnable body, Runnable ifLost, StackLedger stacks) {
    return new ScheduledThread(name, body, ifLost, queues, fibers, stacks);
  }

  @Override
  public String description() {
    return fibers.kind() + " on " + ordinary + (ordinary == 1 ? " core" : " cores");
  }

  /** How often a guest was stopped because its slice was used up; for tests. */
  long preemptions() {
    return preemptions.get();
  }

  /** How many slices have begun on all cores; for tests. */
  long slices() {
    return slices.get();
  }

  @Override
  public void close() {
    closer = Thread.currentThread();
    closing = true;
    living.forEach(ScheduledThread::kill);
    long deadline = System.nanoTime() + CLOSING;
    while (!living.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(this, 20_000_000);
      living.forEach(ScheduledThread::kill);
    }
    over = true;
    carriers.forEach(LockSupport::unpark);
    LockSupport.unpark(timer);
    fibers.close();
  }

  // ---- for cores and carriers

  /** A slice begins at {@code now}; says when it is used up. */
  long beginSlice(long now) {
    slices.incrementAndGet();
    return now + sliceNanos;
  }

  AtomicInteger idleCarriers() {
    return idle;
  }

  boolean isOver() {
    return over;
  }

  @Nullable ScheduledThread nextShared() {
    return shared.poll();
  }

  @Nullable ScheduledThread nextSpent() {
    return spent.poll();
  }

  void share(ScheduledThread guest) {
    shared.add(guest);
    callIdle();
  }

  @Nullable ScheduledThread steal(Core thief) {
    for (var carrier : carriers) {
      if (carrier.core() == thief) continue;
      var guest = carrier.core().steal();
      if (guest != null) return guest;
    }
    return null;
  }

  boolean hasWaiting(Core core) {
    return core.hasWaiting() || !shared.isEmpty() || !spent.isEmpty();
  }

  /** For the timer: has guests that keep others from a carrier poll soon. True: there are some. */
  boolean raiseFlagsWhereOthersWait() {
    boolean any = false;
    for (var carrier : carriers) {
      var guest = carrier.running();
      boolean othersWait = guest != null && hasWaiting(carrier.core());
      int ticks = carrier.tick(othersWait);
      if (guest == null || !othersWait) continue;
      guest.raiseFlag();
      if (ticks >= LATE_TICKS) {
        sayLate(carrier, guest);
        carrier.core().empty();
      }
      any = true;
    }
    if (any && late.get() > 0) relieve();
    return any;
  }

  private void sayLate(Carrier carrier, ScheduledThread guest) {
    if (!carrier.core().late().compareAndSet(false, true)) return;
    late.incrementAndGet();
    // INVARIANT: said before it is looked at again; the carrier looks in the other order.
    if (!carrier.isStill(guest)) isBack(carrier.core());
  }

  /** Has the guests that wait run by somebody: an idle carrier, or a spare one. */
  private void relieve() {
    if (idle.get() > 0) {
      callIdle();
      return;
    }
    if (spares.get() >= Math.min(late.get(), SPARES)) return;
    spares.incrementAndGet();
    for (var carrier : carriers) if (carrier.wakeSpare()) return;
    if (carriers.size() - ordinary == SPARES || !startSpare()) spares.decrementAndGet();
  }

  private boolean startSpare() {
    var spare =
        new Carrier(
            this, new Core(this), "cairn-spare-carrier-" + (carriers.size() - ordinary), true);
    carriers.add(spare);
    try {
      spare.start();
      return true;
    } catch (OutOfMemoryError noThread) {
      carriers.remove(spare);
      return false; // It is tried again at the next tick.
    }
  }

  /** For a carrier, which runs another guest or none: it is not held up. */
  void isBack(Core core) {
    if (!core.late().get() || !core.late().compareAndSet(true, false)) return;
    late.decrementAndGet();
    // Those that sleep are to rest instead, and not to be called for work.
    for (var carrier : carriers) if (carrier.isSpare()) carrier.call();
  }

  boolean hasSpareTooMany() {
    return spares.get() > late.get();
  }

  /** For a spare carrier: whether it is one too many; it is not counted any more then. */
  boolean isSpareTooMany() {
    while (true) {
      int working = spares.get();
      if (working <= late.get()) return false;
      if (spares.compareAndSet(working, working - 1)) return true;
    }
  }

  /** How many spare carriers work now; for tests. */
  int workingSpares() {
    return spares.get();
  }

  /** For a carrier that begins to run a guest: who is in a queue may have to wait from now on. */
  void wakeTimerIfOthersWait(Core core) {
    if (hasWaiting(core)) timer.wake();
  }

  /** Whether a carrier runs nobody, and so takes what is shared at once. */
  private boolean isOneFree() {
    for (var carrier : carriers) if (carrier.running() == null && !carrier.isResting()) return true;
    return false;
  }

  /** For tests: whether the timer sleeps until somebody has to wait for a carrier. */
  boolean isTimerAsleep() {
    return timer.isAsleep();
  }

  /** Wakes one idle carrier, if there is one. Called after a queue was filled. */
  void callIdle() {
    if (idle.get() == 0) return;
    for (var carrier : carriers) if (carrier.call()) return;
  }

  private final class Queues implements RunQueues {
    @Override
    public void started(ScheduledThread guest) {
      living.add(guest);
      if (closing) guest.kill();
    }

    @Override
    public void ready(ScheduledThread guest) {
      var waker = GuestThreads.running();
      var core = waker == null ? null : waker.core();
      if (core == null || core.scheduler() != CarrierScheduler.this) {
        share(guest);
        VarHandle.fullFence(); // see Carrier.run
        if (isOneFree()) return;
      } else if (core.wake(guest)) {
        callIdle();
      }
      timer.wake();
    }

    @Override
    public void spent(ScheduledThread guest) {
      preemptions.incrementAndGet();
      spent.add(guest);
      callIdle();
      timer.wake();
    }

    @Override
    public void ended(ScheduledThread guest) {
      living.remove(guest);
      if (closing && living.isEmpty()) LockSupport.unpark(closer);
    }

    @Override
    public boolean sliceIsOver(ScheduledThread guest) {
      var core = guest.core();
      if (core == null) return false;
      if (idle.get() > 0 && core.share()) callIdle();
      long now = System.nanoTime();
      if (!core.sliceIsOver(now)) return false;
      if (hasWaiting(core)) return true;
      core.newSlice(now);
      return false;
    }

    @Override
    public boolean isLastPoll() {
      return true;
    }

    @Override
    public void uncaught(ScheduledThread guest, Throwable failure) {
      LOG.log(System.Logger.Level.ERROR, "guest thread " + guest + " failed", failure);
    }
  }
}
