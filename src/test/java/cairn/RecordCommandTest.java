package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs recorded and replayed from the command line. */
final class RecordCommandTest {
  private static final Pattern MEMORY = Pattern.compile("memory, sha256 ([0-9a-f]{64})");

  @TempDir Path folder;
  private Path log = Path.of("unused");
  private CairnCommand cairn = new CairnCommand(Path.of("unused"));

  @BeforeEach
  void ownProfile() {
    cairn = new CairnCommand(folder.resolve("profile"));
    log = folder.resolve("run.log");
  }

  private static String memory(String said) {
    var matcher = MEMORY.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher.group(1);
  }

  /** Replays the log; it must come to the memory that the recording said, and print the same. */
  private void isTheSame(CairnCommand.Result recorded, int code) throws Exception {
    assertThat(recorded.code()).as(recorded.err()).isEqualTo(code);
    var replayed = cairn.run("replay", log.toString(), "--output");
    assertThat(replayed.err()).contains("the same as recorded");
    assertThat(replayed.code()).isZero();
    assertThat(memory(replayed.err())).isEqualTo(memory(recorded.err()));
    assertThat(replayed.out()).isEqualTo(recorded.out());
  }

  @Test
  void diceFallTheSameWayAgain() throws Exception {
    isTheSame(cairn.run("run", "--record", log.toString(), "dice", "--", "50"), 0);
  }

  @Test
  void theClockShowsThePastAgain() throws Exception {
    isTheSame(cairn.run("run", "--record", log.toString(), "clock", "--", "2"), 0);
  }

  @Test
  void aClockThatWasKilledWithCairnItselfIsTheSameAsFarAsItsLogGoes() throws Exception {
    Process process = cairn.start("run", "--record", log.toString(), "clock");
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).matches("\\d\\d:\\d\\d:\\d\\d");
      assertThat(out.readLine()).matches("\\d\\d:\\d\\d:\\d\\d");
      // Its program is in the log, and something of the run.
      long some = LargeProgram.shipped("clock").length + 500L;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (Files.size(log) < some) {
        assertThat(System.nanoTime()).as("written in time").isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }

    var replayed = cairn.run("replay", log.toString());

    assertThat(replayed.out()).contains("as far as the log goes", "the log is cut after");
    assertThat(replayed.code()).isEqualTo(3);
  }

  @Test
  void aPageIsFetchedAgainWithoutItsServer() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "Greetings from the server\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    CairnCommand.Result recorded;
    try {
      String port = Integer.toString(server.getAddress().getPort());
      recorded =
          cairn.run(
              "run",
              "--record",
              log.toString(),
              "--allow",
              "tcp=127.0.0.1:" + port,
              "fetch",
              "--",
              "127.0.0.1",
              port);
    } finally {
      server.stop(0);
    }

    assertThat(recorded.out()).contains("Greetings from the server");
    isTheSame(recorded, 0);
  }

  @Test
  void oneByteOfTheLogThatWasEditedIsNoticed() throws Exception {
    cairn.run("run", "--record", log.toString(), "dice");
    byte[] bytes = Files.readAllBytes(log);
    for (int at : new int[] {bytes.length / 2, bytes.length - 1}) {
      byte[] edited = bytes.clone();
      edited[at] ^= 1;
      Path other = Files.write(folder.resolve("edited-" + at), edited);

      var replayed = cairn.run("replay", other.toString());

      assertThat(replayed.err()).contains("the log was changed");
      assertThat(replayed.code()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    Files.writeString(log, "precious");

    var result = cairn.run("run", "--record", log.toString(), "dice");

    assertThat(result.err()).contains("exists already");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(74);
    assertThat(log).hasContent("precious");
  }

  @Test
  void aRunThatNeverBeganLeavesNoFile() throws Exception {
    for (int i = 0; i < 2; i++) {
      var result = cairn.run("run", "--record", log.toString(), log.getParent() + "/missing.wasm");

      assertThat(result.code()).isNotZero();
      assertThat(result.err()).doesNotContain("exists already");
      assertThat(log).doesNotExist();
    }
    Path text = Files.writeString(log.resolveSibling("text.wasm"), "no program");

    var refused = cairn.run("run", "--record", log.toString(), text.toString());

    assertThat(refused.code()).isEqualTo(65);
    assertThat(refused.err()).contains("nothing was recorded");
    assertThat(log).doesNotExist();
  }

  @Test
  void whatIsNoLogIsSaidToBeNone() throws IOException, InterruptedException {
    Files.writeString(log, "just text");

    var result = cairn.run("replay", log.toString());

    assertThat(result.err()).contains("this is no log");
    assertThat(result.code()).isEqualTo(2);
  }
}
