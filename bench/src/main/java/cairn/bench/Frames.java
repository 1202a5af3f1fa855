package cairn.bench;

import cairn.app.Desktop;
import cairn.app.Places;
import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.programs.ShippedPrograms;
import cairn.registry.Payload;
import cairn.shell.FxBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.stage.Window;

/**
 * How the real window fares beside four programs that compute for ever, and how soon each of them
 * obeys. The window shows a clock; a dot in its corner changes in every pulse, so that every pulse
 * has something to paint. Needs a display.
 */
public final class Frames {
  private static final int SPINS = 4;
  private static final long STANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Frames() {}

  /** Argument: for how many seconds pulses are recorded. */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    Desktop.startToolkit();
    Path profile = Files.createTempDirectory("cairn-frames");
    try (var desktop = Desktop.build(Places.in(profile), List.of())) {
      desktop.show("clock", () -> {});
      Kernel kernel = desktop.house().kernel();
      until(kernel, now -> now.processes().stream().anyMatch(row -> row.sent() > 1));
      System.out.println(
          "the window, Java "
              + Runtime.version()
              + ", "
              + Runtime.getRuntime().availableProcessors()
              + " cores, "
              + kernel.snapshot().totals().scheduler());
      print("alone", record(seconds));
      var spins = new ArrayList<Pid>();
      for (int i = 0; i < SPINS; i++) spins.add(kernel.open(spin()));
      for (var spin : spins) until(kernel, now -> row(now, spin).cpuNanos() > 100_000_000);
      print("beside " + SPINS + " x spin", record(seconds));
      for (var spin : spins)
        System.out.printf(
            Locale.ROOT,
            "  spin %s: paused after %.1f ms, computed again after %.1f ms, ended after %.1f ms%n",
            spin,
            pause(kernel, spin) / 1e6,
            resume(kernel, spin) / 1e6,
            end(kernel, spin) / 1e6);
    } finally {
      remove(profile);
    }
    System.exit(0);
  }

  /** Intervals between pulses, in milliseconds. */
  private static double[] record(int seconds) throws Exception {
    var recorded = new CompletableFuture<double[]>();
    FxBridge.run(() -> new Recorder(TimeUnit.SECONDS.toNanos(seconds), recorded).start());
    return recorded.get(seconds + 60L, TimeUnit.SECONDS);
  }

  /** Confined to the JavaFX thread. */
  private static final class Recorder extends AnimationTimer {
    private final Rectangle dot = new Rectangle(3, 3);
    private final Pane root = (Pane) Window.getWindows().getFirst().getScene().getRoot();
    private final List<Long> pulses = new ArrayList<>();
    private final long length;
    private final CompletableFuture<double[]> recorded;

    Recorder(long length, CompletableFuture<double[]> recorded) {
      this.length = length;
      this.recorded = recorded;
      dot.setManaged(false);
      root.getChildren().add(dot);
    }

    @Override
    public void handle(long now) {
      dot.setFill(pulses.size() % 2 == 0 ? Color.GRAY : Color.DARKGRAY);
      pulses.add(now);
      if (now - pulses.getFirst() < length) return;
      stop();
      root.getChildren().remove(dot);
      var intervals = new double[pulses.size() - 1];
      for (int i = 0; i < intervals.length; i++)
        intervals[i] = (pulses.get(i + 1) - pulses.get(i)) / 1e6;
      Arrays.sort(intervals);
      recorded.complete(intervals);
    }
  }

  private static void print(String when, double[] sorted) {
    System.out.printf(
        Locale.ROOT,
        "  %s: %d intervals between pulses, ms: p50 %.1f, p95 %.1f, p99 %.1f, max %.1f%n",
        when,
        sorted.length,
        quantile(sorted, 0.50),
        quantile(sorted, 0.95),
        quantile(sorted, 0.99),
        sorted[sorted.length - 1]);
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(part * sorted.length))];
  }

  /** Nanoseconds until its last use of the processor, by its account; then it stood for 300 ms. */
  private static long pause(Kernel kernel, Pid spin) throws TimeoutException {
    long from = System.nanoTime();
    kernel.pause(spin);
    long grew = from;
    long used = row(kernel.snapshot(), spin).cpuNanos();
    while (System.nanoTime() - grew < STANDING_NANOS) {
      LockSupport.parkNanos(1_000_000);
      long now = row(kernel.snapshot(), spin).cpuNanos();
      if (now != used) grew = System.nanoTime();
      used = now;
      if (grew - from > DEADLINE_NANOS) throw new TimeoutException("spin does not stand");
    }
    if (!(row(kernel.snapshot(), spin).state() instanceof ProcessState.Suspended))
      throw new IllegalStateException("spin stands but is not paused");
    return grew - from;
  }

  private static long resume(Kernel kernel, Pid spin) throws TimeoutException {
    long before = row(kernel.snapshot(), spin).cpuNanos();
    long from = System.nanoTime();
    kernel.resume(spin);
    until(kernel, now -> row(now, spin).cpuNanos() > before);
    return System.nanoTime() - from;
  }

  private static long end(Kernel kernel, Pid spin) throws Exception {
    long from = System.nanoTime();
    kernel.end(spin, "the measurement");
    Exit exit = kernel.ended(spin).toCompletableFuture().get(60, TimeUnit.SECONDS);
    long took = System.nanoTime() - from;
    if (!(exit instanceof Exit.Killed)) throw new IllegalStateException("it ended as " + exit);
    return took;
  }

  private static void until(Kernel kernel, Predicate<KernelSnapshot> so) throws TimeoutException {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!so.test(kernel.snapshot())) {
      if (System.nanoTime() > deadline)
        throw new TimeoutException("still " + kernel.snapshot().processes());
      LockSupport.parkNanos(200_000);
    }
  }

  private static KernelSnapshot.OfProcess row(KernelSnapshot now, Pid pid) {
    return now.processes().stream().filter(p -> p.pid().equals(pid)).findFirst().orElseThrow();
  }

  private static OpenRequest spin() {
    byte[] module =
        ShippedPrograms.all().stream()
            .filter(p -> p.name().equals("spin"))
            .findFirst()
            .orElseThrow()
            .bytes();
    return OpenRequest.of(Payload.owning(module), "spin");
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
