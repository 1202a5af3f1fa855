package cairn.kernel.engine;

import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestThread;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A guest thread that is the thread which the harness gives; it gives up a very long sleep. */
public class StandIn implements GuestThread {
  /** Nobody woke it. */
  public static final class Overslept extends RuntimeException {
    private static final long serialVersionUID = 1;

    Overslept() {
      super(null, null, false, false);
    }
  }

  private static final long TOO_LONG = 20_000_000_000L;

  /** When one has slept too long the test has failed, and the others are not waited for. */
  private static volatile boolean failed;

  private static final int SPINS = 2_000;

  private volatile boolean permit;
  private volatile boolean killed;
  private volatile Thread sleeps;

  @Override
  public void park() {
    for (int i = 0; i < SPINS && !permit && !killed; i++) Thread.onSpinWait();
    sleeps = Thread.currentThread();
    long until = System.nanoTime() + (failed ? TOO_LONG / 1000 : TOO_LONG);
    while (!permit && !killed) {
      if (System.nanoTime() > until) throw oversleeps();
      LockSupport.parkNanos(until - System.nanoTime());
    }
    permit = false;
    if (killed) throw new GuestKilled();
  }

  private static Overslept oversleeps() {
    failed = true;
    return new Overslept();
  }

  @Override
  public void unpark() {
    permit = true;
    LockSupport.unpark(sleeps);
  }

  @Override
  public void kill() {
    killed = true;
    LockSupport.unpark(sleeps);
  }

  @Override
  public void start() {}

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public long cpuNanos() {
    return 0;
  }

  @Override
  public boolean isDone() {
    return false;
  }

  @Override
  public void releaseStack() {
    // It is never put down.
  }

  @Override
  public long stackBytes() {
    return 0;
  }

  @Override
  public List<String> stack() {
    return List.of();
  }
}
