package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.gate.Reaches;
import cairn.kernel.gate.Scope;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real sockets of the loopback interface, on ports that the system chooses. */
class TcpHandlerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Clocks clocks = Clocks.system();
  private final List<String> looked = new ArrayList<>();
  private List<InetAddress> found = List.of();
  private final TcpHandler tcp =
      new TcpHandler(
          Interfaces.shipped(),
          clocks,
          (name, atMost) -> {
            looked.add(name);
            if (found.isEmpty()) throw new UnknownHostException(name);
            return found;
          },
          Duration.ofSeconds(5));
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, LOOPBACK);
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    tcp.close();
    clocks.close();
    server.close();
  }

  private static Value address(byte[] ip, int port) {
    return Value.record(
        Value.field(
            "ip", Value.named(ip.length == 4 ? "v4" : "v6", Value.bytes(Payload.copyOf(ip)))),
        Value.field("port", Value.unsigned(port)));
  }

  private static Value target(int port) {
    return Value.named("address", address(new byte[] {127, 0, 0, 1}, port));
  }

  private static Value name(String host, int port) {
    return Value.named(
        "name",
        Value.record(
            Value.field("host", Value.text(host)), Value.field("port", Value.unsigned(port))));
  }

  private FakeCall connecting(Value target) {
    return FakeCall.sent(tcp, "connect", target);
  }

  private static Value.Fields ok(FakeCall call) {
    Value.Case result = (Value.Case) call.value();
    assertThat(result.name()).as("%s", result).isEqualTo("ok");
    return (Value.Fields) result.payload().orElseThrow();
  }

  /** The number of a new connection to the test's server. */
  private Value connected() {
    return ok(connecting(target(server.getLocalPort()))).get("socket");
  }

  private FakeCall read(Value socket, long most) {
    return FakeCall.sent(tcp, "read", socket, Value.unsigned(most));
  }

  private FakeCall write(Value socket, byte[] bytes) {
    return FakeCall.sent(tcp, "write", socket, Value.bytes(Payload.copyOf(bytes)));
  }

  private static Value bytes(String text) {
    return Value.ok(Value.bytes(Payload.utf8(text)));
  }

  private static final Value DONE = Value.ok(Value.UNIT);
  private static final Value END = bytes("");

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

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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
  void anAddressThatIsTakenIsInUse() {
    FakeCall listen =
        FakeCall.sent(tcp, "listen", address(new byte[] {127, 0, 0, 1}, server.getLocalPort()));

    assertThat(listen.value()).isEqualTo(Value.err("address-in-use"));
  }

  private Value.Fields listening() {
    return ok(FakeCall.sent(tcp, "listen", address(new byte[] {127, 0, 0, 1}, 0)));
  }

  private static int port(Value.Fields listener) {
    return TcpWords.port((Value.Fields) listener.get("local"));
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
            d.mailboxMessages(),
            d.mailboxBytes(),
            d.unanswered(),
            d.parked(),
            d.body(),
            handles,
            d.timers(),
            d.logLines(),
            d.module());
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
  void aNameThatLeadsToThisMachineIsAskedAboutByItsAddress() throws IOException {
    found = List.of(LOOPBACK);
    FakeCall call = FakeCall.of(tcp, "connect", name("innocent.example", server.getLocalPort()));
    tcp.handle(call);

    ok(call);

    assertThat(call.checked)
        .containsExactly(
            new Scope.Endpoint("127.0.0.1", server.getLocalPort(), Scope.Reach.LOOPBACK));
    assertThat(looked).containsExactly("innocent.example");
    server.accept().close();
  }

  @Test
  void aNameThatLeadsToThisMachineIsNotDialledAgainstTheUsersWill() throws IOException {
    found = List.of(LOOPBACK);
    server.setSoTimeout(100);
    FakeCall call = FakeCall.of(tcp, "connect", name("innocent.example", server.getLocalPort()));
    call.gate = decided -> decided.accept(false);
    tcp.handle(call);

    assertThat(call.value()).isEqualTo(Value.err("permission-denied"));
    assertThat(nobodyConnects()).isTrue();
  }

  private boolean nobodyConnects() throws IOException {
    try (Socket somebody = server.accept()) {
      return somebody.isClosed();
    } catch (java.net.SocketTimeoutException nobody) {
      return true;
    }
  }

  @Test
  void aNameMayBeDecidedLongAfter() throws Exception {
    found = List.of(LOOPBACK);
    BlockingQueue<Consumer<Boolean>> asked = new LinkedBlockingQueue<>();
    FakeCall call = FakeCall.of(tcp, "connect", name("router.example", server.getLocalPort()));
    call.gate = asked::add;
    tcp.handle(call);
    Consumer<Boolean> decision = Objects.requireNonNull(asked.poll(10, TimeUnit.SECONDS));
    assertThat(call.isAnswered()).isFalse();

    decision.accept(true);

    ok(call);
    server.accept().close();
  }

  @Test
  void anAddressWrittenAsANameIsAskedAboutAndNotLookedUp() throws IOException {
    FakeCall call = FakeCall.of(tcp, "connect", name("127.0.0.1", server.getLocalPort()));
    tcp.handle(call);

    ok(call);

    assertThat(call.checked).hasSize(1);
    assertThat(looked).isEmpty();
    server.accept().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        "-a.example",
        "exa mple",
        "a/b",
        "127.1",
        "2130706433",
        "0x7f.1",
        "1.0x1",
        "0x7f000001",
        "münchen.example",
        "a\u0000b",
        "::1%lo",
        "fe80::1%eth0",
        "256.1.1.1",
        "1.2.3.4."
      })
  void whatIsNoNameIsUnknownAndNotLookedUp(String host) {
    found = List.of(LOOPBACK);

    assertThat(connecting(name(host, 80)).value()).isEqualTo(Value.err("name-unknown"));
    assertThat(looked).isEmpty();
  }

  @Test
  void aNameNobodyKnowsIsUnknown() {
    assertThat(connecting(name("nobody.example", 80)).value()).isEqualTo(Value.err("name-unknown"));
  }

  @Test
  void theNextAddressOfANameIsTriedWhenTheFirstRefuses() throws IOException {
    // 127.0.0.2 is loopback too, and nobody listens there.
    found = List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), LOOPBACK);

    Value.Fields connection = ok(connecting(name("two.example", server.getLocalPort())));

    assertThat(connection.get("remote"))
        .isEqualTo(address(new byte[] {127, 0, 0, 1}, server.getLocalPort()));
    server.accept().close();
  }

  @Test
  void anUnansweredConnectTimesOutAndACancelledOneEnds() throws IOException {
    // A listener whose queue is full answers nothing.
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress(LOOPBACK, 0), 1);
      for (int i = 0; i < 4; i++) connecting(target(full.getLocalPort()));
      TcpHandler hasty =
          new TcpHandler(
              Interfaces.shipped(), clocks, (name, most) -> found, Duration.ofMillis(150));

      FakeCall late = FakeCall.sent(hasty, "connect", target(full.getLocalPort()));
      FakeCall cancelled = connecting(target(full.getLocalPort()));
      cancelled.cancel();

      assertThat(late.value()).isEqualTo(Value.err("timed-out"));
      assertThat(cancelled.isAnswered()).isFalse();
      hasty.close();
    }
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
