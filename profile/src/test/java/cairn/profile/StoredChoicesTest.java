package cairn.profile;

import static cairn.profile.Rows.CHAT;
import static cairn.profile.Rows.FETCH;
import static cairn.profile.Rows.TCP;
import static cairn.profile.Rows.hash;
import static cairn.profile.Rows.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.KeptChoice;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.InterfaceId;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredChoicesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final InterfaceId ECHO = new InterfaceId(hash("echo"));
  private static final KeptChoice.Where FOR_ALL =
      new KeptChoice.Where(ECHO, Optional.empty(), false);

  @TempDir Path folder;

  private static KeptChoice chat(KeptChoice.Where where) {
    return new KeptChoice(
        where,
        CHAT,
        "chat \u00fc \"quoted\"; DROP TABLE choices;",
        new ContentAddress(Cid.raw(hash("chat")), List.of("bin", "a b?.wasm")));
  }

  @Test
  void everyKindOfChoiceComesBackAsItWas() {
    var all = new ArrayList<KeptChoice>();
    for (var on : List.of(ECHO, TCP))
      for (var of : List.of(Optional.<cairn.kernel.ProgramId>empty(), Optional.of(FETCH)))
        for (boolean filter : new boolean[] {false, true})
          all.add(chat(new KeptChoice.Where(on, of, filter)));
    try (var profile = open(folder)) {
      for (var each : all) profile.choices().keep(each, NOON);
    }

    try (var again = open(folder)) {
      assertThat(again.choices().load().choices()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(again.choices().load().faults()).isEmpty();
    }
  }

  @Test
  void thereIsOneChoiceForAPlace() {
    var other = new KeptChoice(FOR_ALL, FETCH, "fetch", ContentAddress.of(Cid.raw(hash("fetch"))));
    try (var profile = open(folder)) {
      profile.choices().keep(chat(FOR_ALL), NOON);
      profile.choices().keep(other, NOON);

      assertThat(profile.choices().load().choices()).containsExactly(other);
    }
  }

  @Test
  void whatIsForgottenIsGoneAndNothingElse() {
    var route = new KeptChoice.Where(ECHO, Optional.of(FETCH), false);
    try (var profile = open(folder)) {
      profile.choices().keep(chat(FOR_ALL), NOON);
      profile.choices().keep(chat(route), NOON);
      profile.choices().forget(FOR_ALL);
      profile.choices().forget(FOR_ALL);
    }

    try (var again = open(folder)) {
      assertThat(again.choices().load().choices()).containsExactly(chat(route));
    }
  }

  @Test
  void rowsThatSayNothingAreNamedAndLeftAndTheOthersHold() throws SQLException {
    try (var profile = open(folder)) {
      profile.choices().keep(chat(FOR_ALL), NOON);
      profile.choices().keep(chat(new KeptChoice.Where(TCP, Optional.empty(), false)), NOON);
      profile.choices().keep(chat(new KeptChoice.Where(TCP, Optional.of(FETCH), false)), NOON);
      profile.choices().keep(chat(new KeptChoice.Where(TCP, Optional.of(CHAT), true)), NOON);
    }
    sql("UPDATE choices SET address = 'nowhere \u202e\u0007' WHERE whose = x'" + FETCH + "'");
    sql("UPDATE choices SET program = 7 WHERE filter = 1");
    sql(
        "UPDATE choices SET name = x'ff00fe', since = 'long ago' WHERE whose = x'' AND interface = x'"
            + TCP
            + "'");

    try (var again = open(folder)) {
      var loaded = again.choices().load();

      assertThat(loaded.choices()).contains(chat(FOR_ALL)).hasSize(2);
      assertThat(loaded.faults())
          .hasSize(2)
          .allSatisfy(
              fault ->
                  assertThat(fault)
                      .startsWith("who answers the interface " + TCP.shortHex() + " cannot be read")
                      .doesNotContain("\u202e", "\u0007"));
    }
    assertThat(sql("DELETE FROM choices")).isEqualTo(4);
  }

  @Test
  void aChoiceThatCannotBeKeptIsNotReported() {
    var profile = open(folder);
    profile.close();

    assertThatThrownBy(() -> profile.choices().keep(chat(FOR_ALL), NOON))
        .isInstanceOf(ProfileException.class)
        .hasMessage("could not keep who answers");
  }

  private int sql(String update) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("cairn.db"));
        var statement = connection.createStatement()) {
      return statement.executeUpdate(update);
    }
  }
}
