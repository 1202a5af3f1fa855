package cairn.profile;

import cairn.kernel.ChoiceStore;
import cairn.kernel.gate.GrantStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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

  Profile(Path folder, FolderLock lock, Database database, Contents contents) {
    this.folder = folder;
    this.lock = lock;
    this.database = database;
    grants = new StoredGrants(database, contents.grants());
    choices = new StoredChoices(database, contents.choices());
    history = new History(database, contents.history());
    settings = new Settings(database, contents.settings());
  }

  /** Result of opening a profile. */
  public sealed interface Opened {
    /**
     * It is open.
     *
     * @param troubles what the user should be told; usually nothing
     */
    record Ready(Profile profile, List<Trouble> troubles) implements Opened {
      public Ready {
        troubles = List.copyOf(troubles);
      }
    }

    /** Another Cairn uses it. {@code holder}: that process, as far as known. */
    record InUse(Path folder, Optional<Long> holder) implements Opened {}

    /** A newer Cairn wrote it; it was not touched. */
    record TooNew(Path database, int version, int known) implements Opened {}

    /** It can't be used. {@code detail}: why, for people, as the end of a sentence. */
    record Unusable(Path folder, Reason reason, String detail) implements Opened {}
  }

  /** Why a folder cannot hold a profile. */
  public enum Reason {
    /** It is a file, or lies below one. */
    NOT_A_FOLDER,
    /** It cannot be made or written to. */
    NOT_WRITABLE,
    /** Everybody may write into it, so nobody's decisions are safe there. */
    SHARED,
    /** Another program, which is no Cairn, holds the database. */
    LOCKED,
    /** There is no room. */
    DISK_FULL,
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
      case FolderLock.Taken.Locked(FolderLock lock) -> {
        var opened = new ProfileOpening(folder, lock, clock).open();
        if (!(opened instanceof Opened.Ready)) lock.close();
        yield opened;
      }
      case FolderLock.Taken.Held(Optional<Long> holder) -> new Opened.InUse(folder, holder);
      case FolderLock.Taken.Impossible(Reason reason, String detail) ->
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

  /**
   * What could not be written and is not on the disk yet, for people, as the end of a sentence:
   * "could not keep the setting theme: the disk is full". Empty when all is written. Never blocks.
   */
  public Optional<String> fault() {
    return database.fault();
  }

  /** The user has seen what the troubles of the opening say: later openings do not tell again. */
  public void acknowledge() {
    settings.unset(SetAsideNote.SETTING);
  }

  /** Waits until everything noted before is written, then lets others have the profile. */
  @Override
  public void close() {
    database.close();
    lock.close();
  }
}
