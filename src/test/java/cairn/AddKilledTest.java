package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the command line is killed while it puts a file into the store. */
final class AddKilledTest {
  private static final long DEADLINE_SECONDS = 60;

  @TempDir Path folder;

  @Test
  void anAddThatWasKilledIsDoneAgainAndNothingOfItIsWrong() throws Exception {
    var cairn = new CairnCommand(folder.resolve("profile"));
    var bytes = new byte[40 << 20];
    new Random(3).nextBytes(bytes);
    Path file = Files.write(folder.resolve("large"), bytes);

    for (int blocks : new int[] {1, 8}) {
      Process add = cairn.start("add", file.toString());
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (stored() < blocks && add.isAlive() && System.nanoTime() < deadline)
        Thread.onSpinWait();
      add.destroyForcibly();
      assertThat(add.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(stored()).isGreaterThanOrEqualTo(blocks);
    }

    var added = cairn.run("add", file.toString());
    assertThat(added.code()).as(added.err()).isZero();
    String cid = added.out().trim().split("\\s+")[0];
    var got = cairn.run("get", cid, "--output", folder.resolve("copy").toString());
    assertThat(got.code()).as(got.err()).isZero();
    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
  }

  private long stored() throws IOException {
    Path blocks = folder.resolve("profile").resolve("blocks").resolve("blocks");
    if (!Files.isDirectory(blocks)) return 0;
    try (var files = Files.walk(blocks)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
