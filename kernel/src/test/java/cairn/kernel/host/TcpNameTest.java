package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Scope;
import cairn.registry.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting to names: what is looked up, asked about and dialled. */
class TcpNameTest extends TcpBed {
  private static Value name(String host, int port) {
    return Value.named(
        "name",
        Value.record(
            Value.field("host", Value.text(host)), Value.field("port", Value.unsigned(port))));
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
  @ValueSource(strings = {"127.1", "2130706433", "127.0.0.1."})
  void anAddressInAnotherSpellingIsTheOneThatTheGateReadAndIsNotLookedUp(String spelling)
      throws IOException {
    FakeCall call = FakeCall.of(tcp, "connect", name(spelling, server.getLocalPort()));
    tcp.handle(call);

    ok(call);

    assertThat(call.checked)
        .containsExactly(
            new Scope.Endpoint("127.0.0.1", server.getLocalPort(), Scope.Reach.LOOPBACK));
    assertThat(looked).isEmpty();
    server.accept().close();
  }

  @Test
  void aNameOfAnotherScriptIsLookedUpAsTheGateShowsIt() throws IOException {
    found = List.of(LOOPBACK);

    ok(connecting(name("München.example.", server.getLocalPort())));

    assertThat(looked).containsExactly("xn--mnchen-3ya.example");
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
        "0x7f.1",
        "1.0x1",
        "0x7f000001",
        "a\u0000b",
        "::1%lo",
        "fe80::1%eth0",
        "256.1.1.1",
        "1.2.3.4.5",
        "0177.0.0.1",
        "[::1"
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
}
