package cairn.kernel.host.files;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Runs actions one after the other, in the order they were given, on a thread of a pool, or what
 * does not wait at once. What only such actions touch needs no lock, and those of the pool may wait
 * for the disk. Any thread.
 */
final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  private final Executor pool;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** Actions given and not yet done; whoever raises it from 0 starts the thread. */
  private final AtomicInteger open = new AtomicInteger();

  Lane(Executor pool) {
    this.pool = pool;
  }

  void run(Runnable action) {
    waiting.add(action);
    if (open.getAndIncrement() == 0) drainSoon();
  }

  /**
   * Runs, here and now, what does not wait, unless something else is run or waits for its turn.
   *
   * @return what the action says; false: it was not run
   */
  boolean now(BooleanSupplier action) {
    if (!open.compareAndSet(0, 1)) return false;
    try {
      return action.getAsBoolean();
    } finally {
      // What came meanwhile.
      if (open.decrementAndGet() != 0) drainSoon();
    }
  }

  private void drainSoon() {
    try {
      pool.execute(this::drain);
    } catch (RejectedExecutionException closed) {
      // What comes while Cairn closes, ends and revocations, is short and left to whoever brings
      // it.
      drain();
    }
  }

  private void drain() {
    do {
      try {
        waiting.remove().run();
      } catch (RuntimeException | Error bug) {
        // The next message is not to suffer for this one.
        LOG.log(System.Logger.Level.ERROR, "a message to files could not be handled", bug);
      }
    } while (open.decrementAndGet() != 0);
  }
}
