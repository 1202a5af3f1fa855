package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Who waits at which address of a shared memory, and in what order they came. Any thread.
 *
 * <p>A waiter compares and joins its queue under one monitor, the one under which a waker takes
 * waiters out: so a change of the value that is followed by a wake-up is either seen by the
 * comparison or finds the waiter. Under the monitor nothing is called but that comparison; whoever
 * is to be woken is woken after it.
 *
 * <p>A wake-up takes its waiters out of the queue at once, so that one who is woken and waits again
 * counts as new. A waiter that turns out to be gone, because its time is up or its question was
 * cancelled in that instant, passes its wake-up on to the next.
 */
public final class WaitQueues {
  /** Results of the two wait instructions. */
  static final int WOKEN = 0;

  static final int NOT_EQUAL = 1;
  static final int TIMED_OUT = 2;

  /** Waiters that one wake-up wakes in one go. */
  public static final int PIECE = 64;

  private final Alarms alarms;

  /** Guarded by this; by address, oldest first. */
  private final Map<Long, LinkedHashSet<Waiter>> queues = new HashMap<>();

  /** Without waiters; {@code alarms} end waits whose time is up. */
  public WaitQueues(Alarms alarms) {
    this.alarms = alarms;
  }

  /** One who waits; by identity. */
  public abstract static class Waiter {
    private final long address;

    /** At this address, which is unsigned. */
    protected Waiter(long address) {
      this.address = address;
    }

    /**
     * It has been taken out of its queue, to be woken. False: it is gone, and the wake-up is for
     * somebody else. Called once at most, without locks, on any thread.
     */
    protected abstract boolean wake();
  }

  /**
   * Joins the queue of its address, if the value there is still the one it expects.
   *
   * @param stillSo reads the value and compares; called under the monitor
   */
  public synchronized boolean join(Waiter waiter, BooleanSupplier stillSo) {
    if (!stillSo.getAsBoolean()) return false;
    queues.computeIfAbsent(waiter.address, address -> new LinkedHashSet<>(4)).add(waiter);
    return true;
  }

  /** Leaves it; false: it had been taken out, and wakes or has woken. */
  public synchronized boolean leave(Waiter waiter) {
    var queue = queues.get(waiter.address);
    if (queue == null || !queue.remove(waiter)) return false;
    if (queue.isEmpty()) queues.remove(waiter.address);
    return true;
  }

  /** Wakes those who have waited longest, few as they are; says how many. */
  public int wake(long address, int most) {
    return wake(address, most, () -> {});
  }

  /**
   * Wakes those who have waited longest; says how many. {@code most} is unsigned. {@code between}
   * runs after every {@value #PIECE}, with no lock held, to let others go on.
   */
  public int wake(long address, int most, Runnable between) {
    int seen = 0;
    long left = most & 0xffff_ffffL;
    int woken = 0;
    while (left > 0) {
      var out = takeOut(address, left);
      if (out.isEmpty()) break;
      left = 0;
      for (Waiter waiter : out) {
        if (seen++ > 0 && seen % PIECE == 1) between.run();
        if (waiter.wake()) woken++;
        else left++;
      }
    }
    return woken;
  }

  private synchronized List<Waiter> takeOut(long address, long most) {
    var queue = queues.get(address);
    if (queue == null) return List.of();
    var out = new ArrayList<Waiter>();
    for (var next = queue.iterator(); next.hasNext() && out.size() < most; next.remove())
      out.add(next.next());
    if (queue.isEmpty()) queues.remove(address);
    return out;
  }

  /** How many wait at an address. */
  public synchronized int waiting(long address) {
    var queue = queues.get(address);
    return queue == null ? 0 : queue.size();
  }

  /** How many guest threads sleep in a wait instruction. */
  public synchronized int sleeping() {
    int count = 0;
    for (var queue : queues.values())
      for (var waiter : queue) if (waiter instanceof Sleeping) count++;
    return count;
  }

  /** Whether this thread sleeps in a wait instruction. */
  public synchronized boolean sleeps(GuestThread thread) {
    for (var queue : queues.values())
      for (var waiter : queue)
        if (waiter instanceof Sleeping it && it.thread.equals(thread)) return true;
    return false;
  }

  /** The calling guest thread waits; {@code timeout} in nanoseconds, negative: for ever. */
  int await(long address, BooleanSupplier stillSo, long timeout) {
    return await(GuestThread.current(), address, stillSo, timeout);
  }

  /** The same for a thread that is known to be the calling one. */
  int await(GuestThread thread, long address, BooleanSupplier stillSo, long timeout) {
    var me = new Sleeping(address, thread);
    if (!join(me, stillSo)) return NOT_EQUAL;
    Runnable disarm = () -> {};
    try {
      if (timeout >= 0) disarm = alarms.after(timeout, me::timeIsUp);
      while (me.state.get() == Sleeping.WAITS) me.thread.park();
    } finally {
      // Also when it is killed while it sleeps.
      disarm.run();
      leave(me);
    }
    return me.state.get() == Sleeping.WOKE ? WOKEN : TIMED_OUT;
  }

  /** A guest thread in a wait instruction. */
  private static final class Sleeping extends Waiter {
    static final int WAITS = 0;
    static final int WOKE = 1;
    static final int GAVE_UP = 2;

    private final GuestThread thread;
    private final AtomicInteger state = new AtomicInteger(WAITS);

    Sleeping(long address, GuestThread thread) {
      super(address);
      this.thread = thread;
    }

    @Override
    protected boolean wake() {
      return become(WOKE);
    }

    void timeIsUp() {
      become(GAVE_UP);
    }

    private boolean become(int how) {
      if (!state.compareAndSet(WAITS, how)) return false;
      thread.unpark();
      return true;
    }
  }
}
