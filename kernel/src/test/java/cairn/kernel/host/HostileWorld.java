package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.abi.Personality;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.host.files.FilesHandler;
import cairn.kernel.host.files.GivenFolder;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A kernel with the compiler, the imports of WASI and all handlers but the network's, for programs
 * that may do anything. Keeps what is logged with an exception.
 */
final class HostileWorld implements AutoCloseable {
  static final Interfaces INTERFACES = Interfaces.shipped();

  private static final long HANGS_NANOS = TimeUnit.SECONDS.toNanos(120);

  /** A process that waits for the same as often as this when it is looked at is not woken. */
  private static final int LOOKS = 15;

  final Kernel kernel;
  final ConcurrentLinkedQueue<Throwable> logged = new ConcurrentLinkedQueue<>();
  private final Handler watch = watch();

  /** With files below a folder, and more imports. */
  HostileWorld(Path top, Personality more) throws IOException {
    Path data = Files.createDirectories(top.resolve("data/dir"));
    Files.writeString(data.resolve("b"), "bytes of b");
    Files.writeString(top.resolve("data/a"), "bytes of a");
    var clocks = new LeapingClocks();
    kernel =
        new KernelBuilder(new LazyEngine(), GuestSchedulers.best(2), INTERFACES)
            .personality(new WasiPersonality(INTERFACES))
            .personality(more)
            .handler(new ConsoleHandler(INTERFACES, _ -> new Sink(), _ -> {}))
            .handler(new TimeHandler(INTERFACES, clocks))
            .handler(new RandomHandler(INTERFACES))
            .handler(new LogHandler(INTERFACES, (_, _, _) -> {}, clocks))
            .handler(
                new FilesHandler(
                    INTERFACES,
                    top.resolve("own"),
                    List.of(new GivenFolder("/data", top.resolve("data")))))
            .build();
    Logger.getLogger("").addHandler(watch);
  }

  Pid open(byte[] program) {
    return kernel.open(
        new OpenRequest(
            new OpenRequest.Source.Bytes(Payload.owning(program)),
            "hostile",
            List.of("one", "two"),
            Map.of("NAME", "value"),
            rules(),
            false,
            Limits.DEFAULT));
  }

  /** Everything but the network. */
  private static List<Rule> rules() {
    return INTERFACES.all().stream()
        .map(known -> known.definition().id())
        .filter(id -> !id.equals(INTERFACES.shipped("tcp").definition().id()))
        .map(id -> new Rule(id, Optional.empty(), new Scope.Whole(), Breadth.ANY, true))
        .toList();
  }

  /**
   * How it ends; by being killed, if it waits for what does not come or takes more CPU time than
   * this.
   *
   * @throws AssertionError if it hangs, or if the engine says that it failed
   */
  Exit end(Pid pid, long computesNanos) throws Exception {
    var ended = kernel.ended(pid).toCompletableFuture();
    long since = System.nanoTime();
    long before = -1;
    int looks = 0;
    while (true) {
      try {
        Exit exit = ended.get(2, TimeUnit.MILLISECONDS);
        if (exit instanceof Exit.Trapped(var _, String reason, var _)) {
          assertThat(reason).doesNotContain("the engine failed");
        }
        return exit;
      } catch (TimeoutException e) {
        long taken = System.nanoTime() - since;
        var row = row(pid);
        if (row.isEmpty()) continue;
        switch (row.get().state()) {
          case ProcessState.Waiting waiting -> {
            looks = waiting.sinceNanos() == before ? looks + 1 : 0;
            before = waiting.sinceNanos();
            if (looks >= LOOKS) kernel.end(pid, "it waits");
          }
          case ProcessState.AskingUser _ -> kernel.end(pid, "it asks");
          case ProcessState.Running _ -> {
            if (row.get().cpuNanos() > computesNanos) kernel.end(pid, "it computes");
          }
          default -> {}
        }
        if (taken > HANGS_NANOS) throw new AssertionError("it hangs: " + row.get(), e);
      }
    }
  }

  private Optional<KernelSnapshot.OfProcess> row(Pid pid) {
    return kernel.snapshot().processes().stream().filter(r -> r.pid().equals(pid)).findFirst();
  }

  /** Nothing stays charged, and nothing was thrown where it should not be. */
  void assertUnharmed() {
    // What waits for a disk or a screen counts until it is there.
    long deadline = System.nanoTime() + HANGS_NANOS;
    while (kernel.snapshot().totals().inFlight() > 0 && System.nanoTime() < deadline)
      LockSupport.parkNanos(100_000);
    assertThat(kernel.snapshot().totals().inFlight()).isZero();
    assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
    assertThat(kernel.snapshot().totals().stackBytes()).isZero();
    assertThat(logged).isEmpty();
  }

  @Override
  public void close() {
    kernel.close();
    Logger.getLogger("").removeHandler(watch);
  }

  private Handler watch() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getThrown() != null) logged.add(line.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /** Whoever waits for a moment finds that it has come. */
  private static final class LeapingClocks implements Clocks {
    private final AtomicLong now = new AtomicLong(1);

    @Override
    public long monotonic() {
      return now.get();
    }

    @Override
    public long wall() {
      return now.get();
    }

    @Override
    public long resolution() {
      return 1;
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
      now.updateAndGet(t -> nanos > Long.MAX_VALUE / 2 - t ? t : t + Math.max(nanos, 0));
      Thread.ofVirtual().start(action);
      return () -> {};
    }

    @Override
    public void close() {}
  }

  /** A terminal on which nothing stays and nobody types. */
  private static final class Sink implements ConsoleDevice {
    private final ConsoleInput input = new ConsoleInput();

    Sink() {
      input.offer(Payload.utf8("a line\nanother\n"));
    }

    @Override
    public void write(boolean toErr, Payload bytes) {}

    @Override
    public ConsoleInput input() {
      return input;
    }

    @Override
    public Size size() {
      return new Size(80, 24);
    }

    @Override
    public void onResize(Runnable action) {}

    @Override
    public void ended() {}
  }
}
