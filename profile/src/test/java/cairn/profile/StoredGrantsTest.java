package cairn.profile;

import static cairn.profile.Rows.CHAT;
import static cairn.profile.Rows.FETCH;
import static cairn.profile.Rows.TCP;
import static cairn.profile.Rows.connect;
import static cairn.profile.Rows.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Interfaces;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredGrantsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

  @TempDir Path folder;

  @Test
  void everyKindOfGrantComesBackAsItWas() {
    var stored = new ArrayList<Grant>();
    var scopes =
        List.of(
            new Scope.Whole(),
            new Scope.Endpoint("fd00::7", 65535, Scope.Reach.LOCAL),
            new Scope.OfInterface(TCP, "tcp"),
            new Scope.Program("bafk", List.of()),
            new Scope.Program("bafk", List.of("", "two words", "\"\\ \n \u0000 \u202e 🙂")),
            new Scope.Text("it's \"quoted\"; DROP TABLE grants; \u0000 ü 🙂"));
    try (var profile = open(folder)) {
      for (var scope : scopes)
        for (var breadth : Breadth.values()) {
          var rule = new Rule(TCP, Optional.of("connect"), scope, breadth, true);
          stored.add(profile.grants().store(FETCH, rule, NOON));
        }
      var allDeeds = new Rule(TCP, Optional.empty(), new Scope.Whole(), Breadth.ANY, false);
      stored.add(profile.grants().store(CHAT, allDeeds, NOON));
    }

    try (var again = open(folder)) {
      assertThat(again.grants().load()).isEqualTo(stored);
    }
    assertThat(stored)
        .extracting(g -> g.id().number())
        .doesNotHaveDuplicates()
        .allMatch(n -> n > 0);
  }

  @Test
  void anEqualRuleIsReplacedAndKeepsItsId() {
    try (var profile = open(folder)) {
      var yes = profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON);
      profile.grants().used(yes.id(), NOON, 12);

      var no = profile.grants().store(FETCH, connect("10.0.0.7", 80, false), NOON.plusSeconds(1));

      assertThat(no.id()).isEqualTo(yes.id());
      assertThat(profile.grants().load()).containsExactly(no);
    }
  }

  @Test
  void rulesThatDifferInAnythingStandBesideEachOther() {
    try (var profile = open(folder)) {
      var grants = profile.grants();
      grants.store(FETCH, connect("10.0.0.7", 80, true), NOON);
      grants.store(CHAT, connect("10.0.0.7", 80, true), NOON);
      grants.store(FETCH, connect("10.0.0.7", 81, true), NOON);
      grants.store(FETCH, connect("10.0.0.8", 80, true), NOON);
      var listen =
          new Rule(
              TCP,
              Optional.of("listen"),
              connect("10.0.0.7", 80, true).scope(),
              Breadth.EXACT,
              true);
      grants.store(FETCH, listen, NOON);
      grants.store(
          FETCH, new Rule(TCP, Optional.of("connect"), listen.scope(), Breadth.HOST, true), NOON);

      assertThat(grants.load()).hasSize(6);
    }
  }

  @Test
  void aRevokedGrantIsGoneAndItsIdIsNotUsedAgain() {
    GrantId revoked;
    try (var profile = open(folder)) {
      revoked = profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON).id();
      profile.grants().revoke(revoked);
      profile.grants().revoke(revoked);
    }

    try (var again = open(folder)) {
      assertThat(again.grants().load()).isEmpty();
      var next = again.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON);
      assertThat(next.id()).isNotEqualTo(revoked);
    }
  }

  @Test
  void usesAddUpAndAreKeptWhenTheProfileCloses() {
    GrantId id;
    try (var profile = open(folder)) {
      id = profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON).id();
      profile.grants().used(id, NOON.plusSeconds(1), 1);
      profile.grants().used(id, NOON.plusSeconds(2), 2);
      profile.grants().used(new GrantId(4711), NOON, 1);
    }
    try (var profile = open(folder)) {
      profile.grants().used(id, NOON.plusSeconds(60), 4);
    }

    try (var again = open(folder)) {
      var grant = again.grants().load().getFirst();
      assertThat(grant.uses()).isEqualTo(7);
      assertThat(grant.lastUsed()).isEqualTo(NOON.plusSeconds(60));
    }
  }

  @Test
  void aRowThatWasChangedIsNotBelievedAndNotLost() throws SQLException {
    try (var profile = open(folder)) {
      profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON);
      profile.grants().store(FETCH, connect("10.0.0.8", 80, true), NOON);
    }
    sql("UPDATE grants SET about = 'NOWHERE' WHERE scope = '10.0.0.7'");

    var ready = Rows.ready(Profile.open(folder));
    ready.profile().close();

    var aside = ((Trouble.SetAside) ready.troubles().getFirst()).aside();
    assertThat(ready.profile().grants().load()).isEmpty();
    assertThat(sql(aside, "DELETE FROM grants")).isEqualTo(2);
  }

  @Test
  void whatWasSaidOfAProgramBeforeItsArgumentsCountedIsAskedAgainUnlessItWasANo()
      throws SQLException {
    var process = Interfaces.shipped().shipped("process").definition().id();
    var other = new Rule(process, Optional.of("other"), new Scope.Text("x"), Breadth.EXACT, true);
    GrantId revoked;
    try (var profile = open(folder)) {
      profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON);
      profile.grants().store(FETCH, other, NOON);
      for (boolean yes : new boolean[] {true, false})
        profile
            .grants()
            .store(
                yes ? FETCH : CHAT,
                new Rule(process, Optional.of("spawn"), new Scope.Text("bafk"), Breadth.EXACT, yes),
                NOON);
      revoked = profile.grants().store(CHAT, connect("10.0.0.9", 9, true), NOON).id();
      profile.grants().revoke(revoked);
    }
    sql("ALTER TABLE grants DROP COLUMN sum");
    sql("ALTER TABLE choices DROP COLUMN sum");
    sql("PRAGMA user_version = 3");

    try (var again = open(folder)) {
      assertThat(again.grants().load())
          .extracting(Grant::rule)
          .containsExactly(
              connect("10.0.0.7", 80, true),
              other,
              new Rule(
                  process,
                  Optional.of("spawn"),
                  new Scope.Program("bafk", List.of()),
                  Breadth.PROGRAM,
                  false));
      assertThat(again.grants().store(CHAT, connect("10.0.0.9", 9, true), NOON).id().number())
          .isGreaterThan(revoked.number());
    }
  }

  @Test
  void aDecisionThatCannotBeKeptIsNotReported() {
    var profile = open(folder);
    profile.close();

    assertThatThrownBy(() -> profile.grants().store(FETCH, connect("10.0.0.7", 80, true), NOON))
        .isInstanceOf(ProfileException.class)
        .hasMessage("could not store a decision");
  }

  private int sql(String update) throws SQLException {
    return sql(folder.resolve("cairn.db"), update);
  }

  private static int sql(Path file, String update) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      return statement.executeUpdate(update);
    }
  }
}
