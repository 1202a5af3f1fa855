package cairn.ipfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.Car;
import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.Trees;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What sources may do to a transfer. Long, because all cases share one tree and one way to fetch
 * it.
 */
@Timeout(30)
class RetrieverTest {
  private static final Trees TREE = Trees.file(1, 200_000, 10_000).in("app.wasm").in("bin");
  private static final ContentAddress APP =
      new ContentAddress(TREE.root(), List.of("bin", "app.wasm"));
  private static final Timeouts QUICK =
      new Timeouts(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20));
  private static final Timeouts PATIENT =
      new Timeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  @TempDir Path folder;
  private BlockStore store;
  private final List<Transfer> events = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void openStore() throws IOException {
    store = BlockStore.open(folder, 1L << 30);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : open) each.close();
  }

  @Test
  void aFileComesInOneRequestAndThenFromTheStore() throws Exception {
    var gateway = honest();

    var first = read(retriever(gateway));
    var second = read(retriever());

    assertThat(first.fault()).isEqualTo(Drain.NONE);
    assertThat(first.file()).isEqualTo(TREE.file());
    assertThat(first.from()).containsExactly(gateway.name());
    assertThat(gateway.asked())
        .containsExactly("/ipfs/" + TREE.root() + "/bin/app.wasm?format=car&dag-scope=entity");
    assertThat(gateway.requests().getFirst().getHeaders().get("Accept"))
        .isEqualTo("application/vnd.ipld.car; version=1; order=dfs; dups=y");
    assertThat(second.file()).isEqualTo(TREE.file());
    assertThat(second.from()).containsExactly("this computer");
    assertThat(events)
        .contains(new Transfer.Progress(200_000, 200_000, TREE.blocks().size(), gateway.name()));
  }

  @Test
  void wrongBytesQuarantineTheirSourceAndTheNextOneServes() throws Exception {
    var lie = TREE.car();
    lie[lie.length / 2] ^= 1;
    var liar = gateway(request -> FakeGateway.car(lie).build());
    var honest = honest();
    var retriever = retriever(liar, honest);

    var result = read(retriever);

    assertThat(result.file()).isEqualTo(TREE.file());
    assertThat(events)
        .anyMatch(e -> e instanceof Transfer.Quarantined q && q.source().equals(liar.name()));
    assertOnlyTheTree();
    int before = liar.asked().size();
    assertThat(read(retriever, ContentAddress.of(Block.raw(Payload.utf8("other")).cid())).fault())
        .isInstanceOf(ContentFault.class);
    assertThat(liar.asked()).hasSize(before);
  }

  @Test
  void aLiarAloneIsNamed() throws Exception {
    var liar =
        gateway(
            request ->
                FakeGateway.isCar(request)
                    ? FakeGateway.status(400)
                    : FakeGateway.body(FakeGateway.RAW, new byte[99]).build());

    var result = read(retriever(liar));

    assertThat(result.fault()).isEqualTo(new ContentFault.Corrupt(TREE.root(), liar.name()));
    assertThat(store.count()).isZero();
  }

  @Test
  void aFileInsteadOfACarIsNoAnswer() throws Exception {
    var liars =
        List.of(
            gateway(
                request -> FakeGateway.body("application/wasm", TREE.file().toByteArray()).build()),
            gateway(request -> FakeGateway.body("text/html", TREE.car()).build()),
            gateway(
                request ->
                    FakeGateway.car("<!doctype html>".getBytes(StandardCharsets.UTF_8)).build()));
    for (var liar : liars) {
      var alone = read(retriever(liar));

      assertThat(alone.fault()).isInstanceOf(ContentFault.Unreachable.class);
      assertThat(store.count()).isZero();
    }

    var result = read(retriever(liars.get(0), liars.get(1), liars.get(2), honest()));

    assertThat(result.file()).isEqualTo(TREE.file());
    assertOnlyTheTree();
  }

  @Test
  void whatACleanlyCutCarLacksIsAskedForBlockByBlock() throws Exception {
    var half = TREE.blocks().subList(0, TREE.blocks().size() - 3);
    var gateway =
        gateway(
            request ->
                FakeGateway.isCar(request)
                    ? FakeGateway.car(Trees.car(TREE.root(), half)).build()
                    : FakeGateway.raw(request, TREE.blocks()));

    var result = read(retriever(gateway));

    assertThat(result.file()).isEqualTo(TREE.file());
    assertThat(gateway.asked()).hasSize(4);
    assertThat(gateway.asked().getLast())
        .isEqualTo("/ipfs/" + TREE.blocks().getLast().cid() + "?format=raw");
  }

  @Test
  void aCarThatEndsInMidBlockBehindACleanTwoHundredIsNoSuccess() throws Exception {
    var cut = Arrays.copyOf(TREE.car(), TREE.car().length - 5000);
    var gateway =
        gateway(
            request ->
                FakeGateway.isCar(request)
                    ? FakeGateway.car(cut).build()
                    : FakeGateway.status(404));

    var alone = read(retriever(gateway));
    var both = read(retriever(gateway, honest()));

    assertThat(alone.fault()).isInstanceOf(ContentFault.NotFound.class);
    assertThat(both.file()).isEqualTo(TREE.file());
  }

  @Test
  void afterABrokenConnectionOnlyTheRestIsAskedFor() throws Exception {
    var car = TREE.car();
    var gateway =
        gateway(
            request ->
                request.getTarget().contains("entity-bytes")
                    ? FakeGateway.car(car).build()
                    : FakeGateway.car(car).onResponseBody(new SocketEffect.CloseSocket()).build());

    var result = read(retriever(gateway));

    assertThat(result.file()).isEqualTo(TREE.file());
    assertThat(gateway.asked()).hasSize(2);
    assertThat(gateway.asked().getLast()).matches(".*&entity-bytes=[1-9]\\d*(:|%3A)\\*");
  }

  @Test
  void silenceIsATimeOutBeforeTheHeadersAndInTheBody() throws Exception {
    var mute = gateway(request -> silent(FakeGateway.car(TREE.car())));
    var stalled =
        gateway(
            request ->
                FakeGateway.car(TREE.car()).onResponseBody(SocketEffect.Stall.INSTANCE).build());

    var result = read(retriever(QUICK, mute, stalled, honest()));

    assertThat(result.file()).isEqualTo(TREE.file());
    assertThat(events).contains(new Transfer.SourceFailed(mute.name(), "silence"));
    assertThat(events)
        .anyMatch(e -> e instanceof Transfer.SourceFailed f && f.source().equals(stalled.name()));
    assertThat(read(retriever(QUICK, mute), other()).fault())
        .isEqualTo(new ContentFault.Unreachable(List.of(mute.name() + " (silence)")));
  }

  @Test
  void bytesThatDripEndAtTheDeadline() throws Exception {
    var drip =
        gateway(
            request ->
                FakeGateway.car(TREE.car()).throttleBody(10, 50, TimeUnit.MILLISECONDS).build());
    var impatient =
        new Timeouts(QUICK.connect(), QUICK.headers(), QUICK.silence(), Duration.ofSeconds(2));
    var retriever = retriever(impatient, drip);

    var result = read(retriever);

    assertThat(result.fault()).isInstanceOf(ContentFault.Unreachable.class);
  }

  @Test
  void whatNobodyHasIsNotFoundAndSaysWhoWasAsked() throws Exception {
    var one = gateway(request -> FakeGateway.status(404));
    var two = gateway(request -> FakeGateway.status(410));

    assertThat(read(retriever(one, two)).fault())
        .isEqualTo(new ContentFault.NotFound(List.of("this computer", one.name(), two.name())));
    assertThat(read(retriever()).fault())
        .isEqualTo(new ContentFault.NotFound(List.of("this computer")));
    assertThat(one.asked()).hasSize(1);
  }

  @Test
  void errorsOfAServerAreNotTakenForAbsence() throws Exception {
    var broken = gateway(request -> FakeGateway.status(504));

    assertThat(read(retriever(broken)).fault())
        .isEqualTo(new ContentFault.Unreachable(List.of(broken.name() + " (answered 504)")));
  }

  @Test
  void aSourceThatAsksForRestIsLeftAlone() throws Exception {
    var busy =
        gateway(
            request -> new MockResponse.Builder().code(429).addHeader("Retry-After", "60").build());
    var retriever = retriever(busy, honest());

    assertThat(read(retriever).file()).isEqualTo(TREE.file());
    read(retriever, other());

    assertThat(busy.asked()).hasSize(1);
  }

  @Test
  void redirectsAreFollowedOnTheSameHostButNotForEverAndNotIntoPrivateNetworks() throws Exception {
    var loop = gateway(request -> moved(request.getTarget() + "&again=1"));
    var inward = gateway(request -> moved("http://10.0.0.1/ipfs/x"));
    var inwardToo = gateway(request -> moved("http://[::1]/ipfs/x"));
    var once =
        gateway(
            request ->
                request.getTarget().startsWith("/new/")
                    ? FakeGateway.car(TREE.car()).build()
                    : moved("/new" + request.getTarget()));

    var result = read(retriever(loop, inward, inwardToo, once));

    assertThat(result.file()).isEqualTo(TREE.file());
    assertThat(events)
        .contains(
            new Transfer.SourceFailed(loop.name(), "redirects without end"),
            new Transfer.SourceFailed(inward.name(), "redirects to a private address"),
            new Transfer.SourceFailed(inwardToo.name(), "redirects to a private address"));
  }

  @Test
  void anEndlessBodyIsCutOff() throws Exception {
    var endless = gateway(request -> endless(FakeGateway.CAR));
    var endlessBlock =
        gateway(
            request ->
                FakeGateway.isCar(request) ? FakeGateway.status(400) : endless(FakeGateway.RAW));
    var honest = honest();
    try (var stream = retriever(endless, endlessBlock, honest).open(APP, 300_000, events::add)) {
      assertThat(stream.next())
          .isInstanceOfSatisfying(
              CarStream.Piece.Bytes.class,
              piece -> assertThat(piece.from()).isEqualTo(honest.name()));
    }

    assertThat(events)
        .contains(
            new Transfer.SourceFailed(endless.name(), "sent far more than was asked for"),
            new Transfer.SourceFailed(endlessBlock.name(), "sent more than a block"));
    assertThat(store.count()).isOne();
  }

  @Test
  void aFileOverTheLimitIsRefusedAtItsFirstBlock() throws Exception {
    try (var stream = retriever(honest()).open(APP, 199_999)) {
      CarStream.Piece piece;
      do piece = stream.next();
      while (piece instanceof CarStream.Piece.Bytes);

      assertThat(piece)
          .isEqualTo(new CarStream.Piece.Failed(new ContentFault.TooLarge(200_000, 199_999)));
      assertThat(stream.next()).isEqualTo(piece);
    }
  }

  @Test
  void oneSourceFillsWhatTheOtherLacks() throws Exception {
    var blocks = TREE.blocks();
    var even = new ArrayList<Block>();
    var odd = new ArrayList<Block>();
    for (int i = 0; i < blocks.size(); i++) (i % 2 == 0 ? even : odd).add(blocks.get(i));
    var first = gateway(request -> partial(FakeGateway.isCar(request), even, request));
    var second = gateway(request -> partial(FakeGateway.isCar(request), odd, request));

    assertThat(read(retriever(first, second)).file()).isEqualTo(TREE.file());
  }

  @Test
  void closingFromAnotherThreadEndsAWait() throws Exception {
    var asked = new CountDownLatch(1);
    var mute =
        gateway(
            request -> {
              asked.countDown();
              return silent(FakeGateway.car(TREE.car()));
            });
    var stream = retriever(PATIENT, mute).open(APP, 1 << 20);
    var piece = new CompletableFuture<CarStream.Piece>();
    Thread.startVirtualThread(
        () -> {
          try {
            piece.complete(stream.next());
          } catch (InterruptedException e) {
            piece.completeExceptionally(e);
          }
        });
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    stream.close();

    assertThat(piece.get(5, TimeUnit.SECONDS)).isInstanceOf(CarStream.Piece.Failed.class);
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    var mute = gateway(request -> silent(FakeGateway.car(TREE.car())));
    try (var stream = retriever(mute).open(APP, 1 << 20)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(stream::next).isInstanceOf(InterruptedException.class);
    }
  }

  private void assertOnlyTheTree() {
    assertThat(store.count()).isEqualTo(TREE.blocks().size());
    for (var block : TREE.blocks()) assertThat(store.get(block.cid())).isPresent();
  }

  private static ContentAddress other() {
    return ContentAddress.of(Block.raw(Payload.utf8("other")).cid());
  }

  private static MockResponse silent(MockResponse.Builder response) {
    return response.onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  private static MockResponse moved(String target) {
    return new MockResponse.Builder().code(302).addHeader("Location", target).build();
  }

  private static MockResponse partial(boolean car, List<Block> blocks, RecordedRequest request) {
    return car
        ? FakeGateway.car(Trees.car(TREE.root(), blocks)).build()
        : FakeGateway.raw(request, blocks);
  }

  // Blocks that match their identifiers and belong to nothing, until the reader has enough.
  private static MockResponse endless(String type) {
    var body =
        new MockResponseBody() {
          @Override
          public long getContentLength() {
            return -1;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.write(Car.header(List.of()).toByteArray());
            for (int i = 0; ; i++) {
              var junk = new byte[1 << 20];
              junk[0] = (byte) i;
              junk[1] = (byte) (i >> 8);
              sink.write(Car.section(Block.raw(Payload.owning(junk))).toByteArray());
            }
          }
        };
    return new MockResponse.Builder().addHeader("Content-Type", type).body(body).build();
  }

  private FakeGateway honest() throws IOException {
    var gateway = FakeGateway.honest(TREE);
    open.add(gateway);
    return gateway;
  }

  private FakeGateway gateway(Function<RecordedRequest, MockResponse> answer) throws IOException {
    var gateway = new FakeGateway(answer);
    open.add(gateway);
    return gateway;
  }

  private Retriever retriever(FakeGateway... gateways) {
    return retriever(PATIENT, gateways);
  }

  private Retriever retriever(Timeouts timeouts, FakeGateway... gateways) {
    List<URI> uris = Arrays.stream(gateways).map(FakeGateway::uri).toList();
    var retriever = new Retriever(store, () -> uris, timeouts);
    open.addFirst(retriever);
    return retriever;
  }

  private Drain.Result read(Retriever retriever) throws InterruptedException {
    return read(retriever, APP);
  }

  private Drain.Result read(Retriever retriever, ContentAddress address)
      throws InterruptedException {
    return Drain.read(retriever, address, events::add);
  }
}
