package cairn.kernel.record;

import cairn.kernel.schedule.GuestThread;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between a guest and the virtual thread that reads or writes its log: whoever is
 * too fast waits for the other, a guest by parking, so that no carrier does. One puts, one takes.
 *
 * <p>Its monitor guards its fields, is held for a few instructions, and nothing is locked under it.
 */
final class Lane<T> {
  /** Bytes, about, that are on their way at most; an empty lane takes anything. */
  static final int MOST = 8 << 20;

  private final ArrayDeque<Weighed<T>> queue = new ArrayDeque<>();
  private int held;
  private boolean closed;
  private @Nullable Waiter putter;
  private @Nullable Waiter taker;

  private record Weighed<T>(T item, int weight) {}

  /** How whoever calls waits, and is woken. */
  record Waiter(Runnable park, Runnable unpark) {
    /** The guest thread that runs the calling code. */
    static Waiter guest() {
      GuestThread me = GuestThread.current();
      return new Waiter(me::park, me::unpark);
    }

    /** The calling thread. */
    static Waiter thread() {
      Thread me = Thread.currentThread();
      return new Waiter(() -> LockSupport.park(me), () -> LockSupport.unpark(me));
    }
  }

  /** Puts it as soon as there is room; drops it when the lane is closed. */
  void put(T item, int weight, Waiter me) {
    while (true) {
      Waiter wake;
      synchronized (this) {
        if (closed) return;
        if (held == 0 || held <= MOST - weight) {
          wake = add(item, weight);
        } else {
          putter = me;
          wake = me;
        }
      }
      if (!wake.equals(me)) {
        wake.unpark.run();
        return;
      }
      me.park.run();
    }
  }

  /** Puts it at once, also into a closed lane. */
  void force(T item) {
    Waiter wake;
    synchronized (this) {
      wake = add(item, 0);
    }
    wake.unpark.run();
  }

  private static final Waiter NOBODY = new Waiter(() -> {}, () -> {});

  private Waiter add(T item, int weight) {
    queue.add(new Weighed<>(item, weight));
    held += weight;
    Waiter waiting = taker;
    taker = null;
    return waiting == null ? NOBODY : waiting;
  }

  /** Takes the next, as soon as there is one; null when the lane is closed and empty. */
  @Nullable T take(Waiter me, boolean untilForced) {
    while (true) {
      Weighed<T> next;
      Waiter wake = null;
      synchronized (this) {
        next = queue.poll();
        if (next != null) {
          held -= next.weight;
          wake = putter;
          putter = null;
        } else if (closed && !untilForced) {
          return null;
        } else {
          taker = me;
        }
      }
      if (next != null) {
        if (wake != null) wake.unpark.run();
        return next.item;
      }
      me.park.run();
    }
  }

  synchronized boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Takes nothing more, but what is forced. */
  void close() {
    Waiter first;
    Waiter second;
    synchronized (this) {
      closed = true;
      first = putter;
      second = taker;
      putter = null;
      taker = null;
    }
    if (first != null) first.unpark.run();
    if (second != null) second.unpark.run();
  }
}
