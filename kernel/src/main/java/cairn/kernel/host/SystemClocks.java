package cairn.kernel.host;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link System#nanoTime} and {@link Instant#now}. */
final class SystemClocks implements Clocks {
  /** So that the queue's arithmetic cannot overflow; 146 years. */
  private static final long LONGEST = Long.MAX_VALUE / 2;

  private final long start = System.nanoTime() - 1;
  private final ScheduledThreadPoolExecutor timer;

  SystemClocks() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("cairn-timer").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long monotonic() {
    return System.nanoTime() - start;
  }

  @Override
  public long wall() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  @Override
  public long resolution() {
    // What System.nanoTime and Instant.now count in; their real steps are some tens of it.
    return 1;
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
