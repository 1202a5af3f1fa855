package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.FakeGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the command line is told to end while it gets a file. */
final class GetKilledTest {
  private static final long DEADLINE_SECONDS = 60;

  private static final String CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  @TempDir Path folder;

  @Test
  void aGetThatIsTerminatedLeavesNothingAndSaysNothing() throws Exception {
    var end = new CountDownLatch(1);
    Path target = Files.createDirectory(folder.resolve("target"));
    try (var silent =
        new FakeGateway(
            request -> {
              await(end);
              return FakeGateway.body(FakeGateway.RAW, new byte[0]).build();
            })) {
      var get =
          new CairnCommand(folder.resolve("profile"))
              .start(
                  "get",
                  CID,
                  "--gateway",
                  silent.uri().toString(),
                  "--output",
                  target.resolve("file").toString());
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (files(target).isEmpty() && get.isAlive() && System.nanoTime() < deadline)
        Thread.onSpinWait();
      assertThat(files(target)).hasSize(1);
      get.toHandle().destroy();

      assertThat(get.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(new String(get.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
      assertThat(files(target)).isEmpty();
      end.countDown();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
