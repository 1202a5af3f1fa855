package cairn.kernel.host;

import cairn.registry.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What the user types, raw, on its way to a program: a queue of at most {@value #CAPACITY} bytes.
 * The device offers; the console handler takes.
 *
 * <p>Any thread; nothing here blocks. The actions run on the thread that caused them, holding no
 * lock.
 */
public final class ConsoleInput {
  /** The most bytes that wait. */
  public static final int CAPACITY = 64 << 10;

  private final Object lock = new Object();
  // All guarded by lock.
  private final Deque<Payload> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean over;

  /** Why a read of the device failed; told once. */
  private Optional<StreamError> failure = Optional.empty();

  private Runnable arrival = () -> {};
  private Runnable demand = () -> {};

  /** Empty, and not at its end. */
  public ConsoleInput() {}

  /**
   * Adds bytes, as a keyboard or a pipe gives them.
   *
   * @return how many were taken: fewer than offered when the queue is full, none after {@link
   *     #end}. The device decides what becomes of the rest.
   */
  public int offer(Payload more) {
    int taken;
    Runnable tell;
    synchronized (lock) {
      taken = over ? 0 : Math.min(more.length(), CAPACITY - bytes);
      if (taken > 0) waiting.add(more.slice(0, taken));
      bytes += taken;
      tell = arrival;
    }
    if (taken > 0) tell.run();
    return taken;
  }

  /** How many bytes {@link #offer} would take now. */
  public int room() {
    synchronized (lock) {
      return over ? 0 : CAPACITY - bytes;
    }
  }

  /** Nothing will come any more. The program sees the end when it has read what is waiting. */
  public void end() {
    Runnable tell;
    synchronized (lock) {
      over = true;
      tell = arrival;
    }
    tell.run();
  }

  /** A read failed: one read of the program is told so, after what is waiting. */
  public void fail(StreamError error) {
    Runnable tell;
    synchronized (lock) {
      failure = Optional.of(error);
      tell = arrival;
    }
    tell.run();
  }

  /**
   * Sets what runs each time a program waits for input and there is none: a device that reads ahead
   * of nobody offers then. May run again before anything was offered.
   */
  public void onDemand(Runnable action) {
    synchronized (lock) {
      demand = action;
    }
  }

  /** Sets what runs when bytes or the end have come; at once if there are any. */
  void onArrival(Runnable action) {
    boolean now;
    synchronized (lock) {
      arrival = action;
      now = over || bytes > 0 || failure.isPresent();
    }
    if (now) action.run();
  }

  /** Says that a program waits. */
  void demand() {
    Runnable action;
    synchronized (lock) {
      action = demand;
    }
    action.run();
  }

  /** Takes what stands first, at most this many bytes; none: there are none. */
  Payload take(int most) {
    synchronized (lock) {
      Payload first = waiting.poll();
      if (first == null) return Payload.EMPTY;
      int taken = Math.min(most, first.length());
      if (taken < first.length()) waiting.addFirst(first.slice(taken, first.length()));
      bytes -= taken;
      return first.slice(0, taken);
    }
  }

  /** Takes a failure, if everything before it is taken. */
  Optional<StreamError> takeFailure() {
    synchronized (lock) {
      if (bytes > 0) return Optional.empty();
      Optional<StreamError> told = failure;
      failure = Optional.empty();
      return told;
    }
  }

  /** Whether the end has come and everything before it is taken. */
  boolean isOver() {
    synchronized (lock) {
      return over && bytes == 0;
    }
  }
}
