package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.RecordingEnd;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.MemoryLedger;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;

/**
 * The bytes of records: big-endian numbers, texts and bodies behind their length, a byte for each
 * choice (docs/RECORDING.md). Pure. {@link WireReader} reads them.
 */
final class Wire {
  /** Bytes of a digest of a call. */
  static final int DIGEST = 16;

  private final ByteArrayOutputStream out;

  private Wire(ByteArrayOutputStream out) {
    this.out = out;
  }

  static byte[] encode(Call call) {
    var wire = new Wire(new ByteArrayOutputStream(64));
    wire.call(call);
    return wire.out.toByteArray();
  }

  static byte[] encode(Entry entry) {
    var wire = new Wire(new ByteArrayOutputStream(128));
    wire.entry(entry);
    return wire.out.toByteArray();
  }

  private void entry(Entry entry) {
    switch (entry) {
      case Entry.Header(var h) -> {
        u8(1);
        text(h.engine());
        u8(number(h.form()));
        u32(h.stack());
        u64(h.memoryLimit());
        hash(h.program().hash());
        u32(h.moduleBytes());
        text(h.name());
        u32(h.arguments().size());
        h.arguments().forEach(this::bytes);
      }
      case Entry.Module(var piece) -> {
        u8(2);
        bytes(piece);
      }
      case Entry.Called(var call, var digest, var result) -> {
        u8(3);
        call(call);
        out.writeBytes(digest.toByteArray());
        result(result);
      }
      case Entry.End(var ending, var state, var log) -> {
        u8(4);
        ending(ending);
        flag(state.isPresent());
        state.ifPresent(
            s -> {
              u64(s.memoryBytes());
              hash(s.memory());
              hash(s.globals());
            });
        hash(log);
      }
    }
  }

  private void call(Call call) {
    switch (call) {
      case Call.Emit(
              var to,
              int bytes,
              boolean needsAnswer,
              boolean mayWait,
              boolean untilTaken) -> {
        u8(1);
        hash(to.hash());
        u32(bytes);
        flag(needsAnswer);
        flag(mayWait);
        flag(untilTaken);
      }
      case Call.Ask(var to, int bytes) -> {
        u8(2);
        hash(to.hash());
        u32(bytes);
      }
      case Call.Next(int slots, boolean block, int room) -> {
        u8(3);
        u32(slots);
        flag(block);
        u32(room);
      }
      case Call.Answer(var to, boolean error, int bytes) -> {
        u8(4);
        u64(to.number());
        flag(error);
        u32(bytes);
      }
      case Call.Cancel(var id) -> {
        u8(5);
        u64(id.number());
      }
      case Call.Grow(var what, int by) -> {
        u8(6);
        u8(number(what));
        u32(by);
      }
    }
  }

  private void result(Result result) {
    switch (result) {
      case Result.Emitted(int status, var id) -> {
        u8(1);
        u8(status);
        id(id);
      }
      case Result.Found(var next) -> {
        u8(2);
        next(next);
      }
      case Result.Said(boolean yes) -> {
        u8(3);
        flag(yes);
      }
      case Result.Answered(var answer) -> {
        u8(4);
        answer(answer);
      }
      case Result.Grown(int before) -> {
        u8(5);
        u32(before);
      }
      case Result.Faulted(var sentence, var id) -> {
        u8(6);
        text(sentence);
        id(id);
      }
      case Result.Interrupted(var id) -> {
        u8(7);
        id(id);
      }
    }
  }

  private void next(Next next) {
    switch (next) {
      case Next.Nothing() -> u8(0);
      case Next.TooLarge(int size) -> {
        u8(1);
        u32(size);
      }
      case Next.Taken(int slot, Delivery.Message(var on, long id, var emitter, var body)) -> {
        u8(2);
        u32(slot);
        hash(on.hash());
        u64(id);
        u64(emitter.number());
        bytes(body);
      }
      case Next.Taken(int slot, Delivery.AnswerTo(var id, var answer)) -> {
        u8(3);
        u32(slot);
        u64(id.number());
        answer(answer);
      }
      case Next.Taken(int slot, Delivery.ProcessEnded(var pid)) -> {
        u8(4);
        u32(slot);
        u64(pid.number());
      }
    }
  }

  private void answer(Answer answer) {
    switch (answer) {
      case Answer.Failure() -> flag(false);
      case Answer.Success(var body) -> {
        flag(true);
        bytes(body);
      }
    }
  }

  private void ending(Ending ending) {
    switch (ending) {
      case Ending.Exited(int code) -> {
        u8(1);
        u32(code);
      }
      case Ending.Trapped(var reason) -> {
        u8(2);
        text(reason);
      }
      case Ending.Killed(var by) -> {
        u8(3);
        text(by);
      }
      case Ending.NotRepeatable(var why) -> {
        u8(4);
        u8(number(why));
      }
    }
  }

  // The numbers of choices belong to the format: they stay when the choices are put in another
  // order.

  static int number(LogHeader.Form form) {
    return switch (form) {
      case INTERPRETED -> 0;
      case COMPILED -> 1;
    };
  }

  static int number(MemoryLedger.Growing what) {
    return switch (what) {
      case MEMORY -> 0;
      case TABLE -> 1;
    };
  }

  static int number(RecordingEnd.Why why) {
    return switch (why) {
      case SECOND_THREAD -> 0;
      case CALL_STACK_EXHAUSTED -> 1;
      case NO_MEMORY_LEFT -> 2;
    };
  }

  private void u8(int value) {
    out.write(value);
  }

  private void flag(boolean set) {
    out.write(set ? 1 : 0);
  }

  private void u32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.write(value >>> shift);
  }

  private void u64(long value) {
    u32((int) (value >>> 32));
    u32((int) value);
  }

  private void id(OptionalLong id) {
    flag(id.isPresent());
    id.ifPresent(this::u64);
  }

  private void hash(Sha256 hash) {
    out.writeBytes(hash.toByteArray());
  }

  private void text(String text) {
    bytes(Payload.utf8(text));
  }

  private void bytes(Payload bytes) {
    u32(bytes.length());
    out.writeBytes(bytes.toByteArray());
  }
}
