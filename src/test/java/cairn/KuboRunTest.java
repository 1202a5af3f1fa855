package cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.ipfs.FakeGateway;
import cairn.ipfs.Kubo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that only a real Kubo has, when {@code -Dcairn.kubo} names one. */
final class KuboRunTest {
  @TempDir static Path scratch;
  @TempDir Path folder;
  private static List<Kubo> node = List.of();

  @BeforeAll
  static void startKubo() throws Exception {
    if (Kubo.isPresent("KuboRunTest")) node = List.of(Kubo.start(scratch.resolve("kubo")));
  }

  @AfterAll
  static void stopKubo() throws Exception {
    for (var kubo : node) kubo.close();
  }

  @Test
  void aProgramOfManyBlocksRunsByItsHash() throws Exception {
    var kubo = kubo();
    var cid = kubo.add(program(folder.resolve("large.wasm")));

    var result = cairn().run("run", cid, "--gateway", kubo.gateway().toString());

    assertSaidHello(result);
    System.err.println("KuboRunTest: 5 MB from Kubo ran: " + cid);
  }

  @Test
  void aProgramInAFolderRunsByItsPath() throws Exception {
    var kubo = kubo();
    var tree = Files.createDirectories(folder.resolve("tree"));
    program(tree.resolve("app.wasm"));
    var address = "/ipfs/" + kubo.add(tree) + "/app.wasm";

    var result = cairn().run("run", address, "--gateway", kubo.gateway().toString());

    assertSaidHello(result);
    System.err.println("KuboRunTest: ran " + address);
  }

  @Test
  void behindALyingGatewayItStillComesFromKubo() throws Exception {
    var kubo = kubo();
    var cid = kubo.add(program(folder.resolve("large.wasm")));
    try (var liar =
        new FakeGateway(
            request -> FakeGateway.body(FakeGateway.CAR, new byte[] {1, 2, 3}).build())) {

      var result =
          cairn()
              .run(
                  "run",
                  cid,
                  "--gateway",
                  liar.uri().toString(),
                  "--gateway",
                  kubo.gateway().toString());

      assertSaidHello(result);
      assertThat(liar.asked()).isNotEmpty();
    }
  }

  @Test
  void whatKuboDoesNotHaveIsNotFound() throws Exception {
    var kubo = kubo();
    var absent =
        kubo.run(
            "add",
            "-Q",
            "--only-hash",
            "--cid-version=1",
            program(folder.resolve("large.wasm"), 99).toString());

    var result = cairn().run("run", absent, "--gateway", kubo.gateway().toString());

    assertThat(result.err()).contains("nobody has it", kubo.gateway().toString());
    assertThat(result.code()).isEqualTo(66);
  }

  private CairnCommand cairn() {
    return new CairnCommand(folder.resolve("profile"));
  }

  private static Kubo kubo() {
    assumeTrue(!node.isEmpty(), "no -Dcairn.kubo");
    return node.getFirst();
  }

  private static Path program(Path path) throws Exception {
    return program(path, 5_000_000);
  }

  private static Path program(Path path, int noise) throws Exception {
    return Files.write(path, LargeProgram.hello(noise));
  }

  private static void assertSaidHello(CairnCommand.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsIgnoringCase("hello");
    assertThat(result.code()).isZero();
  }
}
