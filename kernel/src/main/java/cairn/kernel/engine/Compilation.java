package cairn.kernel.engine;

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
import org.jspecify.annotations.Nullable;

/**
 * Compiles programs beside everything else, on two threads of its own. The compiler can neither be
 * interrupted nor trusted with any module: what {@link ModuleScan} lets through to it is bounded,
 * whatever it throws means "interpreted", and when too much waits, programs stay interpreted.
 */
final class Compilation implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING = 64;

  /** Bytes of stack: the compiler recurses over what it compiles. */
  private static final long STACK = 8 << 20;

  private final @Nullable CompiledCache cache;
  private final AtomicInteger names = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  Compilation(@Nullable CompiledCache cache) {
    this.cache = cache;
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

  /** Begins to compile; waits at most so long for the end of it. */
  void begin(ProgramId id, Program program, long waitMillis) {
    Future<?> done;
    try {
      done = threads.submit(() -> compile(id, program));
    } catch (RejectedExecutionException e) {
      return;
    }
    try {
      if (waitMillis > 0) done.get(waitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It runs interpreted for now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      System.getLogger("cairn.kernel.engine")
          .log(System.Logger.Level.DEBUG, "program " + id + " stays interpreted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
