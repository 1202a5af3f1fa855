package cairn.kernel.process;

import cairn.kernel.engine.Alarms;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The kernel's own clock: ends the waits of guest threads whose time is up. One daemon thread,
 * {@code cairn-waits}, while there are any. Any thread.
 */
public final class KernelTimer implements Alarms, AutoCloseable {
  /** So that the queue's arithmetic cannot overflow; 146 years. */
  private static final long LONGEST = Long.MAX_VALUE / 2;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("cairn-waits").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /** Without a thread until somebody waits. */
  public KernelTimer() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public Runnable after(long nanos, Runnable action) {
    try {
      Future<?> task = timer.schedule(action, Math.min(nanos, LONGEST), TimeUnit.NANOSECONDS);
      return () -> task.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
