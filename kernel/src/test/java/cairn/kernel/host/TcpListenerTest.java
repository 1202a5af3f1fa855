package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.registry.Payload;
import cairn.registry.Reaches;
import cairn.registry.Value;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listening, accepting, and what opens and closes together. */
class TcpListenerTest extends TcpBed {
  @Test
  void anAddressThatIsTakenIsInUse() {
    FakeCall listen =
        FakeCall.sent(tcp, "listen", address(new byte[] {127, 0, 0, 1}, server.getLocalPort()));

    assertThat(listen.value()).isEqualTo(Value.err("address-in-use"));
  }

  @Test
  void aListenerAcceptsConnections() throws IOException {
    Value.Fields listener = listening();
    FakeCall accept = FakeCall.sent(tcp, "accept", listener.get("socket"));
    try (Socket peer = new Socket(LOOPBACK, port(listener))) {
      Value.Fields connection = ok(accept);
      assertThat(connection.get("remote"))
          .isEqualTo(address(new byte[] {127, 0, 0, 1}, peer.getLocalPort()));

      write(connection.get("socket"), utf8("hi")).value();

      assertThat(peer.getInputStream().readNBytes(2)).asString().isEqualTo("hi");
    }
  }

  @Test
  void aCancelledAcceptLosesNoConnection() throws IOException {
    Value.Fields listener = listening();
    FakeCall cancelled = FakeCall.sent(tcp, "accept", listener.get("socket"));
    cancelled.cancel();
    try (Socket peer = new Socket(LOOPBACK, port(listener))) {
      FakeCall accept = FakeCall.sent(tcp, "accept", listener.get("socket"));

      assertThat(ok(accept).get("remote"))
          .isEqualTo(address(new byte[] {127, 0, 0, 1}, peer.getLocalPort()));
    }
  }

  @Test
  void listenersAndConnectionsAreNotMixedUp() throws IOException {
    Value.Fields listener = listening();
    Value socket = connected();
    try (Socket peer = server.accept()) {
      assertThat(read(listener.get("socket"), 1).value()).isEqualTo(Value.err("invalid-socket"));
      assertThat(FakeCall.sent(tcp, "accept", socket).value())
          .isEqualTo(Value.err("invalid-socket"));
      assertThat(peer.isConnected()).isTrue();
    }
  }

  private FakeCall limited(int handles, String message, Value argument) {
    Limits d = Limits.DEFAULT;
    Limits limits =
        new Limits(
            d.memory(),
            d.tables(),
            d.mailboxMessages(),
            d.mailboxBytes(),
            d.unanswered(),
            d.parked(),
            d.body(),
            handles,
            d.timers(),
            d.logLines(),
            d.module(),
            d.threads(),
            d.stacks());
    FakeCall call = new FakeCall(FakeCall.PID, limits, tcp, message, List.of(argument));
    tcp.handle(call);
    return call;
  }

  @Test
  void overTheLimitOpeningFailsAndAcceptWaits() throws IOException {
    Value listen = address(new byte[] {127, 0, 0, 1}, 0);
    Value.Fields listener = ok(limited(2, "listen", listen));
    Value first = ok(limited(2, "connect", target(server.getLocalPort()))).get("socket");

    FakeCall third = limited(2, "connect", target(server.getLocalPort()));
    FakeCall accept = limited(2, "accept", listener.get("socket"));
    try (Socket peer = new Socket(LOOPBACK, port(listener))) {
      assertThat(third.value()).isEqualTo(Value.err("too-many"));
      assertThat(accept.isAnswered()).isFalse();

      limited(2, "close", first);

      assertThat(ok(accept).get("remote"))
          .isEqualTo(address(new byte[] {127, 0, 0, 1}, peer.getLocalPort()));
    }
  }

  @Test
  void aListenersGrantCoversWhatItAccepted() throws IOException {
    FakeCall listen = FakeCall.sent(tcp, "listen", address(new byte[] {127, 0, 0, 1}, 0));
    Value.Fields listener = ok(listen);
    FakeCall accept = FakeCall.sent(tcp, "accept", listener.get("socket"));
    try (Socket peer = new Socket(LOOPBACK, port(listener))) {
      Value socket = ok(accept).get("socket");
      FakeCall next = FakeCall.sent(tcp, "accept", listener.get("socket"));

      listen.revoke();

      assertThat(next.value()).isEqualTo(Value.err("permission-denied"));
      assertThat(read(socket, 1).value()).isEqualTo(Value.err("permission-denied"));
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aGrantHasNothingToCloseOnceAllItOpenedIsClosed() throws IOException {
    FakeCall listen = FakeCall.sent(tcp, "listen", address(new byte[] {127, 0, 0, 1}, 0));
    Value.Fields listener = ok(listen);
    FakeCall accept = FakeCall.sent(tcp, "accept", listener.get("socket"));
    try (Socket peer = new Socket(LOOPBACK, port(listener))) {
      Value socket = ok(accept).get("socket");
      FakeCall.sent(tcp, "close", listener.get("socket"));
      assertThat(peer.isConnected()).isTrue();
      assertThat(listen.isClosed()).isFalse();

      FakeCall.sent(tcp, "close", socket);

      // Answered in a later turn than that of the close.
      assertThat(read(socket, 1).value()).isEqualTo(Value.err("invalid-socket"));
      assertThat(listen.isClosed()).isTrue();
    }
  }

  @Test
  void theEndOfAProcessClosesAllItsSockets() throws IOException {
    Value socket = connected();
    Socket peer = server.accept();
    Value.Fields listener = listening();
    FakeCall.sent(tcp, "accept", listener.get("socket"));
    read(socket, 1);

    tcp.ended(FakeCall.PID);

    assertThat(peer.getInputStream().read()).isEqualTo(-1);
    peer.close();
    assertThat(refusesSoon(port(listener))).isTrue();
  }

  private static boolean refusesSoon(int port) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < deadline) {
      try (Socket unwanted = new Socket(LOOPBACK, port)) {
        assertThat(unwanted.isConnected()).isTrue();
      } catch (SocketException refused) {
        return true;
      } catch (IOException e) {
        return false;
      }
    }
    return false;
  }

  @Test
  void overIpVersion6TheSameHolds() throws IOException {
    Value.Fields listener =
        ok(FakeCall.sent(tcp, "listen", address(Reaches.parse("::1").orElseThrow(), 0)));
    FakeCall accept = FakeCall.sent(tcp, "accept", listener.get("socket"));

    Value.Fields connection =
        ok(
            connecting(
                Value.named(
                    "address", address(Reaches.parse("::1").orElseThrow(), port(listener)))));

    write(connection.get("socket"), utf8("six")).value();
    assertThat(read(ok(accept).get("socket"), 9).value()).isEqualTo(bytes("six"));
  }

  @Test
  void manyConnectionsAtOnceAreAllServed() throws Exception {
    Value.Fields listener = listening();
    List<FakeCall> accepts = new ArrayList<>();
    List<FakeCall> connects = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      accepts.add(FakeCall.sent(tcp, "accept", listener.get("socket")));
      connects.add(FakeCall.sentBy(new Pid(8), tcp, "connect", target(port(listener))));
    }
    List<FakeCall> reads = new ArrayList<>();
    for (FakeCall connect : connects) {
      Value socket = ok(connect).get("socket");
      FakeCall.sentBy(new Pid(8), tcp, "write", socket, Value.bytes(Payload.utf8("hello")));
    }
    for (FakeCall accept : accepts) reads.add(read(ok(accept).get("socket"), 5));

    for (FakeCall read : reads) assertThat(read.value()).isEqualTo(bytes("hello"));
  }
}
