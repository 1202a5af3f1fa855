package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connecting, reading, writing and closing. */
class TcpConnectionTest extends TcpBed {
  @Test
  void bytesGoBothWays() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      assertThat(write(socket, utf8("ping")).value()).isEqualTo(DONE);
      assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("ping");

      peer.getOutputStream().write(utf8("pong"));

      assertThat(read(socket, 100).value()).isEqualTo(bytes("pong"));
    }
  }

  @Test
  void aConnectionSaysItsEnds() throws IOException {
    Value.Fields connection = ok(connecting(target(server.getLocalPort())));
    try (Socket peer = server.accept()) {
      assertThat(connection.get("remote"))
          .isEqualTo(address(new byte[] {127, 0, 0, 1}, server.getLocalPort()));
      assertThat(connection.get("local"))
          .isEqualTo(address(new byte[] {127, 0, 0, 1}, peer.getPort()));
    }
  }

  @Test
  void aReadTakesNoMoreThanItAskedForAndTheRestStays() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      peer.getOutputStream().write(utf8("abcdef"));
      peer.shutdownOutput();

      assertThat(read(socket, 0).value()).isEqualTo(END);
      assertThat(read(socket, 4).value()).isEqualTo(bytes("abcd"));
      assertThat(read(socket, 100).value()).isEqualTo(bytes("ef"));
      assertThat(read(socket, 100).value()).isEqualTo(END);
      assertThat(read(socket, 100).value()).isEqualTo(END);
    }
  }

  @Test
  void aHalfClosedConnectionStillReads() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      write(socket, utf8("question"));
      assertThat(FakeCall.sent(tcp, "shutdown", socket).value()).isEqualTo(DONE);

      assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("question");
      peer.getOutputStream().write(utf8("answer"));

      assertThat(read(socket, 100).value()).isEqualTo(bytes("answer"));
      assertThat(write(socket, new byte[1]).value()).isEqualTo(Value.err("shut-down"));
      assertThat(FakeCall.sent(tcp, "shutdown", socket).value()).isEqualTo(Value.err("shut-down"));
    }
  }

  @Test
  void aPeerThatHasFinishedCanStillBeWrittenTo() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      peer.shutdownOutput();
      assertThat(read(socket, 1).value()).isEqualTo(END);

      assertThat(write(socket, utf8("late")).value()).isEqualTo(DONE);

      assertThat(peer.getInputStream().readNBytes(4)).asString().isEqualTo("late");
    }
  }

  @Test
  void aCancelledReadHasConsumedNothing() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      FakeCall cancelled = read(socket, 100);
      cancelled.cancel();
      peer.getOutputStream().write(utf8("kept"));

      assertThat(read(socket, 100).value()).isEqualTo(bytes("kept"));
    }
  }

  @Test
  void aProgramThatDoesNotReadHoldsThePeerBack() throws Exception {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      peer.setSendBufferSize(64 << 10);
      int total = 16 << 20;
      CountDownLatch sent = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  peer.getOutputStream().write(new byte[total]);
                  sent.countDown();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      // One read makes room for itself, not for everything.
      long length = length(read(socket, 1 << 20).value());
      assertThat(sent.await(200, TimeUnit.MILLISECONDS)).isFalse();

      while (length < total) length += length(read(socket, 1 << 20).value());

      assertThat(length).isEqualTo(total);
      assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static long length(Value read) {
    Value.Case result = (Value.Case) read;
    return ((Value.Bytes) result.payload().orElseThrow()).value().length();
  }

  @Test
  void aPeerThatDoesNotReadHoldsTheProgramBack() throws Exception {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      byte[] much = new byte[12 << 20];
      Arrays.fill(much, (byte) 'x');
      FakeCall writing = write(socket, much);
      FakeCall behind = write(socket, utf8("end"));
      FakeCall unwanted = write(socket, utf8("never"));
      unwanted.cancel();
      assertThat(writing.isAnswered()).isFalse();

      InputStream in = peer.getInputStream();
      in.skipNBytes(much.length);

      assertThat(in.readNBytes(3)).asString().isEqualTo("end");
      assertThat(writing.value()).isEqualTo(DONE);
      assertThat(behind.value()).isEqualTo(DONE);
      FakeCall.sent(tcp, "shutdown", socket).value();
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @Test
  void aFloodOfWritesWithoutWaitingFails() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      List<FakeCall> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) calls.add(write(socket, new byte[12 << 20]));

      assertThat(calls.get(4).outcome()).isEmpty();
      assertThat(peer.isConnected()).isTrue();
    }
  }

  @Test
  void aConnectionThatWasResetSaysSo() throws IOException {
    Value socket = connected();
    Socket peer = server.accept();
    peer.setSoLinger(true, 0);
    peer.close();

    assertThat(read(socket, 10).value()).isEqualTo(Value.err("reset"));
    assertThat(write(socket, new byte[1]).value()).isEqualTo(Value.err("reset"));
  }

  @Test
  void closingSendsWhatWasWrittenAndEndsTheNumber() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      FakeCall waiting = read(socket, 10);
      write(socket, new byte[8 << 20]);
      FakeCall.sent(tcp, "close", socket);

      assertThat(waiting.value()).isEqualTo(Value.err("invalid-socket"));
      assertThat(read(socket, 1).value()).isEqualTo(Value.err("invalid-socket"));
      assertThat(peer.getInputStream().readAllBytes()).hasSize(8 << 20);
    }
  }

  @Test
  void anotherProcesssNumberIsNoSocket() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      Pid other = new Pid(8);

      FakeCall read = FakeCall.sentBy(other, tcp, "read", socket, Value.unsigned(1));
      FakeCall.sentBy(other, tcp, "close", socket);

      assertThat(read.value()).isEqualTo(Value.err("invalid-socket"));
      peer.getOutputStream().write('x');
      assertThat(read(socket, 1).value()).isEqualTo(bytes("x"));
    }
  }

  @Test
  void nobodyListensIsRefused() throws IOException {
    int port = server.getLocalPort();
    server.close();

    assertThat(connecting(target(port)).value()).isEqualTo(Value.err("refused"));
  }

  @Test
  void portZeroAndAddressesOfNobodyAreInvalid() {
    assertThat(connecting(target(0)).value()).isEqualTo(Value.err("address-invalid"));
    FakeCall listen = FakeCall.sent(tcp, "listen", address(new byte[] {(byte) 192, 0, 2, 1}, 0));
    assertThat(listen.value()).isEqualTo(Value.err("address-invalid"));
  }

  @Test
  void aGrantTakenBackClosesWhatItOpenedAndNothingElse() throws IOException {
    FakeCall call = connecting(target(server.getLocalPort()));
    Value revoked = ok(call).get("socket");
    Socket peer = server.accept();
    Value other = connected();
    Socket otherPeer = server.accept();
    FakeCall waiting = read(revoked, 1);

    call.revoke();

    assertThat(waiting.value()).isEqualTo(Value.err("permission-denied"));
    assertThat(write(revoked, new byte[1]).value()).isEqualTo(Value.err("permission-denied"));
    assertThat(peer.getInputStream().read()).isEqualTo(-1);
    otherPeer.getOutputStream().write('x');
    assertThat(read(other, 1).value()).isEqualTo(bytes("x"));
    peer.close();
    otherPeer.close();
  }

  @Test
  void anAttemptThatFailedHasNothingToClose() throws IOException {
    int port = server.getLocalPort();
    server.close();
    FakeCall call = connecting(target(port));

    call.value();

    // Answered in a later turn than that of the failure.
    read(Value.unsigned(1), 1).value();
    assertThat(call.isClosed()).isTrue();
  }

  @Test
  void anUnansweredConnectTimesOutAndACancelledOneEnds() throws IOException {
    // A listener whose queue is full answers nothing.
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress(LOOPBACK, 0), 1);
      List<Socket> queued = fill(full);
      TcpHandler hasty =
          new TcpHandler(
              Interfaces.shipped(), clocks, (name, most) -> found, Duration.ofMillis(150));

      FakeCall late = FakeCall.sent(hasty, "connect", target(full.getLocalPort()));
      FakeCall cancelled = connecting(target(full.getLocalPort()));
      cancelled.cancel();

      assertThat(late.value()).isEqualTo(Value.err("timed-out"));
      assertThat(cancelled.isAnswered()).isFalse();
      hasty.close();
      for (Socket one : queued) one.close();
    }
  }

  /** Connects until the listener answers nothing any more. */
  private static List<Socket> fill(ServerSocket listener) throws IOException {
    List<Socket> queued = new ArrayList<>();
    while (queued.size() < 100) {
      Socket next = new Socket();
      try {
        next.connect(listener.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException isFull) {
        next.close();
        return queued;
      }
      queued.add(next);
    }
    throw new AssertionError("its queue has no end");
  }

  @Test
  void aWriteIsKeptUntilItIsWritten() throws IOException {
    Value socket = connected();
    try (Socket peer = server.accept()) {
      FakeCall writing = write(socket, new byte[12 << 20]);
      FakeCall behind = write(socket, new byte[100]);
      FakeCall unwanted = write(socket, new byte[100]);
      unwanted.cancel();
      unwanted.awaitLetGo();
      writing.cancel();
      assertThat(writing.isKept()).as("begun, so it is written").isTrue();
      assertThat(behind.isKept()).isTrue();

      peer.getInputStream().skipNBytes((12 << 20) + 100);

      behind.value();
      writing.awaitLetGo();
      behind.awaitLetGo();
    }
  }

  @Test
  void whatIsNotWrittenIsNotKept() throws IOException {
    FakeCall call = connecting(target(server.getLocalPort()));
    Value revoked = ok(call).get("socket");
    Value ended = connected();
    try (Socket peer = server.accept();
        Socket other = server.accept()) {
      var calls = new ArrayList<FakeCall>();
      for (Value socket : List.of(revoked, ended))
        for (int i = 0; i < 2; i++) calls.add(write(socket, new byte[12 << 20]));
      calls.add(write(Value.unsigned(99), new byte[100]));

      call.revoke();
      calls.add(write(revoked, new byte[100]));
      FakeCall.sent(tcp, "close", ended);
      tcp.ended(FakeCall.PID);

      calls.forEach(FakeCall::awaitLetGo);
      call.awaitLetGo();
      assertThat(peer.isConnected() && other.isConnected()).isTrue();
    }
  }
}
