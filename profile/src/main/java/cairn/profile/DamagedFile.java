package cairn.profile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks at a database from outside, and moves one that cannot be read out of the way. */
final class DamagedFile {
  /** What SQLite keeps beside a database, by the ends of the names. */
  static final List<String> JOURNALS = List.of("-wal", "-shm", "-journal");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final byte[] MAGIC = "SQLite format 3\u0000".getBytes(StandardCharsets.US_ASCII);

  /** Where the versions for writing and reading stand. */
  private static final int VERSIONS = 18;

  /** Bytes of the head, and where sizes stand in it. */
  private static final int HEAD = 100;

  private static final int PAGE_SIZE = 16;
  private static final int PAGES = 28;

  /** Bytes that a head is believed to need. */
  private static final long LONGEST = 1L << 30;

  private DamagedFile() {}

  /**
   * What is wrong with a database and its journals, as far as that shows before SQLite opens them:
   * it deletes the journal of what is no database, and waits at a pipe. The database is there.
   */
  static Optional<String> fault(Path file) throws IOException {
    if (!Files.isRegularFile(file)) return Optional.of("it is not a file");
    if (!Files.isReadable(file)) return Optional.of("it may not be read");
    try (var in = Files.newInputStream(file)) {
      // "Database File Format", 1.3. Ours are never empty: they get their name when they are made.
      byte[] head = in.readNBytes(VERSIONS + 2);
      if (head.length < VERSIONS + 2 || !Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length)))
        return Optional.of("it does not begin like a database");
      // Of a higher version SQLite would write nothing, and say so only then.
      if (head[VERSIONS] < 1 || head[VERSIONS] > 2) return Optional.of("it is of another format");
    }
    for (String journal : JOURNALS) {
      Path beside = beside(file, journal);
      if (isThere(beside) && !Files.isRegularFile(beside))
        return Optional.of("what should be its journal is not a file");
    }
    return Journal.hasLost(beside(file, "-wal"))
        ? Optional.of("its journal is damaged")
        : Optional.empty();
  }

  /** Whether there is anything of this name, if only a link that leads nowhere. */
  static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether something waits in a journal: then SQLite writes to the database to read it. */
  static boolean hasJournal(Path file) throws IOException {
    for (String journal : List.of("-wal", "-journal")) {
      Path beside = beside(file, journal);
      if (Files.isRegularFile(beside) && Files.size(beside) > 0) return true;
    }
    return false;
  }

  /** Copies a database with its journals to another name, in place of what was there. */
  static void copy(Path file, Path to) throws IOException {
    delete(to);
    for (String journal : List.of("-wal", "-journal")) {
      Path beside = beside(file, journal);
      if (Files.isRegularFile(beside)) Files.copy(beside, beside(to, journal));
    }
    Files.copy(file, to);
  }

  /**
   * Makes a copy that was cut as long as its head says ("Database File Format", 1.3.7): of a
   * shorter one SQLite reads nothing at all.
   */
  static void lengthen(Path copy) throws IOException {
    try (var file = new RandomAccessFile(copy.toFile(), "rw")) {
      if (file.length() < HEAD) return;
      file.seek(PAGE_SIZE);
      int size = file.readUnsignedShort();
      file.seek(PAGES);
      long length = (size == 1 ? 65_536L : size) * Math.max(0, file.readInt());
      if (length > file.length() && length <= LONGEST) file.setLength(length);
    }
  }

  /** Deletes a database of our own making with its journals. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    for (String journal : JOURNALS) Files.deleteIfExists(beside(file, journal));
  }

  /** The name for a damaged database; nothing has it, nor the names of its journals. */
  static Path aside(Path file, Instant now) {
    String suffix = ".damaged-" + TIME.format(now);
    Path aside = beside(file, suffix);
    for (int i = 2; isTaken(aside); i++) aside = beside(file, suffix + "-" + i);
    return aside;
  }

  private static boolean isTaken(Path aside) {
    return isThere(aside) || JOURNALS.stream().anyMatch(j -> isThere(beside(aside, j)));
  }

  /**
   * Renames a database and its journals. The database first: who is killed in between leaves
   * journals without a database, and those are not played into the next one but moved as well.
   */
  static void move(Path file, Path aside) throws IOException {
    if (isThere(file)) Files.move(file, aside);
    for (String journal : JOURNALS) {
      Path beside = beside(file, journal);
      if (isThere(beside)) Files.move(beside, beside(aside, journal));
    }
  }

  static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
