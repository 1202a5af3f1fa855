package cairn.profile;

import cairn.kernel.ChoiceStore;
import cairn.kernel.gate.GrantStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** An open profile. Any thread; closing it writes what is still on its way. */
public final class Profile implements AutoCloseable {
  /** The database's name in the profile's folder. */
  static final String DATABASE = "cairn.db";

  private final Path folder;
  private final FolderLock lock;
  private final Database database;
  private final StoredGrants grants;
  private final StoredChoices choices;
  private final History history;
  private final Settings settings;

  private Profile(Path folder, FolderLock lock, Database database) {
    this.folder = folder;
    this.lock = lock;
    this.database = database;
    grants = new StoredGrants(database);
    choices = new StoredChoices(database);
    history = new History(database);
    settings = new Settings(database);
  }

  /** What came of opening a profile. */
  public sealed interface Opened {
    /**
     * It is open.
     *
     * @param damaged where the former database is now, if it could not be read; the profile is then
     *     a new, empty one, and the user should be told
     */
    record Ready(Profile profile, Optional<Path> damaged) implements Opened {}

    /** Another Cairn uses it. {@code holder}: that process, as far as known. */
    record InUse(Path folder, Optional<Long> holder) implements Opened {}

    /** A newer Cairn wrote it; it was not touched. */
    record TooNew(Path database, int version, int known) implements Opened {}

    /** It can't be used. {@code detail}: what the system said, for a log or a second line. */
    record Unusable(Path folder, Reason reason, String detail) implements Opened {}
  }

  /** Why a folder cannot hold a profile. */
  public enum Reason {
    /** It cannot be made or written to. */
    NOT_WRITABLE,
    /** Everybody may write into it, so nobody's decisions are safe there. */
    SHARED,
    /** There is no SQLite for this machine, or it cannot be unpacked. */
    NO_DATABASE
  }

  /** Opens the profile in a folder, which is made if need be. Blocks on the disk. Never throws. */
  public static Opened open(Path folder) {
    return open(folder, InstantSource.system());
  }

  /** The same; the clock names damaged files. */
  static Opened open(Path folder, InstantSource clock) {
    return switch (FolderLock.take(folder)) {
      case FolderLock.Taken.Locked(FolderLock lock) -> openLocked(folder, lock, clock);
      case FolderLock.Taken.Held(Optional<Long> holder) -> new Opened.InUse(folder, holder);
      case FolderLock.Taken.Impossible(Reason reason, String detail) ->
          new Opened.Unusable(folder, reason, detail);
    };
  }

  private static Opened openLocked(Path folder, FolderLock lock, InstantSource clock) {
    Path file = folder.resolve(DATABASE);
    var outcome = Database.open(file);
    Optional<Path> aside = Optional.empty();
    if (outcome instanceof Database.Outcome.Damaged)
      switch (DamagedFile.setAside(file, clock.instant())) {
        case DamagedFile.Moved.To(Path there) -> {
          aside = Optional.of(there);
          outcome = Database.open(file);
        }
        case DamagedFile.Moved.Stuck(String detail) ->
            outcome = new Database.Outcome.Failed(Reason.NOT_WRITABLE, detail);
      }
    var opened = opened(folder, file, lock, outcome, aside);
    if (!(opened instanceof Opened.Ready)) lock.close();
    return opened;
  }

  private static Opened opened(
      Path folder, Path file, FolderLock lock, Database.Outcome outcome, Optional<Path> aside) {
    return switch (outcome) {
      case Database.Outcome.Ready(Database database) -> {
        try {
          yield new Opened.Ready(new Profile(folder, lock, database), aside);
        } catch (ProfileException e) {
          database.close();
          yield new Opened.Unusable(folder, Reason.NOT_WRITABLE, String.valueOf(e.getCause()));
        }
      }
      case Database.Outcome.Damaged(String detail) ->
          new Opened.Unusable(folder, Reason.NOT_WRITABLE, detail);
      case Database.Outcome.TooNew(int version) -> new Opened.TooNew(file, version, Schema.VERSION);
      case Database.Outcome.Failed(Reason reason, String detail) ->
          new Opened.Unusable(folder, reason, detail);
    };
  }

  /** The profile's folder. */
  public Path folder() {
    return folder;
  }

  /** The user's decisions. Its methods block on the disk. */
  public GrantStore grants() {
    return grants;
  }

  /** Who answers, by the user's word. Its methods block on the disk. */
  public ChoiceStore choices() {
    return choices;
  }

  /** What was opened. Never blocks. */
  public History history() {
    return history;
  }

  /** What the user has set. Never blocks. */
  public Settings settings() {
    return settings;
  }

  /** Waits until everything noted before is written, then lets others have the profile. */
  @Override
  public void close() {
    database.close();
    lock.close();
  }
}
