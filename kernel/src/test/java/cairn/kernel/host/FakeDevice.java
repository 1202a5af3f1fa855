package cairn.kernel.host;

import cairn.registry.Payload;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A terminal whose screen is text, and that can be made to take nothing. */
final class FakeDevice implements ConsoleDevice {
  private final ConsoleInput input = new ConsoleInput();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** While it has no permit, writes block. */
  private final Semaphore gate = new Semaphore(1);

  static final Streams PIPES = new Streams(Kind.OTHER, Kind.OTHER, Kind.OTHER);

  private final Streams streams;
  private final boolean tellsFailures;
  private volatile Optional<StreamFault> fault;
  // Guarded by this.
  private final StringBuilder shown = new StringBuilder();
  private long bytes;
  private volatile int room;
  private volatile Size size = new Size(80, 24);
  private volatile Runnable resized = () -> {};

  FakeDevice(boolean terminal) {
    this(terminal ? Streams.ONE_TERMINAL : PIPES, Optional.empty());
  }

  /** Whose writes fail like this, until {@link #heal}. */
  FakeDevice(Streams streams, Optional<StreamFault> fault) {
    this.streams = streams;
    this.fault = fault;
    this.tellsFailures = fault.isPresent();
  }

  /** So many bytes can be written without waiting. */
  void room(int bytes) {
    room = bytes;
  }

  @Override
  public synchronized int writeNow(boolean toErr, Payload what) {
    int fits = Math.min(room, what.length());
    room -= fits;
    shown.append(what.slice(0, fits).utf8());
    return fits;
  }

  void heal() {
    fault = Optional.empty();
  }

  @Override
  public void write(boolean toErr, Payload what) throws StreamFault {
    gate.acquireUninterruptibly();
    gate.release();
    if (fault.isPresent()) throw fault.get();
    synchronized (this) {
      shown.append(toErr ? "<err>" : "").append(what.utf8());
      bytes += what.length();
      notifyAll();
    }
  }

  void takeNothing() {
    gate.acquireUninterruptibly();
  }

  void takeAgain() {
    gate.release();
  }

  /** Waits until what was shown so far is like this. */
  synchronized String await(Predicate<String> like) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    try {
      while (!like.test(shown.toString())) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) throw new AssertionError("the screen shows: " + shown);
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return shown.toString();
  }

  synchronized String shown() {
    return shown.toString();
  }

  synchronized long bytes() {
    return bytes;
  }

  void resize(int columns, int rows) {
    size = new Size(columns, rows);
    resized.run();
  }

  boolean awaitEnded() {
    try {
      return ended.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public ConsoleInput input() {
    return input;
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public boolean tellsFailures() {
    return tellsFailures;
  }

  @Override
  public boolean editsLines() {
    return streams.output() != Kind.TERMINAL;
  }

  @Override
  public void onResize(Runnable action) {
    resized = action;
  }

  @Override
  public void ended() {
    if (ended.getCount() == 0) throw new AssertionError("ended twice");
    ended.countDown();
  }
}
