package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.engine.GuestFault;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The way of a replayed guest into no kernel at all. Confined to its guest thread. */
final class ReplayedSyscalls implements Syscalls {
  private final Tape tape;
  private final Replay.Listener listener;

  ReplayedSyscalls(Tape tape, Replay.Listener listener) {
    this.tape = tape;
    this.listener = listener;
  }

  @Override
  public int emit(Syscall.EmitMessage message, LongConsumer id) {
    Result result = tape.next(Asked.of(message));
    listener.sent(message.to(), message.body());
    return switch (result) {
      case Result.Emitted(int status, var told) -> {
        tell(told, id);
        yield status;
      }
      case Result.Faulted(var sentence, var told) -> {
        tell(told, id);
        throw new GuestFault(sentence);
      }
      case Result.Interrupted(var told) -> {
        tell(told, id);
        throw Tape.stopped();
      }
      case Result.Found _, Result.Said _, Result.Answered _, Result.Grown _ -> throw unfit(result);
    };
  }

  private static void tell(OptionalLong told, LongConsumer id) {
    told.ifPresent(id);
  }

  @Override
  public Next next(Syscall.NextMessage wish) {
    Result result = settled(tape.next(Asked.of(wish)));
    if (result instanceof Result.Found(var next)) return next;
    throw unfit(result);
  }

  @Override
  public boolean answer(Syscall.EmitAnswer answer) {
    return said(tape.next(Asked.of(answer)));
  }

  @Override
  public boolean cancel(Syscall.CancelMessage message) {
    return said(tape.next(Asked.of(message)));
  }

  private static boolean said(Result came) {
    Result result = settled(came);
    if (result instanceof Result.Said(boolean yes)) return yes;
    throw unfit(result);
  }

  @Override
  public Answer ask(InterfaceId to, Payload body) {
    Result result = tape.next(Asked.ask(to, body));
    listener.sent(to, body);
    if (settled(result) instanceof Result.Answered(var answer)) return answer;
    throw unfit(result);
  }

  /** The same, unless the call ended the guest. */
  private static Result settled(Result result) {
    return switch (result) {
      case Result.Faulted(var sentence, var _) -> throw new GuestFault(sentence);
      case Result.Interrupted _ -> throw Tape.stopped();
      case Result.Emitted _, Result.Found _, Result.Said _, Result.Answered _, Result.Grown _ ->
          result;
    };
  }

  /** {@link Wire} reads no such log. */
  private static IllegalStateException unfit(Result result) {
    return new IllegalStateException("a call of another kind has this result: " + result);
  }
}
