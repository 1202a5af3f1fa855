package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.RecordingEnd;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.MemoryLedger;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

/**
 * Reads the records that {@link Wire} writes. Nothing is believed: what does not fit is {@link
 * Malformed}, and nothing is allocated that the bytes do not hold.
 */
final class WireReader {
  private final Payload bytes;
  private int at;

  WireReader(Payload bytes) {
    this.bytes = bytes;
  }

  Entry entry() throws Malformed {
    return switch (u8()) {
      case 1 -> new Entry.Header(header());
      case 2 -> new Entry.Module(bytes());
      case 3 -> {
        Call call = call();
        Payload digest = take(Wire.DIGEST);
        yield new Entry.Called(call, digest, result(call));
      }
      case 4 -> {
        Ending ending = ending();
        Optional<FinalState> state =
            flag() ? Optional.of(new FinalState(u64(), hash(), hash())) : Optional.empty();
        yield new Entry.End(ending, state, hash());
      }
      default -> throw new Malformed("there is no such record");
    };
  }

  private LogHeader header() throws Malformed {
    return new LogHeader(
        text(),
        one(LogHeader.Form.values(), Wire::number),
        u32(),
        u64(),
        new ProgramId(hash()),
        u32(),
        text(),
        words());
  }

  private List<Payload> words() throws Malformed {
    int count = u32();
    // Each takes at least the four bytes of its length.
    if (count < 0 || count > (bytes.length() - at) / 4) throw ended();
    var words = new Payload[count];
    for (int i = 0; i < count; i++) words[i] = bytes();
    return List.of(words);
  }

  private Call call() throws Malformed {
    return switch (u8()) {
      case 1 -> new Call.Emit(new InterfaceId(hash()), u32(), flag(), flag(), flag());
      case 2 -> new Call.Ask(new InterfaceId(hash()), u32());
      case 3 -> new Call.Next(u32(), flag(), u32());
      case 4 -> new Call.Answer(new MessageId(u64()), flag(), u32());
      case 5 -> new Call.Cancel(new MessageId(u64()));
      case 6 -> new Call.Grow(one(MemoryLedger.Growing.values(), Wire::number), u32());
      default -> throw new Malformed("there is no such call");
    };
  }

  /** Only what can come of this call. */
  private Result result(Call call) throws Malformed {
    int kind = u8();
    if (kind == 6) return new Result.Faulted(text(), id());
    if (kind == 7) return new Result.Interrupted(id());
    return switch (call) {
      case Call.Emit _ when kind == 1 -> new Result.Emitted(u8(), id());
      case Call.Next wish when kind == 2 -> new Result.Found(next(wish.slots()));
      case Call.Answer _ when kind == 3 -> new Result.Said(flag());
      case Call.Cancel _ when kind == 3 -> new Result.Said(flag());
      case Call.Ask _ when kind == 4 -> new Result.Answered(answer());
      case Call.Grow _ when kind == 5 -> new Result.Grown(u32());
      case Call.Emit _, Call.Next _, Call.Answer _, Call.Cancel _, Call.Ask _, Call.Grow _ ->
          throw new Malformed("this call has no such result");
    };
  }

  private Next next(int slots) throws Malformed {
    int kind = u8();
    return switch (kind) {
      case 0 -> new Next.Nothing();
      case 1 -> new Next.TooLarge(u32());
      case 2, 3, 4 -> {
        int slot = u32();
        if (slot < 0 || slot >= slots) throw new Malformed("there is no such slot");
        yield new Next.Taken(slot, delivery(kind));
      }
      default -> throw new Malformed("there is no such delivery");
    };
  }

  private Delivery delivery(int kind) throws Malformed {
    if (kind == 2)
      return new Delivery.Message(new InterfaceId(hash()), u64(), new Pid(u64()), bytes());
    if (kind == 3) return new Delivery.AnswerTo(new MessageId(u64()), answer());
    return new Delivery.ProcessEnded(new Pid(u64()));
  }

  private Answer answer() throws Malformed {
    return flag() ? new Answer.Success(bytes()) : new Answer.Failure();
  }

  private Ending ending() throws Malformed {
    return switch (u8()) {
      case 1 -> new Ending.Exited(u32());
      case 2 -> new Ending.Trapped(text());
      case 3 -> new Ending.Killed(text());
      case 4 -> new Ending.NotRepeatable(one(RecordingEnd.Why.values(), Wire::number));
      default -> throw new Malformed("there is no such end");
    };
  }

  private static Malformed ended() {
    return new Malformed("a record ends too early");
  }

  private Payload take(int count) throws Malformed {
    if (count < 0 || count > bytes.length() - at) throw ended();
    at += count;
    return bytes.slice(at - count, at);
  }

  private int u8() throws Malformed {
    return take(1).at(0);
  }

  private boolean flag() throws Malformed {
    int value = u8();
    if (value > 1) throw new Malformed("a claim is neither true nor false");
    return value == 1;
  }

  private int u32() throws Malformed {
    Payload four = take(4);
    int value = 0;
    for (int i = 0; i < 4; i++) value = value << 8 | four.at(i);
    return value;
  }

  private long u64() throws Malformed {
    long high = u32();
    return high << 32 | (u32() & 0xffff_ffffL);
  }

  private OptionalLong id() throws Malformed {
    return flag() ? OptionalLong.of(u64()) : OptionalLong.empty();
  }

  private Sha256 hash() throws Malformed {
    return Sha256.read(take(Sha256.LENGTH).toByteArray(), 0);
  }

  private String text() throws Malformed {
    return bytes().utf8();
  }

  private Payload bytes() throws Malformed {
    return take(u32());
  }

  private <E> E one(E[] of, ToIntFunction<E> number) throws Malformed {
    int wanted = u8();
    for (E each : of) if (number.applyAsInt(each) == wanted) return each;
    throw new Malformed("there is no such choice");
  }

  /** These bytes are no record. Stays inside this package; without a stack. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String what) {
      super(what, null, false, false);
    }
  }

  /** The record that these bytes are, all of them. */
  static Entry decode(Payload bytes) throws Malformed {
    var in = new WireReader(bytes);
    Entry entry = in.entry();
    if (in.at != bytes.length()) throw new Malformed("a record goes on after its end");
    return entry;
  }
}
