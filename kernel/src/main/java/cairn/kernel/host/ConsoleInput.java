package cairn.kernel.host;

import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

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
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private boolean over;
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
  public int offer(Payload bytes) {
    int taken;
    Runnable tell;
    synchronized (lock) {
      taken = over ? 0 : Math.min(bytes.length(), CAPACITY - waiting.size());
      waiting.writeBytes(bytes.slice(0, taken).toByteArray());
      tell = arrival;
    }
    if (taken > 0) tell.run();
    return taken;
  }

  /** How many bytes {@link #offer} would take now. */
  public int room() {
    synchronized (lock) {
      return over ? 0 : CAPACITY - waiting.size();
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
      now = over || waiting.size() > 0;
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

  /** Takes at most this many bytes. */
  byte[] take(int most) {
    synchronized (lock) {
      byte[] all = waiting.toByteArray();
      int taken = Math.min(most, all.length);
      waiting.reset();
      waiting.write(all, taken, all.length - taken);
      return Arrays.copyOf(all, taken);
    }
  }

  /** Whether the end has come and everything before it is taken. */
  boolean isOver() {
    synchronized (lock) {
      return over && waiting.size() == 0;
    }
  }
}
