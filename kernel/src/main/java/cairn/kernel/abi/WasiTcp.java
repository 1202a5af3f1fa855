package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The messages to {@code tcp}, as values. Any guest thread of the process. */
final class WasiTcp {
  private final WasiCalls tcp;

  WasiTcp(Syscalls syscalls, Interfaces interfaces) {
    tcp = new WasiCalls(syscalls, interfaces.shipped("tcp").definition());
  }

  /** Waits for connections at an address; the listener's number. */
  WasiReply<Integer> listen(InetSocketAddress at) {
    byte[] ip = at.getAddress().getAddress();
    Value address =
        Value.record(
            Value.field(
                "ip", Value.named(ip.length == 4 ? "v4" : "v6", Value.bytes(Payload.owning(ip)))),
            Value.field("port", Value.unsigned(at.getPort())));
    return reply(tcp.askIfAnybody("listen", address));
  }

  Optional<MessageId> startAccept(int listener) {
    return tcp.start("accept", number(listener));
  }

  /** The number of the connection that an answer brought. */
  WasiReply<Integer> accepted(Answer answer) {
    return reply(tcp.value("accept", answer));
  }

  private static WasiReply<Integer> reply(Optional<Value> answer) {
    return WasiReply.of(
        answer,
        WasiErrno::ofTcp,
        value -> (int) ((Value.Unsigned) ((Value.Fields) value).get("socket")).value());
  }

  /** What a connection brings. */
  WasiInput.Source input(int socket) {
    return new WasiInput.Source() {
      @Override
      public Optional<MessageId> start(int most) {
        return tcp.start("read", number(socket), Value.unsigned(most));
      }

      @Override
      public WasiReply<Payload> bytes(Answer answer) {
        return WasiReply.of(
            tcp.value("read", answer), WasiErrno::ofTcp, value -> ((Value.Bytes) value).value());
      }
    };
  }

  WasiErrno write(int socket, Payload bytes) {
    return done(tcp.ask("write", number(socket), Value.bytes(bytes)));
  }

  WasiErrno shutdown(int socket) {
    return done(tcp.ask("shutdown", number(socket)));
  }

  void close(int socket) {
    tcp.tell("close", number(socket));
  }

  private static WasiErrno done(Optional<Value> answer) {
    return WasiReply.of(answer, WasiErrno::ofTcp, value -> value).errno();
  }

  private static Value number(int socket) {
    return Value.unsigned(socket & 0xffff_ffffL);
  }
}
