package cairn.profile;

import static cairn.profile.Rows.ready;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Rule;
import cairn.profile.Profile.Opened;
import cairn.profile.Profile.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever lies where a profile's database should be, the profile opens; what could not be read is
 * told, and no denial is gone without a word.
 */
class DamagedProfileTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int GRANTS = 120;

  /** Every so many cases it is also looked whether the next start works. */
  private static final int NOW_AND_THEN = 5;

  @TempDir(factory = MemoryDisk.class)
  private static Path samples;

  private static final List<Rule> DENIALS = new ArrayList<>();

  @TempDir(factory = MemoryDisk.class)
  Path temporary;

  private int cases;

  @BeforeAll
  static void makeTheSoundOne() throws IOException {
    Path unclean = Files.createDirectory(samples.resolve("unclean"));
    try (var profile = Rows.open(samples.resolve("sound"))) {
      for (int i = 0; i < GRANTS; i++) {
        var rule = Rows.connect("10.0.0." + i, 80, i % 3 != 0);
        profile.grants().store(i % 2 == 0 ? Rows.FETCH : Rows.CHAT, rule, NOON);
        if (!rule.allow()) DENIALS.add(rule);
      }
      for (int i = 0; i < 20; i++) profile.choices().keep(ChoiceWriter.numbered(i), NOON);
      for (int i = 0; i < 60; i++)
        profile.history().opened("/ipfs/" + i, "a", Optional.of(Rows.FETCH), NOON, "OPENED");
      profile.settings().set("theme", "dark");
      profile.grants().revoke(new GrantId(4711));
      Damages.copy(samples.resolve("sound"), unclean);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyDamage() throws IOException {
    var damages = Damages.of(samples.resolve("sound"), samples.resolve("unclean"));
    assertThat(damages).hasSizeGreaterThan(420);
    return damages.entrySet().stream()
        .map(it -> DynamicTest.dynamicTest(it.getKey(), () -> isBorne(it.getKey(), it.getValue())));
  }

  private void isBorne(String name, Damages.Damage damage) throws IOException, SQLException {
    Path folder = Files.createDirectory(temporary.resolve(name.replaceAll("[^a-z0-9]", "-")));
    Damages.copy(samples.resolve("sound"), folder);
    damage.on(folder);

    var opened = Profile.open(folder, InstantSource.fixed(NOON));

    if (opened instanceof Opened.TooNew) {
      assertThat(name).matches("version 42|header byte 63 is .*");
      return;
    }
    var ready = ready(opened);
    try (var profile = ready.profile()) {
      List<Rule> loaded = profile.grants().load().stream().map(Grant::rule).toList();
      if (ready.troubles().isEmpty()) {
        assertThat(loaded).hasSize(GRANTS).containsAll(DENIALS);
        assertThat(profile.choices().load().choices()).hasSize(20);
      } else if (ready.troubles().getFirst()
          instanceof Trouble.SetAside(Path aside, boolean now, int denials, _, boolean whole)) {
        assertThat(now).isTrue();
        assertThat(loaded).hasSize(denials).isSubsetOf(DENIALS);
        if (whole) assertThat(loaded).containsExactlyInAnyOrderElementsOf(DENIALS);
        assertThat(somethingIsCalled(aside)).as("%s", aside).isTrue();
      }
      profile.grants().store(Rows.FETCH, Rows.connect("10.9.9.9", 1, false), NOON);
      assertThat(profile.fault()).isEmpty();
    }
    if (cases++ % NOW_AND_THEN == 0) isFitForTheNextStart(folder, ready.troubles());
  }

  /** Of a database that was gone, its journal is what was set aside. */
  private static boolean somethingIsCalled(Path aside) throws IOException {
    try (var files = Files.list(aside.getParent())) {
      String name = aside.getFileName().toString();
      return files.anyMatch(file -> file.getFileName().toString().startsWith(name));
    }
  }

  private static void isFitForTheNextStart(Path folder, List<Trouble> told) throws IOException {
    var again = ready(Profile.open(folder, InstantSource.fixed(NOON)));
    try (var profile = again.profile()) {
      assertThat(profile.grants().load())
          .extracting(Grant::rule)
          .contains(Rows.connect("10.9.9.9", 1, false));
      // Nobody has seen it yet.
      assertThat(again.troubles()).hasSameSizeAs(told);
      profile.acknowledge();
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(n -> n.endsWith(".copy") || n.endsWith(".making") || n.endsWith(".made"));
    }
  }

  @Test
  void whatTheUserHasSeenIsNotToldAgain() throws IOException {
    Files.writeString(temporary.resolve("cairn.db"), "no database");
    try (var profile = ready(Profile.open(temporary)).profile()) {
      profile.acknowledge();
    }

    var again = ready(Profile.open(temporary));

    again.profile().close();
    assertThat(again.troubles()).isEmpty();
  }

  @Test
  void whatWasAllowedIsAskedAgainAndWhatWasDeniedIsNot() throws Exception {
    Damages.copy(samples.resolve("sound"), temporary);
    sql("CREATE TABLE copy AS SELECT * FROM settings; DROP TABLE settings");

    var ready = ready(Profile.open(temporary, InstantSource.fixed(NOON)));

    try (var profile = ready.profile()) {
      assertThat(profile.grants().load())
          .extracting(Grant::rule)
          .containsExactlyInAnyOrderElementsOf(DENIALS);
      assertThat(profile.choices().load().choices()).hasSize(20);
      assertThat(profile.history().entries()).hasSize(60);
      assertThat(ready.troubles())
          .containsExactly(
              new Trouble.SetAside(
                  temporary.resolve("cairn.db.damaged-20261122-120000"),
                  true,
                  DENIALS.size(),
                  20,
                  true));
    }
  }

  @Test
  void ofADatabaseThatWasCutTheDenialsBeforeTheCutHoldOn() throws Exception {
    byte[] sound = Files.readAllBytes(samples.resolve("sound/cairn.db"));
    Files.write(temporary.resolve("cairn.db"), Arrays.copyOf(sound, sound.length - 5000));

    var ready = ready(Profile.open(temporary));

    try (var profile = ready.profile()) {
      assertThat(profile.grants().load()).isNotEmpty().extracting(Grant::rule).isSubsetOf(DENIALS);
    }
  }

  @Test
  void aDenialThatBecameAYesIsNotBelieved() throws Exception {
    Damages.copy(samples.resolve("sound"), temporary);
    sql("UPDATE grants SET allow = 1 WHERE scope = '10.0.0.0'");

    var ready = ready(Profile.open(temporary));

    try (var profile = ready.profile()) {
      assertThat(profile.grants().load()).extracting(Grant::rule).noneMatch(Rule::allow);
      assertThat(((Trouble.SetAside) ready.troubles().getFirst()).whole()).isFalse();
    }
  }

  @Test
  void aKillWhileADamagedOneIsReplacedLosesNothing() throws Exception {
    // As after the third step: the damaged one is gone, what was read of it is whole.
    Damages.copy(samples.resolve("sound"), temporary);
    Files.move(temporary.resolve("cairn.db"), temporary.resolve("cairn.db.made"));
    Files.writeString(temporary.resolve("cairn.db-wal"), "of the damaged one");

    var ready = ready(Profile.open(temporary, InstantSource.fixed(NOON)));

    try (var profile = ready.profile()) {
      assertThat(profile.grants().load()).hasSize(GRANTS);
      assertThat(temporary.resolve("cairn.db.damaged-20261122-120000-wal")).exists();
    }
  }

  @Test
  void aDatabaseThatAnotherProgramHasLockedIsLeftAlone() throws Exception {
    Damages.copy(samples.resolve("sound"), temporary);
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("cairn.db"));
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute("BEGIN EXCLUSIVE");

      assertThat(Profile.open(temporary))
          .isEqualTo(
              new Opened.Unusable(temporary, Reason.LOCKED, "another program has locked it"));
    }
    var ready = ready(Profile.open(temporary));
    ready.profile().close();
    assertThat(ready.troubles()).isEmpty();
  }

  @Test
  void whatIsSetAsideIsEveryByteThatWasThere() throws Exception {
    Damages.copy(samples.resolve("unclean"), temporary);
    Files.writeString(temporary.resolve("cairn.db"), "overwritten");
    byte[] journal = Files.readAllBytes(temporary.resolve("cairn.db-wal"));

    ready(Profile.open(temporary, InstantSource.fixed(NOON))).profile().close();

    assertThat(temporary.resolve("cairn.db.damaged-20261122-120000")).hasContent("overwritten");
    assertThat(temporary.resolve("cairn.db.damaged-20261122-120000-wal")).hasBinaryContent(journal);
  }

  @Test
  void aLinkThatLeadsNowhereIsMovedAndNotFollowed() throws IOException {
    Files.createSymbolicLink(temporary.resolve("cairn.db"), temporary.resolve("nothing"));

    ready(Profile.open(temporary, InstantSource.fixed(NOON))).profile().close();

    assertThat(Files.exists(temporary.resolve("cairn.db"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(temporary.resolve("cairn.db")).isRegularFile();
    assertThat(temporary.resolve("nothing")).doesNotExist();
    assertThat(Files.isSymbolicLink(temporary.resolve("cairn.db.damaged-20261122-120000")))
        .isTrue();
  }

  private void sql(String updates) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + temporary.resolve("cairn.db"));
        var statement = connection.createStatement()) {
      for (String update : updates.split("; ", -1)) statement.execute(update);
    }
  }
}
