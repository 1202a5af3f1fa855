package cairn.profile;

import static cairn.profile.Rows.FETCH;
import static cairn.profile.Rows.connect;
import static cairn.profile.Rows.open;
import static cairn.profile.Rows.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.kernel.gate.GrantId;
import cairn.profile.Profile.Opened;
import cairn.profile.Profile.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path temporary;

  @Test
  void theFolderIsTheUsersAlone() throws IOException {
    assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var folder = temporary.resolve("a/profile");

    try (var profile = open(folder)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile.folder())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderThatEverybodyMayWriteToIsNotTaken() throws IOException {
    assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var folder = Files.createDirectory(temporary.resolve("shared"));
    var rights = PosixFilePermissions.fromString("rwxrwxrwx");
    Files.setPosixFilePermissions(folder, rights);

    assertThat(Profile.open(folder)).matches(o -> unusable(o, Reason.SHARED));

    assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(rights);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aSettingIsReadBesideTheCairnThatHasTheProfileOpen() {
    try (var profile = open(temporary)) {
      profile.settings().set("gateways", "https://mine.example");
      profile.settings().set("later", "x");
      // The database's thread works in order: this waits for the two.
      profile.grants().revoke(new GrantId(4711));

      assertThat(Settings.peek(temporary, "gateways"))
          .isEqualTo(new Settings.Peeked.Value("https://mine.example"));
    }
    assertThat(Settings.peek(temporary, "gateways"))
        .isEqualTo(new Settings.Peeked.Value("https://mine.example"));
    assertThat(Settings.peek(temporary, "never")).isEqualTo(new Settings.Peeked.NeverSet());
  }

  @Test
  void aSettingOfABrokenProfileIsSaidToBeUnreadable() throws IOException {
    assertThat(Settings.peek(temporary.resolve("nowhere"), "gateways"))
        .isEqualTo(new Settings.Peeked.NeverSet());
    Files.writeString(temporary.resolve("cairn.db"), "no database at all, but long enough");

    assertThat(Settings.peek(temporary, "gateways"))
        .isEqualTo(
            new Settings.Peeked.Unreadable(
                temporary.resolve("cairn.db"), "it does not begin like a database"));
    assertThat(temporary.resolve("cairn.db")).hasContent("no database at all, but long enough");
  }

  @Test
  void aSecondOpeningSaysWhoHasIt() {
    try (var profile = open(temporary)) {
      assertThat(Profile.open(temporary))
          .isEqualTo(new Opened.InUse(temporary, Optional.of(ProcessHandle.current().pid())));
      profile.settings().set("still", "works");
    }

    open(temporary).close();
  }

  @Test
  void closingTwiceDoesNoHarm() {
    var profile = open(temporary);
    profile.close();
    profile.close();

    try (var again = open(temporary)) {
      assertThat(again.grants().load()).isEmpty();
    }
  }

  @Test
  void aFileOfGarbageIsSetAsideWithItsJournals() throws IOException {
    var garbage = new byte[20_000];
    new Random(1).nextBytes(garbage);
    Files.write(temporary.resolve("cairn.db"), garbage);
    Files.writeString(temporary.resolve("cairn.db-wal"), "half a journal");

    var ready = ready(Profile.open(temporary, InstantSource.fixed(NOON)));

    try (var profile = ready.profile()) {
      var aside = aside(ready);
      assertThat(aside).hasFileName("cairn.db.damaged-20261122-120000").hasBinaryContent(garbage);
      assertThat(aside.resolveSibling(aside.getFileName() + "-wal")).hasContent("half a journal");
      profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON);
    }
    try (var again = open(temporary)) {
      assertThat(again.grants().load()).hasSize(1);
    }
  }

  @Test
  void twoDamagedFilesInOneSecondAreBothKept() throws IOException {
    for (var content : new String[] {"first, and long enough to be no database", "second"}) {
      Files.deleteIfExists(temporary.resolve("cairn.db-wal"));
      Files.writeString(temporary.resolve("cairn.db"), content.repeat(10));
      ready(Profile.open(temporary, InstantSource.fixed(NOON))).profile().close();
    }

    assertThat(temporary.resolve("cairn.db.damaged-20261122-120000")).content().startsWith("first");
    assertThat(temporary.resolve("cairn.db.damaged-20261122-120000-2"))
        .content()
        .startsWith("second");
  }

  @Test
  void noDamageThrowsAndNoneIsSilent() throws IOException {
    var folder = temporary.resolve("sound");
    try (var profile = open(folder)) {
      for (int i = 0; i < 200; i++)
        profile.grants().store(FETCH, connect("10.0.0." + i, 80, true), NOON);
    }
    byte[] sound = Files.readAllBytes(folder.resolve("cairn.db"));
    var random = new Random(42);
    int setAside = 0;
    for (int round = 0; round < 60; round++) {
      byte[] damaged = sound.clone();
      for (int i = random.nextInt(40); i >= 0; i--)
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      int length = random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length;
      var victim = Files.createDirectory(temporary.resolve("victim" + round));
      Files.write(victim.resolve("cairn.db"), java.util.Arrays.copyOf(damaged, length));

      switch (Profile.open(victim, InstantSource.fixed(NOON))) {
        case Opened.Ready ready -> {
          ready.profile().grants().load();
          ready.profile().close();
          if (!ready.troubles().isEmpty()) {
            setAside++;
            assertThat(aside(ready)).hasSize(length);
          }
        }
        case Opened.TooNew(Path file, int _, int _) -> assertThat(file).hasSize(length);
        case Opened.InUse inUse -> throw new AssertionError(inUse);
        case Opened.Unusable unusable -> assertThat(unusable.detail()).isNotEmpty();
      }
    }
    assertThat(setAside).isGreaterThan(20);
  }

  @Test
  void aStrangersDatabaseIsSetAside() throws SQLException {
    sql("CREATE TABLE grants (money INTEGER)");

    var ready = ready(Profile.open(temporary, InstantSource.fixed(NOON)));

    ready.profile().close();
    assertThat(aside(ready)).isRegularFile();
  }

  @Test
  void aDatabaseThatClaimsTablesItLacksIsSetAside() throws SQLException {
    sql("PRAGMA user_version = 2");

    var ready = ready(Profile.open(temporary, InstantSource.fixed(NOON)));

    ready.profile().close();
    assertThat(aside(ready)).isRegularFile();
  }

  @Test
  void theDatabaseOfANewerCairnIsLeftAlone() throws IOException, SQLException {
    sql("CREATE TABLE later (x); PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(temporary.resolve("cairn.db"));

    assertThat(Profile.open(temporary))
        .isEqualTo(new Opened.TooNew(temporary.resolve("cairn.db"), 99, Schema.VERSION));

    assertThat(temporary.resolve("cairn.db")).hasBinaryContent(before);
  }

  @Test
  void aDatabaseOfAnOlderCairnIsBroughtUpToDateWithAllItHolds() throws SQLException {
    // What version 1 was, word for word, so that its step in Schema never changes.
    sql(
        """
        CREATE TABLE grants (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          program BLOB NOT NULL CHECK (length(program) = 32),
          interface BLOB NOT NULL CHECK (length(interface) = 32),
          deed TEXT NOT NULL,
          scope_kind TEXT NOT NULL CHECK (scope_kind IN ('whole', 'endpoint', 'interface', 'text')),
          scope TEXT NOT NULL,
          port INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
          about TEXT NOT NULL,
          breadth TEXT NOT NULL CHECK (breadth IN ('EXACT', 'HOST', 'ANY')),
          allow INTEGER NOT NULL CHECK (allow IN (0, 1)),
          since INTEGER NOT NULL, last_used INTEGER NOT NULL, uses INTEGER NOT NULL,
          UNIQUE (program, interface, deed, scope_kind, scope, port, breadth)
        );
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO settings VALUES ('theme', 'DARK');
        INSERT INTO grants VALUES (7, x'%s', x'%s', 'connect', 'endpoint', '10.0.0.7', 80, 'LOCAL',
                                   'EXACT', 1, 0, 0, 3);
        PRAGMA user_version = 1;
        """
            .formatted(FETCH, Rows.TCP));

    var ready = ready(Profile.open(temporary));

    try (var profile = ready.profile()) {
      assertThat(ready.troubles()).isEmpty();
      assertThat(profile.settings().get("theme")).contains("DARK");
      assertThat(profile.grants().load().getFirst().rule())
          .isEqualTo(connect("10.0.0.7", 80, true));
      profile.history().opened("/ipfs/a", "a", Optional.empty(), NOON, "OPENED");
      profile.choices().keep(ChoiceWriter.numbered(1), NOON);
    }
    try (var again = open(temporary)) {
      assertThat(again.history().entries()).hasSize(1);
      assertThat(again.choices().load().choices()).containsExactly(ChoiceWriter.numbered(1));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.writeString(temporary.resolve("file"), "");

    assertThat(Profile.open(file)).matches(o -> unusable(o, Reason.NOT_A_FOLDER));
    assertThat(Profile.open(file.resolve("below"))).matches(o -> unusable(o, Reason.NOT_A_FOLDER));
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() {
    // Not even root can write into /proc; rights alone would not stop it.
    var readOnly = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(readOnly), "skipped: there is no /proc here");

    assertThat(Profile.open(readOnly)).matches(o -> unusable(o, Reason.NOT_WRITABLE));
  }

  private static Path aside(Opened.Ready ready) {
    assertThat(ready.troubles()).hasSize(1).first().isInstanceOf(Trouble.SetAside.class);
    return ((Trouble.SetAside) ready.troubles().getFirst()).aside();
  }

  private static boolean unusable(Opened opened, Reason reason) {
    return opened instanceof Opened.Unusable(Path _, Reason why, String detail)
        && why == reason
        && !detail.isEmpty();
  }

  private void sql(String updates) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("cairn.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate(updates);
    }
  }
}
