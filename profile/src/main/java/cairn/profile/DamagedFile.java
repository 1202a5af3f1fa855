package cairn.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** Moves a database that cannot be read out of the way, with what belongs to it. */
final class DamagedFile {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final byte[] MAGIC = "SQLite format 3\u0000".getBytes(StandardCharsets.US_ASCII);

  private DamagedFile() {}

  /** What came of it. */
  sealed interface Moved {
    record To(Path aside) implements Moved {}

    record Stuck(String detail) implements Moved {}
  }

  /**
   * Whether there is content, but not that of a database of SQLite ("Database File Format", 1.3).
   */
  static boolean isNoDatabase(Path file) {
    if (!Files.isRegularFile(file)) return false;
    try (var in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(MAGIC.length);
      return start.length > 0 && !Arrays.equals(start, MAGIC);
    } catch (IOException e) {
      // Then SQLite will say why it cannot be read.
      return false;
    }
  }

  /** Renames the file and its journals to a name that was not taken. */
  static Moved setAside(Path file, Instant now) {
    try {
      Path aside = free(file, "damaged-" + TIME.format(now));
      // The journal goes first: left behind, it would be played into the new database.
      for (String journal : new String[] {"-wal", "-shm", "-journal"})
        if (Files.exists(beside(file, journal)))
          Files.move(beside(file, journal), beside(aside, journal));
      Files.move(file, aside);
      return new Moved.To(aside);
    } catch (IOException e) {
      return new Moved.Stuck(e.toString());
    }
  }

  private static Path free(Path file, String suffix) {
    Path aside = beside(file, "." + suffix);
    for (int i = 2; Files.exists(aside); i++) aside = beside(file, "." + suffix + "-" + i);
    return aside;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
