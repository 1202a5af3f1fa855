package cairn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.host.LoaderHandler;
import cairn.kernel.host.ProgramSource;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * How a program comes from an address, whoever the loader is. Long, because the same ends are
 * reached through three loaders: the native one, a program, and one of redshirt's.
 */
final class LoadingTest {
  private static final Interfaces SHIPPED = Interfaces.shipped();
  private static final Definition LOADER = SHIPPED.shipped("loader").definition();

  private final Pieces pieces = new Pieces();
  private final List<String> said = new ArrayList<>();

  /** A source that hands out what the test puts in. */
  private static final class Pieces implements ProgramSource {
    final BlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Stream open(ContentAddress address) {
      return new Stream() {
        @Override
        public Piece next() throws InterruptedException {
          return queue.take();
        }

        @Override
        public void close() {
          closed.countDown();
        }
      };
    }

    void bytes(String text) {
      queue.add(new Piece.Bytes(Payload.utf8(text), "a gateway"));
    }

    void end() {
      queue.add(new Piece.End());
    }

    void fail(LoadFault why) {
      queue.add(new Piece.Failed(why));
    }
  }

  /** The stream is the file itself; it must hash to the address. */
  private static ProgramVerifier.Verification verify(ContentAddress address, long limit) {
    var bytes = new ByteArrayOutputStream();
    return new ProgramVerifier.Verification() {
      @Override
      public ProgramVerifier.Verdict accept(Payload piece) {
        if (piece.utf8().equals("explode")) throw new IllegalStateException("a bug");
        bytes.writeBytes(piece.toByteArray());
        if (bytes.size() > limit)
          return new ProgramVerifier.Verdict.Bad(new LoadFault.TooLarge(bytes.size(), limit));
        return new ProgramVerifier.Verdict.NeedsMore(bytes.size(), -1, 1);
      }

      @Override
      public ProgramVerifier.Verdict finish() {
        var whole = Payload.owning(bytes.toByteArray());
        if (whole.isEmpty()) return new ProgramVerifier.Verdict.NeedsMore(0, -1, 0);
        return Cid.raw(Sha256.of(whole)).equals(address.root())
            ? new ProgramVerifier.Verdict.Whole(whole)
            : new ProgramVerifier.Verdict.Bad(new LoadFault.Corrupt(address.root(), ""));
      }
    };
  }

  private static ContentAddress address(String content) {
    return new ContentAddress(Cid.raw(Sha256.of(Payload.utf8(content))), List.of());
  }

  private TestKernel withNativeLoader() {
    return withNativeLoader(Duration.ofSeconds(30));
  }

  private TestKernel withNativeLoader(Duration silence) {
    var loader = new LoaderHandler(SHIPPED, pieces);
    return new TestKernel(
        b ->
            b.handler(loader)
                .loaderNotes(loader)
                .verifier(LoadingTest::verify)
                .limits(KernelLimits.ofThisMachine().withLoaderSilence(silence)));
  }

  private static LoadFault faultOf(Exit exit) {
    assertThat(exit).isInstanceOf(Exit.Refused.class);
    return ((Exit.Refused) exit).why();
  }

  @Test
  void aProgramComesInPiecesIsCheckedAndRuns() {
    try (var it = withNativeLoader()) {
      it.scripts.program("the program", guest -> said.add("ran"));
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));
      assertThat(it.state(pid)).isEqualTo(new ProcessState.Loading(new LoadStage.Finding()));

      pieces.bytes("the ");
      it.until(() -> !it.state(pid).equals(new ProcessState.Loading(new LoadStage.Finding())));
      assertThat(it.state(pid))
          .isEqualTo(new ProcessState.Loading(new LoadStage.Fetching(4, -1, 1, "a gateway")));
      pieces.bytes("program");
      pieces.end();

      assertThat(it.end(pid)).isEqualTo(new Exit.Exited(0));
      assertThat(said).containsExactly("ran");
      assertThat(it.row(pid).program())
          .contains(new ProgramId(Sha256.of(Payload.utf8("the program"))));
    }
  }

  @Test
  void bytesThatAreNotTheAddressNeverRunAndTheSourceIsNamed() {
    try (var it = withNativeLoader()) {
      it.scripts.program("a lie", guest -> said.add("ran"));
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      pieces.bytes("a lie");
      pieces.end();

      assertThat(faultOf(it.end(pid)))
          .isEqualTo(new LoadFault.Corrupt(address("the program").root(), "a gateway"));
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aStreamThatEndsEarlyIsTruncated() {
    try (var it = withNativeLoader()) {
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      pieces.end();

      assertThat(faultOf(it.end(pid))).isEqualTo(new LoadFault.Truncated(0));
    }
  }

  @Test
  void whatTheNativeLoaderKnowsOfAFailureIsTold() {
    try (var it = withNativeLoader()) {
      var why = new LoadFault.Unreachable(List.of("one.example", "two.example"));
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      pieces.fail(why);

      assertThat(faultOf(it.end(pid))).isEqualTo(why);
    }
  }

  @Test
  void aLoaderThatFallsSilentIsGivenUp() {
    try (var it = withNativeLoader(Duration.ofMillis(300))) {
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      assertThat(faultOf(it.end(pid))).isInstanceOf(LoadFault.NoLoader.class);
    }
  }

  @Test
  void aLoadThatDripsForEverIsGivenUp() {
    var loader = new LoaderHandler(SHIPPED, pieces);
    try (var it =
        new TestKernel(
            b ->
                b.handler(loader)
                    .loaderNotes(loader)
                    .verifier(LoadingTest::verify)
                    .limits(KernelLimits.ofThisMachine().withLoadTime(Duration.ZERO)))) {
      pieces.bytes("a byte");
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      assertThat(faultOf(it.end(pid)))
          .isEqualTo(new LoadFault.NoLoader("the program was not whole after 0 seconds"));
    }
  }

  @Test
  void withoutALoaderThereIsAFaultAtOnce() {
    try (var it = new TestKernel(b -> b.verifier(LoadingTest::verify))) {
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      assertThat(faultOf(it.end(pid)))
          .isEqualTo(new LoadFault.NoLoader("nobody answers the loader interface"));
    }
  }

  @Test
  void aVerifierThatFailsIsAFaultOfTheBytes() {
    try (var it = withNativeLoader()) {
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      pieces.bytes("explode");

      assertThat(faultOf(it.end(pid)))
          .isEqualTo(new LoadFault.Malformed("it could not be checked"));
    }
  }

  @Test
  void endedWhileItLoadsItsStreamIsClosed() throws InterruptedException {
    try (var it = withNativeLoader()) {
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));
      pieces.bytes("the ");
      it.until(() -> !it.state(pid).equals(new ProcessState.Loading(new LoadStage.Finding())));

      it.kernel.end(pid, "you");

      assertThat(it.end(pid)).isEqualTo(new Exit.Killed("you"));
      assertThat(pieces.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aModuleOverTheLimitIsTooLarge() {
    try (var it = new TestKernel()) {
      var d = Limits.DEFAULT;
      var tiny =
          new Limits(
              d.memory(),
              d.tables(),
              d.mailboxMessages(),
              d.mailboxBytes(),
              d.unanswered(),
              d.parked(),
              d.body(),
              d.handles(),
              d.timers(),
              d.logLines(),
              5,
              d.threads(),
              d.stacks());

      var pid = it.open("more than five", guest -> {}, tiny);

      assertThat(faultOf(it.end(pid))).isEqualTo(new LoadFault.TooLarge(14, 5));
    }
  }

  @Test
  void whatComesIsChargedAndGivenBackWhenThereIsNoRoomForMore() {
    var loader = new LoaderHandler(SHIPPED, pieces);
    try (var it =
        new TestKernel(
            b ->
                b.handler(loader)
                    .loaderNotes(loader)
                    .verifier(LoadingTest::verifyHoldingAll)
                    .limits(KernelLimits.ofThisMachine().withHeap(10)))) {
      var pid = it.kernel.open(OpenRequest.of(address("the program"), "p"));

      pieces.bytes("the ");
      it.until(() -> it.kernel.snapshot().totals().heapBytes() == 4);
      pieces.bytes("program");

      assertThat(faultOf(it.end(pid))).isEqualTo(new LoadFault.HeapFull(11, 6, 10));
      assertThat(it.kernel.snapshot().totals().heapBytes()).isZero();
    }
  }

  /** None of what came is the file's next bytes. */
  private static ProgramVerifier.Verification verifyHoldingAll(ContentAddress address, long limit) {
    return new ProgramVerifier.Verification() {
      @Override
      public ProgramVerifier.Verdict accept(Payload piece) {
        return new ProgramVerifier.Verdict.NeedsMore(0, -1, 1);
      }

      @Override
      public ProgramVerifier.Verdict finish() {
        return new ProgramVerifier.Verdict.Bad(new LoadFault.Truncated(0));
      }
    };
  }

  @Test
  void whatIsNoProgramIsRefused() {
    try (var it = new TestKernel()) {
      var pid = it.kernel.open(OpenRequest.of(Payload.utf8("no such script"), "p"));

      assertThat(faultOf(it.end(pid))).isInstanceOf(LoadFault.NotAProgram.class);
    }
  }

  // ---- a loader that is a program

  /** Answers each message of the kernel with the next of these. */
  private static Consumer<ScriptGuest> loaderProgram(List<String> log, Payload... answers) {
    return guest -> {
      guest.register(LOADER.id());
      for (Payload answer : answers) {
        var got = guest.message();
        log.add("pid " + got.pid());
        guest.answer(got.id(), answer);
      }
      // Crashes with what it then takes.
      guest.message();
    };
  }

  private static Payload answer(String message, Value value) {
    return MessageCodec.encodeAnswer(LOADER.message(message).orElseThrow(), value);
  }

  private static Payload piece(String text) {
    return answer("next", Value.ok(Value.bytes(Payload.utf8(text))));
  }

  /** With the largest handle that there is. */
  private static final Payload OPENED = answer("open", Value.ok(Value.unsigned(0xffff_ffffL)));

  private Exit loadThrough(Payload... answers) {
    try (var it = new TestKernel(b -> b.verifier(LoadingTest::verify))) {
      it.scripts.program("the program", guest -> said.add("ran"));
      var loader = it.scripts.program("loader", loaderProgram(said, answers));
      var loaderPid = it.kernel.open(TestKernel.request(loader, "loader", List.of()));
      it.settle(loaderPid);
      it.kernel.decide(
          it.kernel.snapshot().questions().getFirst().id(),
          new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
      it.stepper.runUntilIdle();
      return it.end(it.kernel.open(OpenRequest.of(address("the program"), "p")));
    }
  }

  @Test
  void aProgramCanBeTheLoaderAndIsAskedByTheKernel() {
    var exit = loadThrough(OPENED, piece("the program"), piece(""));

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("pid 0", "pid 0", "pid 0", "ran");
  }

  @Test
  void aLoaderThatLiesGetsNothingToRun() {
    assertThat(faultOf(loadThrough(OPENED, piece("something else"), piece(""))))
        .isInstanceOf(LoadFault.Corrupt.class);
    assertThat(faultOf(loadThrough(Payload.copyOf((byte) 9, (byte) 9))))
        .isEqualTo(new LoadFault.NoLoader("its answer is not what the interface says"));
    assertThat(faultOf(loadThrough(OPENED, answer("next", Value.err("not-found")))))
        .isEqualTo(new LoadFault.NotFound(List.of()));
    assertThat(said).doesNotContain("ran");
  }

  // ---- redshirt's loader

  private static final Definition OF_REDSHIRT = SHIPPED.shipped("redshirt-loader").definition();

  /** BLAKE3 of "the program". */
  private static final ContentAddress BY_BLAKE3 =
      new ContentAddress(
          new Cid(
              1,
              Cid.RAW,
              new Multihash(
                  Multihash.BLAKE3,
                  Payload.owning(
                      HexFormat.of()
                          .parseHex(
                              "1d12578e081209abaa0fbc4373723083a2efaf63d76ef02e7082e99648b39a65")))),
          List.of());

  private static Payload loaded(Value answer) {
    return MessageCodec.encodeAnswer(OF_REDSHIRT.message("load").orElseThrow(), answer);
  }

  private Exit loadThroughRedshirt(Payload answer) {
    try (var it = new TestKernel(b -> b.verifier(LoadingTest::verify))) {
      it.scripts.program("the program", guest -> said.add("ran"));
      var loader =
          it.scripts.program(
              "loader of redshirt",
              guest -> {
                guest.register(OF_REDSHIRT.id());
                var got = guest.message();
                said.add("pid " + got.pid());
                assertThat(got.body())
                    .isEqualTo(
                        MessageCodec.encodeCall(
                            OF_REDSHIRT.message("load").orElseThrow(),
                            List.of(Value.bytes(BY_BLAKE3.root().hash().digest()))));
                guest.answer(got.id(), answer);
              });
      var loaderPid = it.kernel.open(TestKernel.request(loader, "loader", List.of()));
      it.settle(loaderPid);
      it.kernel.decide(
          it.kernel.snapshot().questions().getFirst().id(),
          new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
      it.stepper.runUntilIdle();
      return it.end(it.kernel.open(OpenRequest.of(BY_BLAKE3, "p")));
    }
  }

  @Test
  void aProgramOfRedshirtCanBeTheLoaderOfWhatHasABlake3Hash() {
    var module = Value.bytes(Payload.utf8("the program"));

    assertThat(loadThroughRedshirt(loaded(Value.ok(module)))).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("pid 0", "ran");
  }

  @Test
  void whatItSaysIsBelievedOnlyIfItHasTheHash() {
    var lie = Value.bytes(Payload.utf8("a lie"));

    assertThat(faultOf(loadThroughRedshirt(loaded(Value.ok(lie)))))
        .isEqualTo(new LoadFault.Corrupt(BY_BLAKE3.root(), "the loader of redshirt"));
    assertThat(said).containsExactly("pid 0");
  }

  @Test
  void whatItDoesNotHaveIsAskedOfTheOtherLoader() {
    for (Payload answer : List.of(loaded(Value.named("err")), Payload.copyOf((byte) 7)))
      assertThat(faultOf(loadThroughRedshirt(answer)))
          .isEqualTo(new LoadFault.NoLoader("nobody answers the loader interface"));
  }

  @Test
  void aLoaderThatCrashesIsAFaultAtOnce() {
    assertThat(faultOf(loadThrough(OPENED)))
        .isEqualTo(new LoadFault.NoLoader("it ended or refused"));
  }
}
