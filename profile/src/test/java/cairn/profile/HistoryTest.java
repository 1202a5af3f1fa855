package cairn.profile;

import static cairn.profile.Rows.FETCH;
import static cairn.profile.Rows.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path folder;

  @Test
  void whatWasOpenedStandsThereNewestFirstAlsoAfterARestart() {
    try (var profile = open(folder)) {
      var history = profile.history();
      history.opened("/ipfs/a", "a", Optional.empty(), NOON, "OPENED");
      history.opened("/ipfs/b", "b", Optional.of(FETCH), NOON.plusSeconds(1), "OPENED");
      history.opened("/ipfs/a", "a", Optional.of(FETCH), NOON.plusSeconds(2), "OPENED");

      assertThat(history.entries())
          .containsExactly(
              new HistoryEntry(
                  "/ipfs/a", "a", Optional.of(FETCH), NOON, NOON.plusSeconds(2), 2, "OPENED", ""),
              new HistoryEntry(
                  "/ipfs/b",
                  "b",
                  Optional.of(FETCH),
                  NOON.plusSeconds(1),
                  NOON.plusSeconds(1),
                  1,
                  "OPENED",
                  ""));
    }

    try (var again = open(folder)) {
      assertThat(again.history().entries())
          .extracting(HistoryEntry::address)
          .containsExactly("/ipfs/a", "/ipfs/b");
      assertThat(again.history().find("/ipfs/a").orElseThrow().times()).isEqualTo(2);
    }
  }

  @Test
  void whatBecameOfARunIsNotedWithoutCountingAsAnother() {
    try (var profile = open(folder)) {
      profile.history().opened("/ipfs/a", "a", Optional.empty(), NOON, "OPENED");

      profile.history().became("/ipfs/a", "fetch", Optional.of(FETCH), "CRASHED", "127.0.0.1:8080");
      profile.history().became("/ipfs/never", "never", Optional.empty(), "ENDED", "");

      assertThat(profile.history().entries())
          .containsExactly(
              new HistoryEntry(
                  "/ipfs/a",
                  "fetch",
                  Optional.of(FETCH),
                  NOON,
                  NOON,
                  1,
                  "CRASHED",
                  "127.0.0.1:8080"));
    }
  }

  @Test
  void theOldestEntriesGoWhenThereAreTooMany() {
    try (var profile = open(folder)) {
      for (int i = 0; i < History.LIMIT + 3; i++)
        profile
            .history()
            .opened("/ipfs/" + i, "x", Optional.empty(), NOON.plusSeconds(i), "OPENED");
    }

    try (var again = open(folder)) {
      assertThat(again.history().entries()).hasSize(History.LIMIT);
      assertThat(again.history().entries().getLast().address()).isEqualTo("/ipfs/3");
    }
  }

  @Test
  void aForgottenHistoryIsEmptyAlsoAfterARestart() {
    try (var profile = open(folder)) {
      profile.history().opened("/ipfs/a", "a", Optional.empty(), NOON, "OPENED");
      profile.history().clear();
      assertThat(profile.history().entries()).isEmpty();
    }

    try (var again = open(folder)) {
      assertThat(again.history().entries()).isEmpty();
    }
  }
}
