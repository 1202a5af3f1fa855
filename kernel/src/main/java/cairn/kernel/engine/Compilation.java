package cairn.kernel.engine;

import cairn.kernel.Fallbacks;
import cairn.kernel.ProgramId;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compiles programs beside everything else, on two threads of its own. The compiler can neither be
 * interrupted nor trusted with any module: what {@link ModuleScan} lets through to it is bounded,
 * whatever it throws means "interpreted", and when too much waits, programs stay interpreted.
 */
final class Compilation implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 64;

  /** How often one who waits looks whether that is still wanted. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Bytes of stack: the compiler recurses over what it compiles. */
  private static final long STACK = 8 << 20;

  private final @Nullable CompiledCache cache;
  private final Fallbacks fallbacks;
  private final AtomicInteger names = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  Compilation(@Nullable CompiledCache cache, Fallbacks fallbacks) {
    this.cache = cache;
    this.fallbacks = fallbacks;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            this::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    var thread = new Thread(null, work, "cairn-compiler-" + names.incrementAndGet(), STACK);
    thread.setDaemon(true);
    return thread;
  }

  /** Whether a compiled form lies on disk, so that waiting for it is short. */
  boolean mayHave(ProgramId id) {
    return cache != null && cache.mayHave(id);
  }

  /**
   * Begins to compile; waits at most so long for the end of it, and no longer than anybody wants
   * it.
   */
  void begin(ProgramId id, Program program, long waitMillis, BooleanSupplier unwanted) {
    Future<?> done;
    try {
      done = threads.submit(() -> compile(id, program));
    } catch (RejectedExecutionException e) {
      if (!threads.isShutdown()) fallbacks.count(Fallbacks.Kind.COMPILER_BUSY, "program " + id);
      return;
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    try {
      while (!unwanted.getAsBoolean() && !isDone(done, deadline - System.nanoTime())) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a little. True: it is done, or there is no time left and it runs interpreted for now. */
  private static boolean isDone(Future<?> work, long nanosLeft) throws InterruptedException {
    try {
      if (nanosLeft > 0) work.get(Math.min(nanosLeft, LOOK_NANOS), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private void compile(ProgramId id, Program program) {
    if (program.isCompiled()) return;
    try {
      var compiler =
          MachineFactoryCompiler.builder(program.module())
              .withInterpreterFallback(InterpreterFallback.SILENT);
      if (cache != null) compiler.withCache(cache.of(id));
      program.compiledAs(compiler.compile());
    } catch (Throwable e) {
      if (!threads.isShutdown())
        fallbacks.count(Fallbacks.Kind.NOT_COMPILED, "program " + id + ": " + e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
