package cairn.profile;

import static cairn.profile.Rows.open;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void theLastValueThatWasSetHoldsAlsoAfterARestart() {
    try (var profile = open(folder)) {
      assertThat(profile.settings().get("theme")).isEmpty();
      profile.settings().set("theme", "LIGHT");
      profile.settings().set("theme", "DARK");
      profile.settings().set("gateways", "http://127.0.0.1:8080\nhttps://example.org");
      assertThat(profile.settings().get("theme")).contains("DARK");
    }

    try (var again = open(folder)) {
      assertThat(again.settings().get("theme")).contains("DARK");
      assertThat(again.settings().get("gateways"))
          .contains("http://127.0.0.1:8080\nhttps://example.org");
    }
  }

  @Test
  void aValueCanBeTakenBack() {
    try (var profile = open(folder)) {
      profile.settings().set("window", "1 2 3 4");
      profile.settings().unset("window");
    }

    try (var again = open(folder)) {
      assertThat(again.settings().get("window")).isEmpty();
    }
  }
}
