package cairn.profile;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KeptChoice;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.Rule;
import cairn.profile.Profile.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTest {
  @TempDir Path folder;

  /**
   * At whatever instant it is killed, and also when that was not the first time. {@code
   * -Dcairn.kills} kills more often.
   */
  @Test
  void aJvmThatIsKilledLosesNoDecisionItReported() throws Exception {
    var random = new Random(11);
    for (int round = Integer.getInteger("cairn.kills", 5); round > 0; round--) {
      var stored = new HashMap<Long, Rule>();
      var revoked = new HashSet<Long>();
      int enough = 1 + random.nextInt(60);
      var writer = start(GrantWriter.class);
      try (var said = writer.inputReader()) {
        while (stored.size() + revoked.size() < enough) hear(said.readLine(), stored, revoked);
        for (int spin = random.nextInt(200_000); spin > 0; spin--) Thread.onSpinWait();

        writer.destroyForcibly();
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }

      var ready = Rows.ready(Profile.open(folder));
      try (var profile = ready.profile()) {
        assertThat(ready.troubles()).isEmpty();
        var kept = new HashMap<Long, Rule>();
        for (Grant grant : profile.grants().load()) kept.put(grant.id().number(), grant.rule());
        assertThat(kept).containsAllEntriesOf(stored);
        assertThat(kept).doesNotContainKeys(revoked.toArray(Long[]::new));
      }
    }
  }

  private static void hear(String line, Map<Long, Rule> stored, Set<Long> revoked) {
    String[] words = line.split(" ");
    long id = Long.parseLong(words[1]);
    if (words[0].equals("stored")) stored.put(id, GrantWriter.numbered(Integer.parseInt(words[2])));
    else revoked.add(id);
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
