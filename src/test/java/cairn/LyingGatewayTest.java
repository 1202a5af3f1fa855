package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.ipfs.BlockStore;
import cairn.ipfs.FakeGateway;
import cairn.ipfs.format.Block;
import cairn.ipfs.format.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that lies gets nothing into the store and stops no program that another one has. */
final class LyingGatewayTest {
  /** Thirteen leaves under three levels of nodes. */
  private static final Trees PROGRAM = Trees.of(LargeProgram.hello(3_000_000), 1 << 18);

  @TempDir Path folder;
  private CairnCommand cairn = new CairnCommand(Path.of("unused"));

  @BeforeEach
  void ownProfile() {
    cairn = new CairnCommand(folder.resolve("profile"));
  }

  @Test
  void behindOneThatSendsWrongBytesTheProgramStillRuns() throws Exception {
    try (var liar = new FakeGateway(LyingGatewayTest::wrongBytes);
        var honest = FakeGateway.honest(PROGRAM)) {
      var result = run(liar, honest);

      assertSaidHello(result);
      assertThat(liar.asked()).isNotEmpty();
      assertThat(honest.asked()).isNotEmpty();
      assertThat(blocksKept()).hasSameSizeAs(PROGRAM.blocks());
    }
  }

  @Test
  void aloneWithWrongBytesItIsNamedAndNothingOfItIsKept() throws Exception {
    try (var liar = new FakeGateway(LyingGatewayTest::wrongBytes)) {
      var result = run(liar);

      assertThat(result.err())
          .contains(liar.name(), PROGRAM.root().toString(), "nothing of it was kept");
      assertThat(result.out()).isEmpty();
      assertThat(result.code()).isEqualTo(65);
      assertThat(blocksKept()).isEmpty();
    }
  }

  @Test
  void behindOneThatSendsPagesTheProgramStillRuns() throws Exception {
    try (var liar = new FakeGateway(LyingGatewayTest::rightBytesAsAPage);
        var honest = FakeGateway.honest(PROGRAM)) {
      var result = run(liar, honest);

      assertSaidHello(result);
      assertThat(liar.asked()).isNotEmpty();
    }
  }

  @Test
  void aloneWithPagesItIsNamedAndNothingOfItIsKept() throws Exception {
    try (var liar = new FakeGateway(LyingGatewayTest::rightBytesAsAPage)) {
      var result = run(liar);

      assertThat(result.err()).contains(liar.name(), "text/html");
      assertThat(result.out()).isEmpty();
      assertThat(result.code()).isEqualTo(66);
      assertThat(blocksKept()).isEmpty();
    }
  }

  @Test
  void behindOneThatEndsEarlyAndCleanlyTheProgramStillRuns() throws Exception {
    try (var liar = new FakeGateway(LyingGatewayTest::firstHalf);
        var honest = FakeGateway.honest(PROGRAM)) {
      var result = run(liar, honest);

      assertSaidHello(result);
      assertThat(liar.asked()).isNotEmpty();
      assertThat(blocksKept()).hasSameSizeAs(PROGRAM.blocks());
    }
  }

  @Test
  void aloneWithAnEarlyEndItIsNamedAndOnlyWholeBlocksAreKept() throws Exception {
    try (var liar = new FakeGateway(LyingGatewayTest::firstHalf)) {
      var result = run(liar);

      assertThat(result.err()).contains(liar.name());
      assertThat(result.out()).isEmpty();
      assertThat(result.code()).isIn(65, 66);
      assertThat(blocksKept()).hasSizeBetween(1, PROGRAM.blocks().size() - 1);
    }
  }

  private CairnCommand.Result run(FakeGateway... gateways)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of("run", PROGRAM.root().toString()));
    for (var gateway : gateways) arguments.addAll(List.of("--gateway", gateway.uri().toString()));
    return cairn.run(arguments.toArray(String[]::new));
  }

  private static void assertSaidHello(CairnCommand.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsIgnoringCase("hello");
    assertThat(result.code()).isZero();
  }

  /** The program's blocks in the profile; the store compares each with its hash. */
  private List<Block> blocksKept() throws IOException {
    var store = BlockStore.open(folder.resolve("profile").resolve("blocks"), 1L << 30);
    return PROGRAM.blocks().stream().flatMap(block -> store.get(block.cid()).stream()).toList();
  }

  /** As it should be but for one bit in each block, in the right Content-Type. */
  private static MockResponse wrongBytes(RecordedRequest request) {
    if (!FakeGateway.isCar(request)) {
      byte[] bytes = asked(request).bytes().toByteArray();
      bytes[bytes.length / 2] ^= 1;
      return FakeGateway.body(FakeGateway.RAW, bytes).build();
    }
    byte[] car = Trees.car(PROGRAM.root(), List.of());
    int header = car.length;
    car = PROGRAM.car();
    int at = header;
    for (var block : PROGRAM.blocks()) {
      at += Trees.car(PROGRAM.root(), List.of(block)).length - header;
      car[at - 1] ^= 1;
    }
    return FakeGateway.body(FakeGateway.CAR, car).build();
  }

  private static MockResponse rightBytesAsAPage(RecordedRequest request) {
    byte[] bytes =
        FakeGateway.isCar(request) ? PROGRAM.car() : asked(request).bytes().toByteArray();
    return FakeGateway.body("text/html", bytes).build();
  }

  /** Half of it, behind a Content-Length that agrees. */
  private static MockResponse firstHalf(RecordedRequest request) {
    byte[] bytes =
        FakeGateway.isCar(request) ? PROGRAM.car() : asked(request).bytes().toByteArray();
    String type = FakeGateway.isCar(request) ? FakeGateway.CAR : FakeGateway.RAW;
    return FakeGateway.body(type, Arrays.copyOf(bytes, bytes.length / 2)).build();
  }

  private static Block asked(RecordedRequest request) {
    String cid = request.getUrl().pathSegments().get(1);
    return PROGRAM.blocks().stream()
        .filter(block -> block.cid().toString().equals(cid))
        .findFirst()
        .orElseThrow();
  }
}
