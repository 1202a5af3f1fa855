package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.Syscall;
import cairn.kernel.engine.MemoryLedger;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.nio.ByteBuffer;
import java.util.List;

/** A call with the bytes that were given to it. Immutable. */
record Asked(Call call, Payload body, List<Long> slots) {
  Asked {
    slots = List.copyOf(slots);
  }

  private static Asked of(Call call) {
    return new Asked(call, Payload.EMPTY, List.of());
  }

  static Asked of(Syscall.EmitMessage message) {
    return new Asked(
        new Call.Emit(
            message.to(),
            message.body().length(),
            message.needsAnswer(),
            message.mayWait(),
            message.untilTaken()),
        message.body(),
        List.of());
  }

  static Asked ask(InterfaceId to, Payload body) {
    return new Asked(new Call.Ask(to, body.length()), body, List.of());
  }

  static Asked of(Syscall.NextMessage wish) {
    return new Asked(
        new Call.Next(wish.wanted().size(), wish.block(), wish.room()),
        Payload.EMPTY,
        wish.wanted());
  }

  static Asked of(Syscall.EmitAnswer given) {
    return switch (given.answer()) {
      case Answer.Success(var body) ->
          new Asked(new Call.Answer(given.to(), false, body.length()), body, List.of());
      case Answer.Failure() -> of(new Call.Answer(given.to(), true, 0));
    };
  }

  static Asked of(Syscall.CancelMessage message) {
    return of(new Call.Cancel(message.id()));
  }

  static Asked grow(MemoryLedger.Growing what, int by) {
    return of(new Call.Grow(what, by));
  }

  /** 16 bytes that stand for the call and all that was given to it. */
  Payload digest() {
    var digest = Sha256.newDigest();
    digest.update(Wire.encode(call));
    var numbers = ByteBuffer.allocate(8 * slots.size());
    for (long slot : slots) numbers.putLong(slot);
    digest.update(numbers.array());
    body.addTo(digest);
    return Payload.owning(digest.digest()).slice(0, Wire.DIGEST);
  }

  /** Bytes of heap that it keeps, about. */
  int weight() {
    return 256 + body.length() + 8 * slots.size();
  }
}
