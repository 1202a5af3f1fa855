package cairn.shell;

import cairn.kernel.host.ConsoleDevice;
import cairn.shell.Recordings.Replayed;
import cairn.shell.Recordings.Replaying;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * A recording that is replayed in a tab. There is no process in the kernel: what the program does
 * has no effect. Confined to the JavaFX thread.
 */
public final class ReplayRun {
  /** How far it is. */
  public sealed interface Phase {
    /** It is read, or runs. */
    record Replaying() implements Phase {}

    /** It is over. */
    record Over(Replayed how) implements Phase {}
  }

  private final Recordings recordings;
  private final Executor fx;
  private final Path file;
  private final Replaying replaying;
  private final ReadOnlyObjectWrapper<Phase> phase =
      new ReadOnlyObjectWrapper<>(new Phase.Replaying());

  private ReplayRun(Recordings recordings, Executor fx, Path file) {
    this.recordings = recordings;
    this.fx = fx;
    this.file = file;
    replaying = recordings.replay(file);
  }

  /** Starts a replay: a deed of the user. */
  static ReplayRun start(Recordings recordings, Executor fx, Path file) {
    var run = new ReplayRun(recordings, fx, file);
    run.replaying.over().thenAcceptAsync(how -> run.phase.set(new Phase.Over(how)), fx);
    return run;
  }

  /** Once more from the beginning; this one is stopped. */
  ReplayRun again() {
    stop();
    return start(recordings, fx, file);
  }

  /** The user, or whoever closes the tab, ends it. */
  public void stop() {
    replaying.stop();
  }

  /** How far it is. */
  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /** Whether it is not over. */
  public boolean isBusy() {
    return phase.get() instanceof Phase.Replaying;
  }

  /** The recording. */
  public Path file() {
    return file;
  }

  /** What it is called: its file without the extension. */
  public String name() {
    var last = file.getFileName();
    var text = last == null ? file.toString() : last.toString();
    return text.endsWith(Recordings.EXTENSION)
        ? text.substring(0, text.length() - Recordings.EXTENSION.length())
        : text;
  }

  /** Where it shows what it prints. */
  public ConsoleDevice console() {
    return replaying.console();
  }
}
