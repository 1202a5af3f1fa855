package cairn.kernel.host.redshirt;

import cairn.kernel.NativeCall;
import cairn.kernel.host.Turns;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection. One read at a time is asked of {@code tcp}, however many the program has open, so
 * that bytes which came for a cancelled one go to the next. State is confined to the turns of the
 * process.
 */
final class RedshirtSocket {
  private static final int READ = 64 << 10;

  private final Ours tcp;
  private final Turns turns;
  private final Value id;

  private final ArrayDeque<NativeCall> reads = new ArrayDeque<>();
  private Payload kept = Payload.EMPTY;

  /** Cancels the read that is open; absent: none is. */
  private @Nullable Runnable reading;

  private boolean finSent;
  private boolean finReceived;
  private boolean destroyed;

  RedshirtSocket(Ours tcp, Turns turns, long id) {
    this.tcp = tcp;
    this.turns = turns;
    this.id = Value.unsigned(id);
  }

  /** What redshirt calls Finished. */
  private boolean isFinished() {
    return finSent && finReceived;
  }

  // ---- reading --------------------------------------------------------------------------------

  void read(NativeCall call) {
    if (isFinished()) {
      call.answer(Value.err("connection-finished"));
      return;
    }
    reads.add(call);
    call.onCancel(() -> turns.run(() -> giveUp(call)));
    serveReads(call);
  }

  private void giveUp(NativeCall call) {
    if (!reads.remove(call) || !reads.isEmpty() || reading == null) return;
    Runnable cancel = reading;
    reading = null;
    cancel.run();
  }

  private void serveReads(NativeCall any) {
    while (!kept.isEmpty() && !reads.isEmpty()) {
      if (reads.remove().tryAnswer(RedshirtSockets.bytes(kept))) kept = Payload.EMPTY;
    }
    if (reads.isEmpty() || reading != null) return;
    // Its answer comes in a turn of its own, after this.
    reading =
        tcp.ask(
            any, "read", answer -> turns.run(() -> arrived(any, answer)), id, Value.unsigned(READ));
  }

  private void arrived(NativeCall any, Optional<Value> answer) {
    reading = null;
    var bytes = Ours.ok(answer);
    if (bytes.isEmpty()) {
      String error = invalid(answer) ? "invalid-socket" : "connection-finished";
      while (!reads.isEmpty()) reads.remove().answer(Value.err(error));
      return;
    }
    Payload came = ((Value.Bytes) bytes.get()).value();
    if (!came.isEmpty()) {
      kept = kept.isEmpty() ? came : joined(kept, came);
      serveReads(any);
      return;
    }
    finReceived = true;
    while (!reads.isEmpty()) reads.remove().answer(RedshirtSockets.bytes(Payload.EMPTY));
  }

  private static Payload joined(Payload one, Payload other) {
    var bytes = new byte[one.length() + other.length()];
    System.arraycopy(one.toByteArray(), 0, bytes, 0, one.length());
    System.arraycopy(other.toByteArray(), 0, bytes, one.length(), other.length());
    return Payload.owning(bytes);
  }

  private boolean invalid(Optional<Value> answer) {
    return destroyed || answer.isEmpty() || Ours.error(answer).equals("invalid-socket");
  }

  // ---- writing --------------------------------------------------------------------------------

  void write(NativeCall call, Payload bytes) {
    if (isFinished()) {
      call.answer(Value.err("connection-finished"));
      return;
    }
    call.onCancel(
        tcp.ask(call, "write", answer -> call.answer(sent(answer)), id, Value.bytes(bytes)));
  }

  /** Says that nothing more will be written. */
  void close(NativeCall call) {
    if (isFinished()) {
      call.answer(Value.err("connection-finished"));
      return;
    }
    tcp.ask(
        call,
        "shutdown",
        answer ->
            turns.run(
                () -> {
                  if (Ours.ok(answer).isPresent()) finSent = true;
                  call.answer(sent(answer));
                }),
        id);
  }

  private Value sent(Optional<Value> answer) {
    if (Ours.ok(answer).isPresent()) return Value.ok(Value.UNIT);
    if (invalid(answer)) return Value.err("invalid-socket");
    boolean shut = Ours.error(answer).equals("shut-down");
    return Value.err(shut ? "fin-already-sent" : "connection-finished");
  }

  /** No number of a socket any more. */
  void destroy(NativeCall call) {
    destroyed = true;
    while (!reads.isEmpty()) reads.remove().answer(Value.err("invalid-socket"));
    tcp.tell(call, "close", id);
  }
}
