package cairn.shell;

import cairn.kernel.RecordingTarget;
import cairn.kernel.host.ConsoleDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Makes recordings of runs and replays them (docs/RECORDING.md). Every method is called on the
 * JavaFX thread and returns at once; stages complete on any thread, never with an exception.
 *
 * <p>What it says is what the command line says: clauses in lower case without a full stop. Texts
 * of strangers may stand in them; {@link PlainWords} makes them fit to be shown.
 */
public interface Recordings {
  /** What the file of a recording is called, unless the user calls it otherwise. */
  String EXTENSION = ".cairnlog";

  /** How much of a run is in a recording. */
  enum Extent {
    /** All of it. */
    WHOLE,
    /** Its beginning; from there on it cannot be repeated. */
    IN_PART,
    /** The file could not be written any further, or nothing was there to be written. */
    FAILED
  }

  /**
   * What came of a recording.
   *
   * @param memory how much memory the program had at its end and its hash; empty if not known
   */
  record Recorded(Extent extent, String sentence, String memory) {}

  /** A new file for one run. */
  interface NewLog {
    /** Takes the log. */
    RecordingTarget target();

    /** Completes when nothing more is written. */
    CompletionStage<Recorded> over();

    /**
     * The run is over, or will not be: if it never came to write anything, the file goes away. Any
     * thread; returns at once.
     */
    void unused();
  }

  /** What came of making a file. */
  sealed interface Made {
    /** It is there and empty. */
    record Ready(NewLog log) implements Made {}

    /** It is not; nothing was changed. */
    record NotMade(String sentence) implements Made {}
  }

  /** Whether a replay was the run that was recorded. */
  enum Verdict {
    /** To the end: calls, exit and memory. */
    SAME,
    /** As far as the recording goes, which is not to the end of the run. */
    SAME_SO_FAR,
    /** Not any more from some call on. */
    DIFFERS,
    /** The recording is not to be believed, or its program cannot run here. */
    NOT_REPLAYED,
    /** The user stopped it. */
    STOPPED
  }

  /**
   * What came of a replay.
   *
   * @param details what it was and what it came to, a line each
   */
  record Replayed(Verdict verdict, String sentence, List<String> details) {
    public Replayed {
      details = List.copyOf(details);
    }
  }

  /** A replay on its way. Any thread. */
  interface Replaying {
    /** Shows what the program prints; nobody reads what is typed. */
    ConsoleDevice console();

    /** Completes when it is over, and nothing of it runs any more. */
    CompletionStage<Replayed> over();

    /** Ends it, soon. Returns at once. */
    void stop();
  }

  /**
   * Makes a file that only the user can read.
   *
   * @param replace whether a file that is there may be replaced, which the user was asked
   */
  CompletionStage<Made> create(Path file, boolean replace);

  /** Runs what is recorded in a file, with the recording in place of the world. */
  Replaying replay(Path file);
}
