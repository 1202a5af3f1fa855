package cairn.kernel.engine;

import cairn.compiler.CompilationQueue;
import cairn.compiler.runtime.Instance;
import cairn.kernel.schedule.GuestThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compiles large functions beside the carriers, while the guests that call them are parked. Any
 * guest thread; what waits is bounded by the number of guest threads, as each waits for one.
 */
final class CompilerThreads implements CompilationQueue, AutoCloseable {
  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 10;

  private final AtomicInteger names = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  CompilerThreads() {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    var thread = new Thread(work, "cairn-compiler-" + names.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void compile(Instance caller, Runnable work) {
    GuestThread.enterHost();
    try {
      var guest = GuestThread.current();
      var done = CompletableFuture.runAsync(work, threads);
      done.whenComplete((nothing, failure) -> guest.unpark());
      while (!done.isDone()) guest.park();
      done.join();
    } catch (RejectedExecutionException e) {
      // The engine is closing, and so is the guest.
      work.run();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) throw error;
      throw e;
    } finally {
      GuestThread.leaveHost();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
