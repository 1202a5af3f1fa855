package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A tcp handler and a server, on real sockets of the loopback interface, on ports that the system
 * chooses. Process 7 is the emitter unless a test says otherwise.
 */
abstract class TcpBed {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  final Clocks clocks = Clocks.system();
  final List<String> looked = new ArrayList<>();
  List<InetAddress> found = List.of();
  final TcpHandler tcp =
      new TcpHandler(
          Interfaces.shipped(),
          clocks,
          (name, atMost) -> {
            looked.add(name);
            if (found.isEmpty()) throw new UnknownHostException(name);
            return found;
          },
          Duration.ofSeconds(5));
  ServerSocket server;

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

  static Value address(byte[] ip, int port) {
    return Value.record(
        Value.field(
            "ip", Value.named(ip.length == 4 ? "v4" : "v6", Value.bytes(Payload.copyOf(ip)))),
        Value.field("port", Value.unsigned(port)));
  }

  static Value target(int port) {
    return Value.named("address", address(new byte[] {127, 0, 0, 1}, port));
  }

  FakeCall connecting(Value target) {
    return FakeCall.sent(tcp, "connect", target);
  }

  static Value.Fields ok(FakeCall call) {
    Value.Case result = (Value.Case) call.value();
    assertThat(result.name()).as("%s", result).isEqualTo("ok");
    return (Value.Fields) result.payload().orElseThrow();
  }

  /** The number of a new connection to the test's server. */
  Value connected() {
    return ok(connecting(target(server.getLocalPort()))).get("socket");
  }

  FakeCall read(Value socket, long most) {
    return FakeCall.sent(tcp, "read", socket, Value.unsigned(most));
  }

  FakeCall write(Value socket, byte[] bytes) {
    return FakeCall.sent(tcp, "write", socket, Value.bytes(Payload.copyOf(bytes)));
  }

  static Value bytes(String text) {
    return Value.ok(Value.bytes(Payload.utf8(text)));
  }

  static final Value DONE = Value.ok(Value.UNIT);
  static final Value END = bytes("");

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Value.Fields listening() {
    return ok(FakeCall.sent(tcp, "listen", address(new byte[] {127, 0, 0, 1}, 0)));
  }

  static int port(Value.Fields listener) {
    return TcpWords.port((Value.Fields) listener.get("local"));
  }
}
