package cairn.kernel.process;

import cairn.kernel.Answer;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.ipc.Party;
import cairn.kernel.ipc.Router;
import cairn.kernel.ipc.Sleeper;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The way of one process into the router. Called on its guest threads. */
final class ProcessSyscalls implements Syscalls {
  private final Router router;
  private final Party party;

  /** The sleeper of the thread that called last; a process with one thread needs no other. */
  private volatile @Nullable GuestSleeper last;

  ProcessSyscalls(Router router, Party party) {
    this.router = router;
    this.party = party;
  }

  private Sleeper sleeper() {
    GuestThread current = GuestThread.current();
    GuestSleeper known = last;
    if (known != null && known.thread().equals(current)) return known;
    var fresh = new GuestSleeper(current);
    last = fresh;
    return fresh;
  }

  @Override
  public int emit(Syscall.EmitMessage message, LongConsumer id) {
    return router.emit(party, message, id, sleeper());
  }

  @Override
  public int refusal(InterfaceId to, int length, int first, boolean needsAnswer, boolean mayWait) {
    return router.refusal(party, to, length, first, needsAnswer, mayWait);
  }

  @Override
  public Next next(Syscall.NextMessage wish) {
    return router.next(party, wish, sleeper());
  }

  @Override
  public boolean answer(Syscall.EmitAnswer answer) {
    return router.answer(party, answer);
  }

  @Override
  public boolean cancel(Syscall.CancelMessage message) {
    return router.cancel(party, message.id());
  }

  @Override
  public Answer ask(InterfaceId to, Payload body) {
    Answer answer = router.ask(party, to, body, sleeper());
    // One import may ask a thousand times, and be answered each time before it would wait.
    GuestThread.pollInHost();
    return answer;
  }
}
