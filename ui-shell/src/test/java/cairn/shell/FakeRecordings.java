package cairn.shell;

import cairn.kernel.RecordingEnd;
import cairn.kernel.RecordingTarget;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ConsoleInput;
import cairn.registry.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Files that are not there, and replays that come to what the test says. */
public final class FakeRecordings implements Recordings {
  /** What was asked for, in order. */
  public final List<String> calls = new ArrayList<>();

  /** The file that is made next; completed by the test, or at once if it is. */
  public CompletableFuture<Made> made = new CompletableFuture<>();

  /** All replays, in order. */
  public final List<FakeReplay> replays = new ArrayList<>();

  /** A file that hears what became of it. */
  public final class FakeLog implements NewLog, RecordingTarget {
    private final CompletableFuture<Recorded> over = new CompletableFuture<>();

    /** Nothing more is written. */
    public void over(Extent extent, String sentence, String memory) {
      over.complete(new Recorded(extent, sentence, memory));
    }

    @Override
    public RecordingTarget target() {
      return this;
    }

    @Override
    public CompletionStage<Recorded> over() {
      return over;
    }

    @Override
    public void unused() {
      calls.add("unused");
    }

    @Override
    public void append(Payload bytes) {}

    @Override
    public void ended(RecordingEnd how) {}
  }

  /** A replay that ends when the test says so. */
  public static final class FakeReplay implements Replaying {
    private final CompletableFuture<Replayed> over = new CompletableFuture<>();
    private final ConsoleDevice console = new Nowhere();
    public boolean stopped;

    /** It came to this. */
    public void over(Verdict verdict, String sentence, String... details) {
      over.complete(new Replayed(verdict, sentence, List.of(details)));
    }

    @Override
    public ConsoleDevice console() {
      return console;
    }

    @Override
    public CompletionStage<Replayed> over() {
      return over;
    }

    @Override
    public void stop() {
      stopped = true;
      over(Verdict.STOPPED, "it was stopped before its end");
    }
  }

  private static final class Nowhere implements ConsoleDevice {
    @Override
    public void write(boolean toErr, Payload bytes) {}

    @Override
    public ConsoleInput input() {
      return new ConsoleInput();
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

  /** Makes the next file at once. */
  public FakeLog ready() {
    var log = new FakeLog();
    made = CompletableFuture.completedFuture(new Made.Ready(log));
    return log;
  }

  /** Does not make the next file. */
  public void refuses(String why) {
    made = CompletableFuture.completedFuture(new Made.NotMade(why));
  }

  @Override
  public CompletionStage<Made> create(Path file, boolean replace) {
    calls.add((replace ? "create or replace " : "create ") + file);
    return made;
  }

  @Override
  public Replaying replay(Path file) {
    calls.add("replay " + file);
    var replay = new FakeReplay();
    replays.add(replay);
    return replay;
  }
}
