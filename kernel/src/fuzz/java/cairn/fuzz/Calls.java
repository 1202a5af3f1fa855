package cairn.fuzz;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.ScriptMemory;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Personality;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.engine.GuestExit;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.HostFunction;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Calls of imports with any arguments, over a memory of any content, in a world that answers
 * anything: they return, or end the process with a sentence or a code, and never throw anything
 * else. Used by one thread.
 */
final class Calls {
  private static final int PAGE = 1 << 16;

  private final List<HostFunction> functions;
  private final World world = new World();
  private ByteBuffer input = ByteBuffer.allocate(0);

  Calls(Personality personality) {
    functions = personality.functions(world);
  }

  void run(byte[] bytes) {
    input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    var memory = new ScriptMemory(PAGE);
    memory.write(0, bytes, 0, Math.min(bytes.length, PAGE));
    try {
      for (int calls = 0; calls < 16 && input.remaining() > 2; calls++) {
        var function = functions.get(u8() % functions.size());
        var arguments = new long[function.parameters().size()];
        for (int i = 0; i < arguments.length; i++)
          arguments[i] =
              switch (function.parameters().get(i)) {
                case I32 -> small((int) number());
                case I64 -> number();
                case F32, F64 -> 0;
              };
        function.body().call(memory, arguments);
      }
    } catch (GuestFault | GuestExit end) {
      // As the ABI has it.
    }
  }

  /** Mostly a pointer or a length that fits, as else nothing but bounds would be tried. */
  private static long small(int number) {
    return (number & 7) == 0 ? number : number & 0x3fff;
  }

  private int u8() {
    return input.hasRemaining() ? input.get() & 0xff : 0;
  }

  private long number() {
    return input.remaining() >= 8 ? input.getLong() : u8();
  }

  private Payload payload() {
    var bytes = new byte[Math.min(u8(), input.remaining())];
    input.get(bytes);
    return Payload.owning(bytes);
  }

  /** Answers with what comes next in the input. */
  private final class World implements Syscalls {
    @Override
    public int emit(Syscall.EmitMessage message, LongConsumer id) {
      int status = u8() & 3;
      if (status == ACCEPTED && message.needsAnswer()) id.accept(2 + (u8() & 7));
      return status;
    }

    @Override
    public Next next(Syscall.NextMessage wish) {
      if (wish.wanted().isEmpty()) return new Next.Nothing();
      int slot = u8() % wish.wanted().size();
      return switch (u8() & 7) {
        case 0 -> nothing(wish);
        case 1 -> wish.block() ? nothing(wish) : new Next.TooLarge(wish.room() + 1);
        case 2 -> taken(slot, new Delivery.ProcessEnded(new Pid(1 + u8())), wish);
        case 3 ->
            taken(
                slot,
                new Delivery.Message(
                    new InterfaceId(Sha256.of(Payload.EMPTY)), u8(), new Pid(1), payload()),
                wish);
        default ->
            taken(
                slot,
                new Delivery.AnswerTo(
                    new MessageId(Math.max(2, wish.wanted().get(slot))), answer()),
                wish);
      };
    }

    // A wait that can never end is a fault, as in the kernel.
    private Next nothing(Syscall.NextMessage wish) {
      if (wish.block()) throw new GuestFault("It waits for nothing.");
      return new Next.Nothing();
    }

    private Next taken(int slot, Delivery what, Syscall.NextMessage wish) {
      int size =
          switch (what) {
            case Delivery.Message m -> 53 + m.body().length();
            case Delivery.AnswerTo(var _, Answer.Success(var body)) -> 14 + body.length();
            case Delivery.AnswerTo _ -> 14;
            case Delivery.ProcessEnded _ -> 13;
          };
      return size > wish.room() ? new Next.TooLarge(size) : new Next.Taken(slot, what);
    }

    private Answer answer() {
      return (u8() & 3) == 0 ? new Answer.Failure() : new Answer.Success(payload());
    }

    @Override
    public boolean answer(Syscall.EmitAnswer answer) {
      return (u8() & 1) == 0;
    }

    @Override
    public boolean cancel(Syscall.CancelMessage message) {
      return (u8() & 1) == 0;
    }

    @Override
    public Answer ask(InterfaceId to, Payload body) {
      return answer();
    }
  }
}
