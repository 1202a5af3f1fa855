package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordingNamesTest {
  private static final Instant NOW = Instant.parse("2026-03-12T12:00:00Z");

  @Test
  void aProgramsNameAndTheMomentNameItsRecording() {
    assertThat(RecordingNames.suggest("dice", NOW))
        .matches("dice-2026-03-1[123]-\\d{6}\\.cairnlog");
  }

  @Test
  void aNameOfStrangersLeadsNowhereElse() {
    assertThat(RecordingNames.suggest("../../etc/\u202epass wd\n", NOW))
        .startsWith("etc_pass_wd-")
        .doesNotContain("/");
    assertThat(RecordingNames.suggest("\u2026", NOW)).startsWith("program-");
    assertThat(RecordingNames.suggest("a".repeat(500), NOW).length()).isLessThan(80);
  }
}
