package cairn.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Payload;
import cairn.registry.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sockets that a WASI program finds open, and what comes to them. */
class WasiSocketsTest {
  private static final int PIPE = 64;
  private static final int CONNRESET = 15;
  private static final int NOTSOCK = 57;
  private static final int NOTCONN = 53;
  private static final int OUT = 8;

  private final WasiGuest guest =
      new WasiGuest(
          List.of(
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080),
              new InetSocketAddress(InetAddress.ofLiteral("::1"), 1)));

  WasiSocketsTest() {
    guest.world.on(
        "tcp.listen",
        in -> {
          Value port = ((Value.Fields) in.get(0)).get("port");
          // What the gate refuses is not there.
          return port.equals(Value.unsigned(8080))
              ? Value.ok(
                  Value.record(
                      Value.field("socket", Value.unsigned(40)), Value.field("local", in.get(0))))
              : Value.err("permission-denied");
        });
    guest.world.on("tcp.accept", in -> connection(50));
    guest.world.leaveOpen("tcp.close");
  }

  private static Value address() {
    return Value.record(
        Value.field(
            "ip",
            Value.named(
                "v4", Value.bytes(Payload.copyOf((byte) 127, (byte) 0, (byte) 0, (byte) 1)))),
        Value.field("port", Value.unsigned(9)));
  }

  private static Value connection(int socket) {
    return Value.ok(
        Value.record(
            Value.field("socket", Value.unsigned(socket)),
            Value.field("local", address()),
            Value.field("remote", address())));
  }

  private static Value bytes(String text) {
    return Value.ok(Value.bytes(Payload.utf8(text)));
  }

  private int accepted() {
    assertThat(guest.call("sock_accept", 3, 0, OUT)).isZero();
    return guest.memory.i32(OUT);
  }

  @Test
  void aListenerIsDescriptorThreeAndIsPassedOverByThoseWhoLookForFolders() {
    assertThat(guest.call("fd_prestat_get", 3, 100)).isZero();
    assertThat(guest.memory.i32(100)).isEqualTo(1);
    assertThat(guest.call("fd_prestat_get", 4, 100)).isEqualTo(WasiGuest.BADF);
    assertThat(guest.call("fd_prestat_dir_name", 3, 100, 10)).isEqualTo(WasiGuest.BADF);
    assertThat(guest.call("fd_fdstat_get", 3, 100)).isZero();
    assertThat(guest.memory.u8(100)).isEqualTo(WasiFileStatus.SOCKET_STREAM);
  }

  @Test
  void whatAConnectionBringsIsPeekedReadAndEnds() {
    guest.world.on("tcp.read", in -> bytes("hello"));
    int fd = accepted();
    guest.buffer(3000, 3);

    assertThat(guest.call("sock_recv", fd, 1000, 1, 1, OUT, 16)).isZero();
    assertThat(guest.text(3000, guest.memory.i32(OUT))).isEqualTo("hel");
    assertThat(guest.call("sock_recv", fd, 1000, 1, 0, OUT, 16)).isZero();
    assertThat(guest.text(3000, guest.memory.i32(OUT))).isEqualTo("hel");
    assertThat(guest.call("fd_read", fd, 1000, 1, OUT)).isZero();
    assertThat(guest.text(3000, guest.memory.i32(OUT))).isEqualTo("lo");
    assertThat(guest.world.sent).containsOnlyOnce("tcp.read");

    guest.world.on("tcp.read", in -> bytes(""));
    assertThat(guest.call("sock_recv", fd, 1000, 1, 0, OUT, 16)).isZero();
    assertThat(guest.memory.i32(OUT)).isZero();
    guest.world.on("tcp.read", in -> Value.err("reset"));
    assertThat(guest.call("sock_recv", fd, 1000, 1, 0, OUT, 16)).isEqualTo(CONNRESET);
  }

  @Test
  void whatIsSentGoesOutAndAShutSideSaysSo() {
    StringBuilder sent = new StringBuilder();
    guest.world.on(
        "tcp.write",
        in -> {
          sent.append(((Value.Bytes) in.get(1)).value().utf8());
          return Value.ok(Value.UNIT);
        });
    guest.world.on("tcp.shutdown", in -> Value.ok(Value.UNIT));
    int fd = accepted();
    guest.buffers("GET ", "/");

    assertThat(guest.call("sock_send", fd, 1000, 2, 0, OUT)).isZero();
    assertThat(guest.memory.i32(OUT)).isEqualTo(5);
    assertThat(guest.call("fd_write", fd, 1000, 2, OUT)).isZero();
    assertThat(sent.toString()).isEqualTo("GET /GET /");

    assertThat(guest.call("sock_shutdown", fd, 2)).isZero();
    guest.world.on("tcp.write", in -> Value.err("shut-down"));
    assertThat(guest.call("sock_send", fd, 1000, 2, 0, OUT)).isEqualTo(PIPE);
    assertThat(guest.call("sock_shutdown", fd, 0)).isEqualTo(WasiGuest.INVAL);
  }

  @Test
  void aSideThatIsNotReadAnyMoreIsAtItsEnd() {
    guest.world.leaveOpen("tcp.read");
    int fd = accepted();
    guest.buffer(3000, 3);

    assertThat(guest.call("sock_shutdown", fd, 1)).isZero();

    assertThat(guest.call("sock_recv", fd, 1000, 1, 0, OUT, 16)).isZero();
    assertThat(guest.memory.i32(OUT)).isZero();
    assertThat(guest.world.sent).doesNotContain("tcp.read");
  }

  @Test
  void whoDoesNotWaitIsToldAgainAndTheNextConnectionIsNotLost() {
    guest.world.leaveOpen("tcp.accept");
    assertThat(guest.call("fd_fdstat_set_flags", 3, 4)).isZero();

    assertThat(guest.call("sock_accept", 3, 0, OUT)).isEqualTo(WasiGuest.AGAIN);
    guest.world.answer("tcp.accept", connection(60));
    int fd = accepted();

    guest.world.on("tcp.read", in -> bytes("from " + ((Value.Unsigned) in.get(0)).value()));
    guest.buffer(3000, 10);
    assertThat(guest.call("fd_read", fd, 1000, 1, OUT)).isZero();
    assertThat(guest.text(3000, guest.memory.i32(OUT))).isEqualTo("from 60");
    assertThat(guest.world.sent).containsOnlyOnce("tcp.accept");
  }

  @Test
  void aPollWaitsForConnectionsAndBytesAtOnce() {
    int fd = accepted();
    guest.world.leaveOpen("tcp.accept");
    guest.world.leaveOpen("tcp.read");
    guest.world.asleep = () -> guest.world.answer("tcp.read", bytes("ab"));
    for (int i = 0; i < 2; i++) {
      guest.memory.putI64(4000 + 48L * i, 100 + i);
      guest.memory.putU8(4008 + 48L * i, 1);
      guest.memory.putI32(4016 + 48L * i, i == 0 ? 3 : fd);
    }

    assertThat(guest.call("poll_oneoff", 4000, 5000, 2, OUT)).isZero();

    assertThat(guest.memory.i32(OUT)).isEqualTo(1);
    assertThat(guest.memory.i64(5000)).isEqualTo(101);
    assertThat(guest.memory.i64(5016)).isEqualTo(2);
    // The question for the next connection stays open for whoever wants it then.
    assertThat(guest.world.isOpen("tcp.accept")).isTrue();
    assertThat(guest.world.cancelled).isEmpty();
  }

  @Test
  void whatIsNoConnectionSaysSo() {
    assertThat(guest.call("sock_send", 3, 0, 0, 0, OUT)).isEqualTo(NOTCONN);
    assertThat(guest.call("sock_accept", 1, 0, OUT)).isEqualTo(NOTSOCK);
    assertThat(guest.call("sock_accept", 3, 1, OUT)).isEqualTo(WasiGuest.INVAL);
    int fd = accepted();
    assertThat(guest.call("sock_recv", fd, 1000, 0, 2, OUT, 16)).isEqualTo(58);
    assertThat(guest.call("sock_send", fd, 1000, 0, 1, OUT)).isEqualTo(WasiGuest.INVAL);
    assertThat(guest.call("fd_seek", fd, 0, 0, OUT)).isEqualTo(70);
    assertThat(guest.call("fd_close", fd)).isZero();
    assertThat(guest.world.sent).contains("tcp.close");
  }
}
