package cairn.profile;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KeptChoice;
import cairn.kernel.gate.Grant;
import cairn.profile.Profile.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTest {
  @TempDir Path folder;

  @Test
  void aJvmThatIsKilledLosesNoDecisionItReported() throws Exception {
    var writer = start(GrantWriter.class);
    var stored = new HashSet<Long>();
    var revoked = new HashSet<Long>();
    try (var said = writer.inputReader()) {
      while (stored.size() < 40) {
        String[] words = said.readLine().split(" ");
        var heard = words[0].equals("stored") ? stored : revoked;
        heard.add(Long.parseLong(words[1]));
      }

      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    try (var profile = Rows.open(folder)) {
      assertThat(profile.grants().load())
          .extracting((Grant grant) -> grant.id().number())
          .containsAll(stored)
          .doesNotContainAnyElementsOf(revoked);
    }
  }

  @Test
  void aJvmThatIsKilledLosesNoChoiceItReported() throws Exception {
    var writer = start(ChoiceWriter.class);
    var kept = new HashSet<KeptChoice>();
    var forgotten = new HashSet<KeptChoice>();
    try (var said = writer.inputReader()) {
      while (kept.size() < 40) {
        String[] words = said.readLine().split(" ");
        var heard = words[0].equals("kept") ? kept : forgotten;
        heard.add(ChoiceWriter.numbered(Integer.parseInt(words[1])));
      }

      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    try (var profile = Rows.open(folder)) {
      assertThat(profile.choices().load().choices())
          .containsAll(kept)
          .doesNotContainAnyElementsOf(forgotten);
    }
  }

  @Test
  void aFullDiskTakesNoChoiceAndLosesNone() throws Exception {
    assertThat(SmallDisk.run(ChoiceFiller.class, "1m"))
        .containsExactly(
            "full",
            "some were kept: true",
            "forgotten when there was room",
            "kept exactly what was said: true");
  }

  @Test
  void aFullDiskTakesNoDecisionAndLosesNone() throws Exception {
    assertThat(SmallDisk.run(GrantFiller.class, "2m"))
        .containsExactly(
            "full",
            "some were stored: true",
            "revoked when there was room",
            "kept exactly what was said: true");
  }

  @Test
  void twoJvmsNeverShareAProfile() throws Exception {
    var writer = start(GrantWriter.class);
    try (var said = writer.inputReader()) {
      assertThat(said.readLine()).isNotNull();

      assertThat(Profile.open(folder))
          .isEqualTo(new Opened.InUse(folder, Optional.of(writer.pid())));
    } finally {
      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
