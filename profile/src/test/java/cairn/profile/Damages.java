package cairn.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Ways in which a profile's database can be broken, each with a name. All are made from one sound
 * profile; the same seed breaks the same bytes.
 */
final class Damages {
  private static final int SEED = 42;

  /** Longer than Cairn reads; one of a table is enough, and forty would be 120 MB to write. */
  private static final String LONG = "randomblob(3000000)";

  /** Puts a broken copy of the sound profile into a folder that has an untouched copy. */
  @FunctionalInterface
  interface Damage {
    void on(Path folder) throws IOException, SQLException;
  }

  private final Path sound;
  private final Path unclean;
  private final byte[] bytes;
  private final int pageSize;
  private final Random random = new Random(SEED);
  private final Map<String, Damage> all = new LinkedHashMap<>();

  private Damages(Path sound, Path unclean) throws IOException {
    this.sound = sound;
    this.unclean = unclean;
    bytes = Files.readAllBytes(sound.resolve(Profile.DATABASE));
    int size = ByteBuffer.wrap(bytes).getShort(16) & 0xffff;
    pageSize = size == 1 ? 65_536 : size;
  }

  /**
   * All of them.
   *
   * @param sound a profile that was closed
   * @param unclean the same one as it was copied while it was open, with its journal
   */
  static Map<String, Damage> of(Path sound, Path unclean) throws IOException {
    var damages = new Damages(sound, unclean);
    damages.lengths();
    damages.contents();
    damages.headers();
    damages.otherThings();
    damages.journals();
    damages.schemas();
    damages.values();
    return damages.all;
  }

  private void lengths() {
    for (int length = 0; length < bytes.length; length += pageSize)
      cut("cut at page " + length / pageSize, length);
    for (int i = 0; i < 30; i++) {
      int length = random.nextInt(bytes.length);
      cut("cut at byte " + length, length);
    }
    for (int i = 0; i < 5; i++) {
      int more = random.nextInt(3 * pageSize);
      bytes("longer by " + more, bytes -> Arrays.copyOf(bytes, bytes.length + more));
    }
  }

  private void cut(String name, int length) {
    bytes(name, bytes -> Arrays.copyOf(bytes, length));
  }

  private void contents() {
    for (int page = 0; page < bytes.length / pageSize; page++) {
      int from = page * pageSize;
      bytes("zeros for page " + page, bytes -> filled(bytes, from, (byte) 0));
      bytes("ones for page " + page, bytes -> filled(bytes, from, (byte) 0xff));
      int other = random.nextInt(bytes.length / pageSize) * pageSize;
      bytes(
          "page " + page + " is page " + other / pageSize,
          bytes -> {
            System.arraycopy(bytes, other, bytes, from, pageSize);
            return bytes;
          });
    }
    for (int i = 0; i < 60; i++) {
      long seed = random.nextLong();
      bytes("random bytes " + i, bytes -> scattered(bytes, 100, new Random(seed)));
    }
    // Of a page of a tree, the head says most: its kind, its number of cells, where they are.
    for (int i = 0; i < 30; i++) {
      int at = random.nextInt(bytes.length / pageSize) * pageSize + random.nextInt(24);
      byte value = (byte) random.nextInt(256);
      bytes("byte " + at + " is " + value, bytes -> with(bytes, at, value));
    }
  }

  private void headers() {
    for (int at = 0; at < 100; at++) {
      int offset = at;
      byte value = (byte) random.nextInt(256);
      bytes("header byte " + at + " is " + value, bytes -> with(bytes, offset, value));
    }
    bytes("no head at all", bytes -> filled(bytes, 0, (byte) random.nextInt(256)));
    bytes("text", bytes -> "just a note, and a rather long one".getBytes(StandardCharsets.UTF_8));
    bytes("one byte", bytes -> new byte[] {'S'});
    bytes("the magic alone", bytes -> Arrays.copyOf(bytes, 16));
  }

  private void otherThings() {
    all.put("a folder in its place", folder -> Files.createDirectory(emptied(folder)));
    all.put(
        "a full folder in its place",
        folder -> Files.createFile(Files.createDirectory(emptied(folder)).resolve("x")));
    all.put(
        "a link to nothing",
        folder -> Files.createSymbolicLink(emptied(folder), folder.resolve("nothing")));
    all.put(
        "a link to itself",
        folder -> Files.createSymbolicLink(emptied(folder), folder.resolve(Profile.DATABASE)));
    all.put(
        "a link to a folder", folder -> Files.createSymbolicLink(emptied(folder), Path.of("/")));
    if (Files.exists(Path.of("/dev/full")))
      for (String device : List.of("/dev/full", "/dev/null", "/dev/zero"))
        all.put(
            "a link to " + device,
            folder -> Files.createSymbolicLink(emptied(folder), Path.of(device)));
    if (sound.getFileSystem().supportedFileAttributeViews().contains("posix"))
      all.put(
          "nobody may read it",
          folder ->
              Files.setPosixFilePermissions(
                  folder.resolve(Profile.DATABASE), PosixFilePermissions.fromString("---------")));
  }

  private static Path emptied(Path folder) throws IOException {
    Path file = folder.resolve(Profile.DATABASE);
    Files.deleteIfExists(file);
    return file;
  }

  private void journals() {
    for (String journal : List.of("-wal", "-shm", "-journal")) {
      for (int i = 0; i < 6; i++) {
        long seed = random.nextLong();
        all.put(
            "a random " + journal + " " + i,
            folder -> {
              var noise = new byte[new Random(seed).nextInt(40_000)];
              new Random(seed).nextBytes(noise);
              Files.write(beside(folder, journal), noise);
            });
      }
      all.put(
          "a folder as " + journal,
          folder ->
              Files.createDirectory(Files.createDirectory(beside(folder, journal)).resolve("x")));
      all.put(
          "a link to nothing as " + journal,
          folder -> Files.createSymbolicLink(beside(folder, journal), folder.resolve("no/where")));
    }
    all.put("the journal of another profile", folder -> foreignJournal(folder));
    all.put(
        "the index of another journal",
        folder -> Files.copy(beside(unclean, "-shm"), beside(folder, "-shm")));
    all.put(
        "a journal without its database",
        folder -> {
          copy(unclean, folder);
          Files.delete(folder.resolve(Profile.DATABASE));
        });
    for (int i = 0; i < 12; i++) {
      long seed = random.nextLong();
      all.put(
          "random bytes in the journal of a kill " + i,
          folder -> {
            copy(unclean, folder);
            Path wal = beside(folder, "-wal");
            Files.write(wal, scattered(Files.readAllBytes(wal), 40, new Random(seed)));
          });
      all.put(
          "random bytes beside the journal of a kill " + i,
          folder -> {
            copy(unclean, folder);
            Path file = folder.resolve(Profile.DATABASE);
            Files.write(file, scattered(Files.readAllBytes(file), 40, new Random(seed)));
          });
    }
  }

  /** As a kill leaves it, of a profile that has nothing of this one. */
  private static void foreignJournal(Path folder) throws IOException, SQLException {
    Path other = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-other"));
    try (var profile = Rows.open(other)) {
      for (int i = 0; i < 50; i++)
        profile
            .grants()
            .store(Rows.CHAT, Rows.connect("192.168.0." + i, 80, true), java.time.Instant.EPOCH);
      Files.copy(beside(other, "-wal"), beside(folder, "-wal"));
    }
  }

  private void schemas() {
    for (String table : List.of("grants", "settings", "history", "choices"))
      sql("no table " + table, "DROP TABLE " + table);
    sql("no column of grants", "ALTER TABLE grants DROP COLUMN uses");
    sql("no column of history", "ALTER TABLE history DROP COLUMN source");
    sql(
        "a view for a table",
        "ALTER TABLE history RENAME TO h; CREATE VIEW history AS SELECT * FROM h");
    sql(
        "a trigger that takes decisions away",
        "CREATE TRIGGER t AFTER INSERT ON grants BEGIN DELETE FROM grants; END");
    for (int version : new int[] {-1, Integer.MIN_VALUE, 0, 1, 2, 42, 5000, Integer.MAX_VALUE})
      sql("version " + version, "PRAGMA user_version = " + version);
  }

  private void values() {
    var columns =
        List.of(
            "program",
            "interface",
            "deed",
            "scope_kind",
            "scope",
            "port",
            "about",
            "breadth",
            "allow");
    for (String column : columns)
      for (String value : List.of("NULL", "-5", "'words'", "x'00ff'", LONG))
        rows("grants", column, value);
    for (String column : List.of("id", "since", "last_used", "uses")) {
      rows("grants", column, "NULL");
      rows("grants", column, "'words'");
    }
    for (String column : List.of("interface", "whose", "program", "name", "address", "filter"))
      for (String value : List.of("NULL", "'words'")) rows("choices", column, value);
    for (String column : List.of("address", "name", "program", "first_opened", "times", "source"))
      for (String value : List.of("NULL", "x'00ff'", "-99999999999999999"))
        rows("history", column, value);
    rows("settings", "name", "NULL");
    rows("settings", "value", "NULL");
    rows("settings", "value", LONG);
  }

  /** Rows that the table's rules would not let in: whoever wrote them had no such rules. */
  private void rows(String table, String column, String value) {
    sql(
        table + "." + column + " = " + value,
        "CREATE TABLE copy AS SELECT * FROM "
            + table
            + "; DROP TABLE "
            + table
            + "; ALTER TABLE copy RENAME TO "
            + table
            + "; UPDATE "
            + table
            + " SET "
            + column
            + " = "
            + value
            + (value.equals(LONG) ? " WHERE rowid = 3" : " WHERE rowid % 3 = 0"));
  }

  // ---------------------------------------------------------------------------------------------

  @FunctionalInterface
  private interface Change {
    byte[] of(byte[] bytes);
  }

  private void bytes(String name, Change change) {
    all.put(
        name, folder -> Files.write(folder.resolve(Profile.DATABASE), change.of(bytes.clone())));
  }

  private void sql(String name, String updates) {
    all.put(
        name,
        folder -> {
          try (var connection =
                  DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(Profile.DATABASE));
              var statement = connection.createStatement()) {
            for (String update : updates.split("; (?![^;]*END)", -1)) statement.execute(update);
          }
        });
  }

  private byte[] filled(byte[] bytes, int from, byte with) {
    Arrays.fill(bytes, from, from + pageSize, with);
    return bytes;
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] scattered(byte[] bytes, int most, Random random) {
    for (int i = random.nextInt(most); i >= 0; i--)
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return bytes;
  }

  static Path beside(Path folder, String suffix) {
    return folder.resolve(Profile.DATABASE + suffix);
  }

  /** The database and its journals. */
  static void copy(Path from, Path to) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var listed = Files.list(from)) {
      listed
          .filter(f -> f.getFileName().toString().startsWith(Profile.DATABASE))
          .forEach(files::add);
    }
    for (Path file : files)
      Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }
}
