package cairn.app;

import cairn.kernel.RecordingTarget;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ReplayedConsole;
import cairn.kernel.record.Replay;
import cairn.registry.Interfaces;
import cairn.shell.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The window's recordings, in files of this machine. Whatever touches a disk or runs a program is
 * on virtual threads; a replay has a carrier of its own, and no part in the kernel.
 */
final class ShellRecordings implements Recordings {
  private static final System.Logger LOG = System.getLogger(ShellRecordings.class.getName());
  private static final Executor ELSEWHERE =
      task -> Thread.ofVirtual().name("recordings").start(task);

  private final Interfaces interfaces;
  private final Supplier<ConsoleDevice> screens;
  private final LongSupplier mostMemory;

  /**
   * {@code screens}: makes a console for each replay; {@code mostMemory}: bytes that a replay may
   * take when it begins.
   */
  ShellRecordings(Interfaces interfaces, Supplier<ConsoleDevice> screens, LongSupplier mostMemory) {
    this.interfaces = interfaces;
    this.screens = screens;
    this.mostMemory = mostMemory;
  }

  @Override
  public CompletionStage<Made> create(Path file, boolean replace) {
    return CompletableFuture.supplyAsync(() -> made(file, replace), ELSEWHERE)
        .exceptionally(bug -> new Made.NotMade(mistake(bug)));
  }

  /** Whatever happens, the tab must not wait for ever. */
  private static String mistake(Throwable bug) {
    LOG.log(System.Logger.Level.ERROR, "a recording failed", bug);
    return "Cairn made a mistake: " + bug;
  }

  private static Made made(Path file, boolean replace) {
    var over = new CompletableFuture<Recorded>();
    try {
      return new Made.Ready(new NewFile(RecordingFile.create(file, replace, over::complete), over));
    } catch (Sentence why) {
      return new Made.NotMade(String.valueOf(why.getMessage()));
    }
  }

  private record NewFile(RecordingFile file, CompletionStage<Recorded> over) implements NewLog {
    @Override
    public RecordingTarget target() {
      return file;
    }

    @Override
    public void unused() {
      ELSEWHERE.execute(file::unused);
    }
  }

  @Override
  public Replaying replay(Path file) {
    var started = new Started(screens.get());
    var _ =
        CompletableFuture.supplyAsync(() -> replayed(file, started), ELSEWHERE)
            .exceptionally(bug -> ReplayWords.notReplayed(mistake(bug)))
            .thenAccept(started.over::complete);
    return started;
  }

  private Replayed replayed(Path file, Started started) {
    try {
      if (!Files.isRegularFile(file)) return ReplayWords.notReplayed("there is no file " + file);
      var recording = new ReplayedFile(file, interfaces, mostMemory.getAsLong());
      var result =
          recording.run(new ReplayedConsole(interfaces, started.console), started.replay::complete);
      return ReplayWords.of(result, interfaces);
    } catch (InterruptedException e) {
      return ReplayWords.notReplayed("Cairn is closing");
    } finally {
      started.console.ended();
    }
  }

  private static final class Started implements Replaying {
    private final ConsoleDevice console;
    private final CompletableFuture<Replayed> over = new CompletableFuture<>();
    private final CompletableFuture<Replay> replay = new CompletableFuture<>();

    Started(ConsoleDevice console) {
      this.console = console;
    }

    @Override
    public ConsoleDevice console() {
      return console;
    }

    @Override
    public CompletionStage<Replayed> over() {
      return over.minimalCompletionStage();
    }

    @Override
    public void stop() {
      // At once, or as soon as it has begun.
      var _ = replay.thenAccept(Replay::stop);
    }
  }
}
