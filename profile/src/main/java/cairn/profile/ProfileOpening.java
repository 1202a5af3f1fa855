package cairn.profile;

import cairn.profile.Profile.Opened;
import cairn.profile.Profile.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens the database of a folder that is locked, whatever lies there. Used once, by one thread.
 *
 * <p>A new database is made under another name and gets its own when it is whole. So there is never
 * one without what it should hold, and one that is empty or missing beside its journal was damaged:
 *
 * <ol>
 *   <li>{@code cairn.db.making}: being written, with what can be read of the damaged one
 *   <li>{@code cairn.db.made}: whole and on the disk
 *   <li>the damaged one and its journals are renamed
 *   <li>{@code cairn.db}
 * </ol>
 *
 * <p>After a kill the next opening goes on: with what was made if the damaged one is gone, and from
 * the beginning if it is still there.
 */
final class ProfileOpening {
  private final Path folder;
  private final FolderLock lock;
  private final InstantSource clock;
  private final Path file;
  private final Path making;
  private final Path made;
  private final Path copy;

  /** Whether a damaged database was found. */
  private boolean replaced;

  ProfileOpening(Path folder, FolderLock lock, InstantSource clock) {
    this.folder = folder;
    this.lock = lock;
    this.clock = clock;
    file = folder.resolve(Profile.DATABASE);
    making = DamagedFile.beside(file, ".making");
    made = DamagedFile.beside(file, ".made");
    copy = DamagedFile.beside(file, ".copy");
  }

  Opened open() {
    try {
      if (DamagedFile.isThere(file)) {
        DamagedFile.delete(made);
        var outcome = Database.open(file, copy);
        if (!(outcome instanceof Database.Outcome.Damaged)) return opened(outcome);
        replace();
      } else if (DamagedFile.isThere(made)) {
        // Journals that are left are the damaged one's, and that has gone before them.
        DamagedFile.move(file, DamagedFile.aside(file, clock.instant()));
        rename(made, file);
      } else if (DamagedFile.JOURNALS.stream()
          .anyMatch(j -> DamagedFile.isThere(DamagedFile.beside(file, j)))) {
        replace();
      } else {
        make(Optional.empty());
        rename(made, file);
      }
      return opened(Database.open(file, copy));
    } catch (IOException e) {
      return new Opened.Unusable(folder, Reason.NOT_WRITABLE, FolderLock.said(e));
    } catch (SQLException e) {
      return new Opened.Unusable(folder, Faults.reason(e), Faults.words(e));
    }
  }

  /** Puts a new database in the place of a damaged one, with what can be read of it. */
  private void replace() throws IOException, SQLException {
    Path aside = DamagedFile.aside(file, clock.instant());
    make(Optional.of(aside));
    DamagedFile.move(file, aside);
    rename(made, file);
    replaced = true;
  }

  private void make(Optional<Path> inPlaceOf) throws IOException, SQLException {
    DamagedFile.delete(making);
    DamagedFile.delete(made);
    try (var connection = Database.connect(making)) {
      Schema.bringUpToDate(connection);
      if (inPlaceOf.isPresent()) Salvage.of(file, copy).writeInto(connection, inPlaceOf.get());
    }
    rename(making, made);
  }

  /** In one step, and on the disk before the next one. */
  private void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    if (!hasFoldersToForce()) return;
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Windows has no such call and needs none. */
  private boolean hasFoldersToForce() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private Opened opened(Database.Outcome outcome) {
    return switch (outcome) {
      case Database.Outcome.Sound(Connection connection, Contents contents) ->
          new Opened.Ready(
              new Profile(folder, lock, new Database(connection), contents), troubles(contents));
      // One that was just made, so the disk does not give back what it took.
      case Database.Outcome.Damaged(String detail) ->
          new Opened.Unusable(folder, Reason.NOT_WRITABLE, detail);
      case Database.Outcome.TooNew(int version) -> new Opened.TooNew(file, version, Schema.VERSION);
      case Database.Outcome.Failed(Reason reason, String detail) ->
          new Opened.Unusable(folder, reason, detail);
    };
  }

  private List<Trouble> troubles(Contents contents) {
    var troubles = new ArrayList<Trouble>();
    SetAsideNote.in(contents.settings(), folder, replaced).ifPresent(troubles::add);
    var faults = contents.choices().faults();
    if (!faults.isEmpty()) troubles.add(new Trouble.UnreadableChoices(faults));
    return troubles;
  }
}
