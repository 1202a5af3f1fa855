package cairn.kernel.record;

import cairn.kernel.Answer;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.NotPutDown;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The way into the kernel of a process that is recorded. Confined to its one guest thread. */
final class RecordedSyscalls implements Syscalls {
  private final Syscalls inner;
  private final Recording recording;

  /** What the guest was told in the call that runs. */
  private OptionalLong told = OptionalLong.empty();

  RecordedSyscalls(Syscalls inner, Recording recording) {
    this.inner = inner;
    this.recording = recording;
  }

  private <R> R recorded(Asked asked, Supplier<R> call, Wrap<R> wrap) {
    told = OptionalLong.empty();
    R result;
    try {
      result = call.get();
    } catch (GuestKilled | NotPutDown e) {
      recording.interrupted(asked, new Result.Interrupted(told));
      throw e;
    } catch (GuestFault e) {
      recording.happened(asked, new Result.Faulted(String.valueOf(e.getMessage()), told));
      throw e;
    }
    recording.happened(asked, wrap.of(result));
    return result;
  }

  private interface Wrap<R> {
    Result of(R result);
  }

  @Override
  public int emit(Syscall.EmitMessage message, LongConsumer id) {
    return recorded(
        Asked.of(message),
        () ->
            inner.emit(
                message,
                given -> {
                  told = OptionalLong.of(given);
                  id.accept(given);
                }),
        status -> new Result.Emitted(status, told));
  }

  @Override
  public Next next(Syscall.NextMessage wish) {
    return recorded(Asked.of(wish), () -> inner.next(wish), Result.Found::new);
  }

  @Override
  public boolean answer(Syscall.EmitAnswer answer) {
    return recorded(Asked.of(answer), () -> inner.answer(answer), Result.Said::new);
  }

  @Override
  public boolean cancel(Syscall.CancelMessage message) {
    return recorded(Asked.of(message), () -> inner.cancel(message), Result.Said::new);
  }

  @Override
  public Answer ask(InterfaceId to, Payload body) {
    return recorded(Asked.ask(to, body), () -> inner.ask(to, body), Result.Answered::new);
  }
}
