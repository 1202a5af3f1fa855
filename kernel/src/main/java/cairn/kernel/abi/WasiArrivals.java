package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What comes in by questions that a poll or a read may leave open: one whose time ran out stays
 * open, and the next read or poll goes on with it, so nothing is lost between an answer and a
 * cancel.
 *
 * <p>Any guest thread. A question belongs to the thread that claimed it until it is answered or
 * given back: no two threads wait for one answer. State is guarded by this; nobody sleeps under it.
 */
abstract class WasiArrivals {
  private final WasiMessages messages;
  private final Deque<MessageId> idle = new ArrayDeque<>();

  WasiArrivals(WasiMessages messages) {
    this.messages = messages;
  }

  /** What is known. */
  enum State {
    QUIET,
    /** There is something. */
    READY,
    /** It would be told that nothing more comes; once. */
    ENDED,
    /** It would be told of a failure; once. */
    FAILED
  }

  /** Asks for more, without waiting. */
  abstract Optional<MessageId> ask();

  /** What is known; called under the monitor, as the next three. */
  abstract State known();

  /** Of what is {@link State#FAILED}, why. */
  abstract WasiErrno failure();

  /** An answer came. */
  abstract void arrived(Answer answer);

  /** It could not even be asked. */
  abstract void unreachable();

  /** How many bytes, or things, are there. */
  abstract int available();

  synchronized State state() {
    return known();
  }

  /** The error number of a read now, if it would not wait. */
  synchronized WasiErrno errno() {
    return known() == State.FAILED ? failure() : WasiErrno.SUCCESS;
  }

  /** Looks, and asks if nothing is known; waits for the answer or takes it if it is there. */
  State look(boolean wait) {
    State now = state();
    if (now != State.QUIET) return now;
    Optional<MessageId> id = claim();
    if (id.isPresent()) {
      Optional<Answer> answer =
          messages.next(List.of(id.get()), wait).map(Syscalls.Delivery.AnswerTo::answer);
      if (answer.isPresent()) take(answer.get());
      else giveBack(id.get());
    }
    return state();
  }

  /** A question for this thread alone to wait for; empty: it cannot be asked, and is known so. */
  Optional<MessageId> claim() {
    synchronized (this) {
      if (!idle.isEmpty()) return Optional.of(idle.pop());
    }
    Optional<MessageId> asked = ask();
    if (asked.isEmpty()) {
      synchronized (this) {
        unreachable();
      }
    }
    return asked;
  }

  /** A claimed question is not answered yet, and this thread no longer waits for it. */
  synchronized void giveBack(MessageId id) {
    idle.push(id);
  }

  /** A claimed question is answered. */
  synchronized void take(Answer answer) {
    arrived(answer);
  }
}
