package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.profile.Profile;
import cairn.shell.Notices.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileNoticesTest {
  @TempDir Path folder;

  @Test
  void aDamagedProfileIsToldAtEveryStartUntilItWasRead() throws IOException {
    Files.writeString(folder.resolve("cairn.db"), "no database");
    try (var first = open().profile()) {
      assertThat(first.grants().load()).isEmpty();
    }

    var ready = open();
    try (var profile = ready.profile()) {
      var notices = new ProfileNotices(profile, ready.troubles());
      assertThat(notices.now())
          .singleElement()
          .satisfies(
              notice ->
                  assertThat(notice.text())
                      .contains("was damaged", "set aside as", "asked again", "Not all of it"));
      notices.dismiss(notices.now().getFirst());
      assertThat(notices.now()).isEmpty();
    }

    var again = open();
    again.profile().close();
    assertThat(again.troubles()).isEmpty();
  }

  @Test
  void aSoundProfileHasNothingToSay() {
    var ready = open();
    try (var profile = ready.profile()) {
      var notices = new ProfileNotices(profile, ready.troubles());

      notices.dismiss(new Notice("unknown", true));

      assertThat(notices.now()).isEmpty();
    }
  }

  private Profile.Opened.Ready open() {
    return (Profile.Opened.Ready) Profile.open(folder);
  }
}
