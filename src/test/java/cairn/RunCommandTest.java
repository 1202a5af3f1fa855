package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs without a window, as an author or a script runs them. */
final class RunCommandTest {
  @TempDir Path folder;
  private CairnCommand cairn = new CairnCommand(Path.of("unused"));

  @BeforeEach
  void ownProfile() {
    cairn = new CairnCommand(folder.resolve("profile"));
  }

  @Test
  void aProgramThatShipsRunsByItsName() throws Exception {
    var result = cairn.run("run", "hello");

    assertThat(result.out()).containsIgnoringCase("hello");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void onLinuxEverythingGoesTheMainWay() throws Exception {
    var result = cairn.run("version", "-v");

    assertThat(result.out()).contains("guest threads: continuations").contains("files: work");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void withoutAFlagTheConnectIsRefusedPolitelyAndTheExitCodeIsThePrograms() throws Exception {
    try (var server = new MockWebServer()) {
      server.start();
      var result = cairn.run("run", "fetch", "--", "127.0.0.1", Integer.toString(server.getPort()));

      assertThat(result.out()).contains("not allowed to connect to 127.0.0.1");
      assertThat(result.code()).isEqualTo(77);
      assertThat(server.getRequestCount()).isZero();
    }
  }

  @Test
  void whatARuleDeniesIsToldWithTheRuleAsItsReason() throws Exception {
    var result = cairn.run("run", "fetch", "--deny", "tcp", "-v", "--", "127.0.0.1", "1");

    assertThat(result.err())
        .contains("cairn: refused: tcp, connect to 127.0.0.1:1 (a rule of the command denies it)")
        .doesNotContain("as you decided");
  }

  @Test
  void aNameThatIsNotFoundIsSaidSo() throws Exception {
    // No name that anybody is asked for: it is seen to be none.
    var result = cairn.run("run", "--grant-all", "fetch", "--", "a..b");

    assertThat(result.out()).contains("The name a..b was not found.");
    assertThat(result.code()).isEqualTo(69);
  }

  @Test
  void withTheFlagItPrintsWhatTheServerSaid() throws Exception {
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
    try {
      String port = Integer.toString(server.getAddress().getPort());
      var result =
          cairn.run("run", "fetch", "--allow", "tcp=127.0.0.1:" + port, "--", "127.0.0.1", port);

      assertThat(result.out()).contains("Greetings from the server");
      assertThat(result.code()).isZero();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFlagForAnotherPortDoesNotHelp() throws Exception {
    try (var server = new MockWebServer()) {
      server.start();
      String port = Integer.toString(server.getPort());
      var result =
          cairn.run("run", "fetch", "--allow", "tcp=127.0.0.1:1", "-v", "--", "127.0.0.1", port);

      assertThat(result.out()).contains("not allowed");
      assertThat(result.err()).contains("--allow tcp=127.0.0.1:" + port);
      assertThat(server.getRequestCount()).isZero();
    }
  }

  @Test
  void aProgramWhoseReaderIsGoneIsToldSoAndEndsByItself() throws Exception {
    Process clock = cairn.start("run", "clock");
    try (var out = clock.getInputStream()) {
      assertThat(out.read()).isPositive();
    }

    assertThat(clock.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(clock.exitValue()).isEqualTo(74);
    assertThat(clock.getErrorStream().readAllBytes()).isEmpty();
  }

  @Test
  void aWrongCharacterInAHashIsNamed() throws Exception {
    var result = cairn.run("run", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n50");

    assertThat(result.err()).contains("bafkrei", "character 59", "'0'", "base32");
    assertThat(result.code()).isEqualTo(64);
  }

  @Test
  void whatIsNotWasmIsSaidToBeNone() throws Exception {
    Path file = Files.writeString(folder.resolve("note.wasm"), "just text");

    var result = cairn.run("run", file.toString());

    assertThat(result.err()).contains("not a program");
    assertThat(result.code()).isEqualTo(65);
  }

  @Test
  void aNameInsideAProgramDoesNotSteerTheTerminal() throws Exception {
    String name = "x\u001b[2J\u009b1m\u202egnp.\ncairn: all is well";
    Path file = Files.write(folder.resolve("evil.wasm"), importing(name));

    var result = cairn.run("run", file.toString());

    assertThat(result.err())
        .contains("x\\u{1b}[2J\\u{9b}1m\\u{202e}gnp.\\ncairn: all is well")
        .hasLineCount(1);
    assertThat(result.err()).doesNotContainPattern("[\\u001b\\u009b\\u202e]");
    assertThat(result.code()).isEqualTo(65);
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeMissing() throws Exception {
    var result = cairn.run("run", folder.resolve("none.wasm").toString());

    assertThat(result.err()).contains("there is no file");
    assertThat(result.code()).isEqualTo(66);
  }

  @Test
  void whatWasAddedRunsByItsHash() throws Exception {
    Path module = folder.resolve("mine.wasm");
    Files.write(module, shipped("hello"));

    var added = cairn.run("add", module.toString());
    String cid = added.out().strip();
    var result = cairn.run("run", cid);

    // The hash and nothing else, so that it can be pasted or given to another command.
    assertThat(cid).matches("bafkrei[a-z2-7]{52}");
    assertThat(added.code()).isZero();
    assertThat(result.out()).containsIgnoringCase("hello");
    assertThat(result.code()).isZero();
  }

  @Test
  void whatWasAddedComesBackByteForByte() throws Exception {
    Path file =
        Files.write(
            folder.resolve("noise"),
            new java.util.Random(7)
                .ints(3_000_000, 0, 256)
                .collect(
                    java.io.ByteArrayOutputStream::new,
                    java.io.ByteArrayOutputStream::write,
                    (a, b) -> {})
                .toByteArray());
    String cid = cairn.run("add", file.toString()).out().strip();

    var got = cairn.run("get", cid, "--output", folder.resolve("copy").toString());

    assertThat(got.code()).isZero();
    assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
  }

  @Test
  void aDefinitionThatDoesNotParseIsSaidWithItsPlace() throws Exception {
    Path wit =
        Files.writeString(
            folder.resolve("bad.wit"), "interface bad {\n  ask: func(count: u65) -> bool;\n}\n");

    var result = cairn.run("interface", "id", wit.toString());

    assertThat(result.err()).contains("line 2, column 20", "expected", "u65");
    assertThat(result.code()).isEqualTo(65);
  }

  @Test
  void aRuleThatMakesNoSenseIsSaidToMakeNone() throws Exception {
    var result = cairn.run("run", "hello", "--allow", "tpc=127.0.0.1:80");

    assertThat(result.err()).contains("tpc");
    assertThat(result.code()).isEqualTo(64);
  }

  @Test
  void clockTicksAsOftenAsItIsTold() throws Exception {
    var result = cairn.run("run", "clock", "--", "2");

    assertThat(result.out().lines().filter(line -> line.matches(".*\\d\\d:\\d\\d:\\d\\d.*")))
        .hasSize(2);
    assertThat(result.code()).isZero();
  }

  @Test
  void aSpinningProgramWithTooLittleMemoryIsRefusedWithTheLimit() throws Exception {
    var result = cairn.run("run", "hello", "--limit", "memory=1k");

    assertThat(result.err()).contains("limit");
    assertThat(result.code()).isEqualTo(65);
  }

  /** A program that needs a function of that name from "env". */
  private static byte[] importing(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    var module = new ByteArrayOutputStream();
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    module.writeBytes(new byte[] {1, 4, 1, 0x60, 0, 0}); // a type: func ()
    module.writeBytes(new byte[] {2, (byte) (8 + text.length), 1, 3, 'e', 'n', 'v'});
    module.write(text.length);
    module.writeBytes(text);
    module.writeBytes(new byte[] {0, 0});
    module.writeBytes(new byte[] {3, 2, 1, 0}); // a function of that type
    module.writeBytes(new byte[] {7, 10, 1, 6, '_', 's', 't', 'a', 'r', 't', 0, 1});
    module.writeBytes(new byte[] {10, 4, 1, 2, 0, 0x0b});
    return module.toByteArray();
  }

  private static byte[] shipped(String name) throws Exception {
    try (var module =
        RunCommandTest.class.getResourceAsStream("/cairn/programs/" + name + ".wasm")) {
      assertThat(module).as(name).isNotNull();
      return module.readAllBytes();
    }
  }
}
