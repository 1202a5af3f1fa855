package cairn.kernel.host.redshirt;

import cairn.kernel.NativeCall;
import cairn.kernel.host.Turns;
import cairn.registry.Value;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of a process that wait for a connection at one address. It stays when none waits, so
 * that who connects between two calls is not turned away. State is confined to the turns of the
 * process.
 */
final class RedshirtListener {
  private static final Value ERR = Value.named("err");

  private final Ours tcp;
  private final Turns turns;
  private final RedshirtAddress address;
  private final BiPredicate<NativeCall, Value> give;
  private final Consumer<RedshirtListener> forget;

  private final ArrayDeque<NativeCall> waiting = new ArrayDeque<>();

  /** Accepted for calls that were cancelled. */
  private final ArrayDeque<Value> kept = new ArrayDeque<>();

  /** Its number at {@code tcp}; absent: it is not open yet. */
  private @Nullable Value socket;

  /** Cancels the listen or the accept that is open; absent: none is. */
  private @Nullable Runnable asking;

  /**
   * {@code give} answers a call with a connection, and says whether anybody wanted it; {@code
   * forget} is told that nobody is to wait here any more.
   */
  RedshirtListener(
      Ours tcp,
      Turns turns,
      RedshirtAddress address,
      BiPredicate<NativeCall, Value> give,
      Consumer<RedshirtListener> forget) {
    this.tcp = tcp;
    this.turns = turns;
    this.address = address;
    this.give = give;
    this.forget = forget;
  }

  RedshirtAddress address() {
    return address;
  }

  /** Answers a call with the next connection. */
  void await(NativeCall call) {
    waiting.add(call);
    call.onCancel(() -> turns.run(() -> giveUp(call)));
    serve(call);
  }

  private void giveUp(NativeCall call) {
    if (!waiting.remove(call) || !waiting.isEmpty() || asking == null) return;
    Runnable cancel = asking;
    asking = null;
    cancel.run();
    // Nobody is to be asked about listening for nobody.
    if (socket == null) forget.accept(this);
  }

  private void serve(NativeCall any) {
    while (!kept.isEmpty() && !waiting.isEmpty()) {
      if (give.test(waiting.remove(), kept.getFirst())) kept.removeFirst();
    }
    if (waiting.isEmpty() || asking != null) return;
    // Answers come in turns of their own, after this.
    Value known = socket;
    asking =
        known == null
            ? tcp.ask(any, "listen", answer -> turns.run(() -> bound(any, answer)), address.ours())
            : tcp.ask(any, "accept", answer -> turns.run(() -> accepted(any, answer)), known);
  }

  private void bound(NativeCall any, Optional<Value> answer) {
    asking = null;
    var listener = Ours.ok(answer);
    if (listener.isEmpty()) {
      fail();
      return;
    }
    Value opened = ((Value.Fields) listener.get()).get("socket");
    socket = opened;
    if (waiting.isEmpty()) {
      // All gave up while it was being opened.
      forget.accept(this);
      tcp.tell(any, "close", opened);
    } else {
      serve(any);
    }
  }

  private void accepted(NativeCall any, Optional<Value> answer) {
    asking = null;
    var connection = Ours.ok(answer);
    if (connection.isEmpty()) {
      if (socket != null) tcp.tell(any, "close", socket);
      fail();
      return;
    }
    kept.add(connection.get());
    serve(any);
    if (address.port() != 0 || !waiting.isEmpty() || socket == null) return;
    tcp.tell(any, "close", socket);
    // Whoever it came for has gone.
    for (Value lost : kept) tcp.tell(any, "close", ((Value.Fields) lost).get("socket"));
  }

  private void fail() {
    forget.accept(this);
    while (!waiting.isEmpty()) waiting.remove().answer(ERR);
  }
}
