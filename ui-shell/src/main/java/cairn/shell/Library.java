package cairn.shell;

import cairn.kernel.ProgramId;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The programs the user can start without knowing a hash. Every method is called on the JavaFX
 * thread and returns at once: lists are kept in memory, writing happens elsewhere, stages complete
 * on any thread.
 */
public interface Library {
  /**
   * A program that came with Cairn.
   *
   * @param name what may be typed, such as {@code hello}
   * @param description one line for people
   * @param tags what it uses, such as {@code tcp}; shown as chips
   * @param bytes the size of its module
   */
  record Shipped(
      String name,
      String description,
      List<String> tags,
      ProgramId program,
      ContentAddress address,
      long bytes) {
    public Shipped {
      tags = List.copyOf(tags);
    }
  }

  /** How the last run of a program went. */
  enum Outcome {
    /** It runs, or Cairn ended while it ran. */
    OPENED,
    /** It ended by itself or was ended. */
    ENDED,
    /** It trapped. */
    CRASHED,
    /** It did not come to run. */
    FAILED
  }

  /**
   * A program that was opened before.
   *
   * @param program empty while its bytes were never seen
   * @param from who sent its last byte, for people; empty if not known
   */
  record Recent(
      Target target,
      String name,
      Optional<ProgramId> program,
      Instant opened,
      Outcome outcome,
      String from) {}

  /** What came of a file. */
  sealed interface FileOutcome {
    /** A module, or the one in a CAR: the bytes, read once. */
    record Module(Payload bytes, String name) implements FileOutcome {}

    /** There is no such file. */
    record Missing() implements FileOutcome {}

    /** It is none. {@code what}: what it is, as a noun with an article. */
    record NotAFile(String what) implements FileOutcome {}

    /** It cannot be read. */
    record Unreadable() implements FileOutcome {}

    /** Larger than the limit, in bytes. */
    record TooLarge(long bytes, long limit) implements FileOutcome {}

    /** A CAR that breaks the rules. */
    record BadArchive(String what) implements FileOutcome {}
  }

  /** What came of adding a file. */
  sealed interface AddOutcome {
    /** Its blocks are stored durably under this address. */
    record Added(ContentAddress address, long bytes, int blocks) implements AddOutcome {}

    /** It did not work; why, from the same cases as opening. */
    record NotAdded(FileOutcome why) implements AddOutcome {}

    /** The file was read, but the store could not take it. {@code why}: what the system said. */
    record NotStored(String why) implements AddOutcome {}
  }

  /** What came with Cairn, in the order to show. Never changes. */
  List<Shipped> shipped();

  /** What was opened, newest first, each target once; at most 50. */
  List<Recent> recent();

  /** What a program was called when it was opened before, if not by its hash. */
  default Optional<String> knownAs(ProgramId program) {
    return recent().stream()
        .filter(entry -> entry.program().filter(program::equals).isPresent())
        .map(Recent::name)
        .filter(name -> !Hashes.isBrief(name))
        .findFirst();
  }

  /** Notes that a program was opened: a visit; replaces the entry of its target. Once for a run. */
  void opened(Recent entry);

  /** Notes what became of a run that was noted; no effect if that has been forgotten since. */
  void became(Recent entry);

  /** Forgets all of {@link #recent}. */
  void forgetRecent();

  /** Reads a {@code .wasm} or {@code .car} file. */
  CompletionStage<FileOutcome> read(Path file);

  /** Cuts a file into blocks and stores them, so that its hash can be opened here. */
  CompletionStage<AddOutcome> add(Path file);
}
