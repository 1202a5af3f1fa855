package cairn.shell;

import cairn.kernel.KernelSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The only way onto the JavaFX thread.
 *
 * <p>A thread of its own reads the kernel's snapshot several times a second and leaves the newest
 * one in a slot; at most one task is queued on the JavaFX thread at a time, and it takes whatever
 * is newest when it runs. So however much happens in the kernel, the JavaFX thread does the same
 * little work, and when it is late it skips snapshots instead of falling behind.
 *
 * <p>Whatever is thrown by one look, or by one listener told of a snapshot, costs that look or that
 * listener this one snapshot: it is written to the application's log, counted, and the next one
 * comes.
 */
public final class FxBridge implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FxBridge.class.getName());

  /** How often the kernel is looked at. */
  public static final Duration PERIOD = Duration.ofMillis(250);

  private final Supplier<KernelSnapshot> source;
  private final Executor paint;
  private final ScheduledExecutorService clock;
  private final AtomicReference<@Nullable KernelSnapshot> newest = new AtomicReference<>();
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean sooner = new AtomicBoolean();
  private final AtomicLong faults = new AtomicLong();

  // Confined to the JavaFX thread.
  private final List<Consumer<KernelSnapshot>> listeners = new ArrayList<>();

  private FxBridge(
      Supplier<KernelSnapshot> source, Executor paint, ScheduledExecutorService clock) {
    this.source = source;
    this.paint = paint;
    this.clock = clock;
  }

  /** Starts to look at a kernel. The toolkit must run. */
  public static FxBridge start(Supplier<KernelSnapshot> source) {
    var clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cairn-snapshots").factory());
    var bridge = new FxBridge(source, Platform::runLater, clock);
    clock.scheduleWithFixedDelay(bridge::lookAndGoOn, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return bridge;
  }

  /** A bridge that looks only when told to ({@link #look}), for tests and for one-off use. */
  static FxBridge byHand(Supplier<KernelSnapshot> source, Executor paint) {
    var never =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cairn-snapshots").factory());
    return new FxBridge(source, paint, never);
  }

  /** Runs on the JavaFX thread, soon. Any thread. */
  public static void run(Runnable action) {
    Platform.runLater(action);
  }

  /** An executor that runs on the JavaFX thread: at once when called there, else soon. */
  public static Executor executor() {
    return action -> {
      if (Platform.isFxApplicationThread()) action.run();
      else Platform.runLater(action);
    };
  }

  /** Adds what is told every new snapshot, on the JavaFX thread. Call it there. */
  public void listen(Consumer<KernelSnapshot> listener) {
    listeners.add(listener);
  }

  /** Looks soon, not only when the time comes: something is known to have changed. Any thread. */
  public void soon() {
    if (clock.isShutdown() || !sooner.compareAndSet(false, true)) return;
    try {
      clock.execute(
          () -> {
            // Cleared before the look: what changes during it asks for another.
            sooner.set(false);
            lookAndGoOn();
          });
    } catch (RejectedExecutionException closed) {
      // Nobody looks any more.
    }
  }

  // The root of the clock's thread. What it throws would end the clock for the window's life.
  void lookAndGoOn() {
    try {
      look();
    } catch (Throwable bug) {
      failed("the window could not look at the kernel", bug);
    }
  }

  /**
   * The same fault may come with every snapshot: the log gets the 1st, 2nd, 4th, 8th ... of all.
   */
  private void failed(String what, Throwable bug) {
    long count = faults.incrementAndGet();
    if (Long.bitCount(count) != 1) return;
    try {
      LOG.log(System.Logger.Level.ERROR, what + " (fault " + count + " of the window)", bug);
    } catch (Throwable noMemory) {
      // It is counted.
    }
  }

  /** How often looking, or telling a listener, has failed. Any thread. */
  public long faults() {
    return faults.get();
  }

  /** Takes a snapshot now, on this thread, and has it painted. */
  void look() {
    newest.set(source.get());
    if (!queued.compareAndSet(false, true)) return;
    try {
      paint.execute(this::deliver);
    } catch (RuntimeException | Error e) {
      // It is not queued, so the next look tries.
      queued.set(false);
      throw e;
    }
  }

  private void deliver() {
    // Cleared before the slot is read: a snapshot that comes now queues the next delivery.
    queued.set(false);
    var now = newest.getAndSet(null);
    if (now == null) return;
    for (var listener : List.copyOf(listeners))
      try {
        listener.accept(now);
      } catch (Throwable bug) {
        failed("a part of the window could not take in what is so now", bug);
      }
  }

  /** Stops looking. */
  @Override
  public void close() {
    clock.shutdownNow();
  }
}
