package cairn.kernel.host.redshirt;

import cairn.kernel.NativeCall;
import cairn.kernel.host.Turns;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one process of redshirt has open. Between two systems that differ in two things: redshirt
 * has no listeners, only sockets that wait for one connection each; and it tells a connection on
 * which both sides have finished from one that has not. State is confined to {@link #turns}.
 */
final class RedshirtSockets {
  private static final Value ERR = Value.named("err");

  private final Ours tcp;
  private final Turns turns = new Turns();
  private final Map<Long, RedshirtSocket> sockets = new HashMap<>();
  private final Map<RedshirtAddress, RedshirtListener> listeners = new HashMap<>();

  RedshirtSockets(Ours tcp) {
    this.tcp = tcp;
  }

  void handle(NativeCall call) {
    // From then on what carries much is asked of tcp, and open until that is answered.
    Runnable kept = call.keep();
    turns.run(
        () -> {
          try {
            take(call);
          } finally {
            kept.run();
          }
        });
  }

  private void take(NativeCall call) {
    var arguments = call.arguments();
    switch (call.message().name()) {
      case "open" -> {
        var address = RedshirtAddress.read(arguments.get(1), arguments.get(2));
        boolean listens = ((Value.Bool) arguments.get(0)).value();
        if (listens) listen(call, address);
        else connect(call, address);
      }
      case "close" -> socket(call).ifPresent(socket -> socket.close(call));
      case "read" -> socket(call).ifPresent(socket -> socket.read(call));
      case "write" ->
          socket(call)
              .ifPresent(socket -> socket.write(call, ((Value.Bytes) arguments.get(1)).value()));
      case "destroy" -> {
        RedshirtSocket socket = sockets.remove(number(call));
        if (socket != null) socket.destroy(call);
      }
      default -> call.fail();
    }
  }

  private static long number(NativeCall call) {
    return ((Value.Unsigned) call.arguments().getFirst()).value();
  }

  /** The socket that a message names; if there is none, that is answered. */
  private Optional<RedshirtSocket> socket(NativeCall call) {
    var found = Optional.ofNullable(sockets.get(number(call)));
    if (found.isEmpty()) call.answer(Value.err("invalid-socket"));
    return found;
  }

  private void connect(NativeCall call, RedshirtAddress address) {
    call.onCancel(
        tcp.ask(
            call,
            "connect",
            answer -> turns.run(() -> connected(call, Ours.ok(answer))),
            Value.named("address", address.ours())));
  }

  private void connected(NativeCall call, Optional<Value> connection) {
    if (connection.isEmpty()) call.answer(ERR);
    else if (!give(call, connection.get())) {
      tcp.tell(call, "close", ((Value.Fields) connection.get()).get("socket"));
    }
  }

  /** Answers with a connection; false: nobody waits for it any more. */
  private boolean give(NativeCall call, Value connection) {
    var fields = (Value.Fields) connection;
    var local = RedshirtAddress.ofOurs(fields.get("local"));
    var remote = RedshirtAddress.ofOurs(fields.get("remote"));
    Value socket =
        Value.record(
            Value.field("id", fields.get("socket")),
            Value.field("local-ip", local.segments()),
            Value.field("local-port", Value.unsigned(local.port())),
            Value.field("remote-ip", remote.segments()),
            Value.field("remote-port", Value.unsigned(remote.port())));
    if (!call.tryAnswer(Value.ok(socket))) return false;
    long id = ((Value.Unsigned) fields.get("socket")).value();
    sockets.put(id, new RedshirtSocket(tcp, turns, id));
    return true;
  }

  private void listen(NativeCall call, RedshirtAddress address) {
    RedshirtListener listener = listeners.get(address);
    if (listener == null) {
      listener = new RedshirtListener(tcp, turns, address, this::give, this::forget);
      // Each port 0 is another port.
      if (address.port() != 0) listeners.put(address, listener);
    }
    listener.await(call);
  }

  private void forget(RedshirtListener listener) {
    listeners.remove(listener.address(), listener);
  }

  /** An answer to a read. */
  static Value bytes(Payload bytes) {
    return Value.ok(Value.bytes(bytes));
  }
}
