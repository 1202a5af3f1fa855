package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.kernel.Pid;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoaderHandlerTest {
  private static final Cid CID = Cid.raw(Sha256.of(new byte[] {1, 2, 3}));

  private final BlockingQueue<ProgramSource.Piece> pieces = new LinkedBlockingQueue<>();
  private final List<ContentAddress> opened = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final LoaderHandler loader = new LoaderHandler(Interfaces.shipped(), this::open);

  private ProgramSource.Stream open(ContentAddress address) {
    opened.add(address);
    return new ProgramSource.Stream() {
      @Override
      public ProgramSource.Piece next() throws InterruptedException {
        return pieces.take();
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }

  private Value openLoad() {
    return FakeCall.sent(
            loader,
            "open",
            Value.bytes(Payload.owning(CID.toByteArray())),
            new Value.Items(List.of(Value.text("bin"), Value.text("game.wasm"))))
        .value();
  }

  private Value handle() {
    return ((Value.Case) openLoad()).payload().orElseThrow();
  }

  private static Value bytes(int length) {
    return Value.ok(Value.bytes(Payload.owning(new byte[length])));
  }

  private void piece(int length) {
    pieces.add(new ProgramSource.Piece.Bytes(Payload.owning(new byte[length]), "gateway.example"));
  }

  @Test
  void aStreamComesInPiecesUntilItsEnd() {
    Value handle = handle();
    piece(10);
    piece(0);
    piece(20);
    pieces.add(new ProgramSource.Piece.End());

    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(10));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(20));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(0));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(0));
    assertThat(opened).containsExactly(new ContentAddress(CID, List.of("bin", "game.wasm")));
    assertThat(loader.from(number(handle))).isEqualTo("gateway.example");
  }

  @Test
  void aLargePieceIsHandedOverByTheMebibyte() {
    Value handle = handle();
    piece((2 << 20) + 5);

    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(1 << 20));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(1 << 20));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(5));
  }

  @Test
  void aFailureIsToldInTheInterfacesWordsAndInFullToTheKernel() {
    Value handle = handle();
    LoadFault fault = new LoadFault.Corrupt(CID, "liar.example");
    pieces.add(new ProgramSource.Piece.Failed(fault));

    Value answer = FakeCall.sent(loader, "next", handle).value();

    assertThat(answer)
        .isEqualTo(
            Value.named(
                "err", Value.named("unreachable", Value.text("liar.example sent wrong bytes"))));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(answer);
    assertThat(loader.fault(number(handle))).contains(fault);
    FakeCall.sent(loader, "close", handle);
    assertThat(loader.fault(number(handle))).isEmpty();
  }

  @Test
  void aSourceThatThrowsIsAFailureToo() {
    LoaderHandler broken =
        new LoaderHandler(
            Interfaces.shipped(),
            address ->
                new ProgramSource.Stream() {
                  @Override
                  public ProgramSource.Piece next() {
                    throw new IllegalStateException("bug");
                  }

                  @Override
                  public void close() {}
                });
    Value handle =
        ((Value.Case)
                FakeCall.sent(
                        broken,
                        "open",
                        Value.bytes(Payload.owning(CID.toByteArray())),
                        new Value.Items(List.of()))
                    .value())
            .payload()
            .orElseThrow();

    assertThat(FakeCall.sent(broken, "next", handle).value().toString()).contains("unreachable");
  }

  @Test
  void whatACancelledNextWouldHaveGotIsKept() {
    Value handle = handle();
    FakeCall cancelled = FakeCall.sent(loader, "next", handle);
    cancelled.cancel();
    piece(10);

    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(10));
  }

  @Test
  void aSecondNextAtTheSameTimeFailsAndTheFirstGoesOn() {
    Value handle = handle();
    FakeCall first = FakeCall.sent(loader, "next", handle);

    FakeCall second = FakeCall.sent(loader, "next", handle);
    piece(10);

    assertThat(second.outcome()).isEmpty();
    assertThat(first.value()).isEqualTo(bytes(10));
  }

  @Test
  void anotherProcesssHandleIsNone() {
    Value handle = handle();

    FakeCall call = FakeCall.sentBy(new Pid(8), loader, "next", handle);
    FakeCall.sentBy(new Pid(8), loader, "close", handle);
    piece(3);

    assertThat(call.value()).isEqualTo(Value.err("invalid-handle"));
    assertThat(FakeCall.sent(loader, "next", handle).value()).isEqualTo(bytes(3));
  }

  @Test
  void bytesThatAreNoIdentifierAreNotFound() {
    Value answer =
        FakeCall.sent(
                loader,
                "open",
                Value.bytes(Payload.copyOf((byte) 9, (byte) 9)),
                new Value.Items(List.of()))
            .value();

    assertThat(answer).isEqualTo(Value.err("not-found"));
    assertThat(opened).isEmpty();
  }

  @Test
  void sixtyFourLoadsAreOpenAtMost() {
    for (int i = 0; i < LoaderHandler.HANDLES; i++) handle();

    assertThat(openLoad().toString()).contains("unreachable");
  }

  @Test
  void theEndOfAProcessClosesItsLoads() throws InterruptedException {
    Value handle = handle();
    FakeCall waiting = FakeCall.sent(loader, "next", handle);

    loader.ended(FakeCall.PID);

    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.value()).isEqualTo(Value.err("invalid-handle"));
    assertThat(FakeCall.sent(loader, "next", handle).value())
        .isEqualTo(Value.err("invalid-handle"));
  }

  private static int number(Value handle) {
    return (int) ((Value.Unsigned) handle).value();
  }

  @Test
  void aLongPathIsKeptWhileItsLoadIsOpen() throws InterruptedException {
    FakeCall call =
        FakeCall.sent(
            loader,
            "open",
            Value.bytes(Payload.owning(CID.toByteArray())),
            new Value.Items(Collections.nCopies(20, Value.text("x".repeat(200)))));
    call.value();
    assertThat(call.isKept()).isTrue();

    loader.ended(FakeCall.PID);

    call.awaitLetGo();
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
