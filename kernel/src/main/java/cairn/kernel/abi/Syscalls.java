package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.function.LongConsumer;

/**
 * One process's way into the kernel. Called on its guest threads, inside a host call; {@link #emit}
 * and {@link #next} may park the thread, so no lock may be held. A personality turns raw guest
 * arguments into these and writes the results back.
 */
public interface Syscalls {
  /**
   * Sends a message. {@code id} is called with the id of a message that needs an answer before
   * anyone can see the message.
   *
   * @return {@link #ACCEPTED}, {@link #NO_HANDLER}, {@link #NO_ROOM} or {@link #LIMIT}
   */
  int emit(Syscall.EmitMessage message, LongConsumer id);

  /**
   * What {@link #emit} would answer to a message with so large a body, without the body: {@link
   * #ACCEPTED}, or the refusal, which is then done and counted. So that nobody copies megabytes to
   * be told that they are for no one. The default wants to see every message.
   *
   * @param first the first byte of the body
   */
  default int refusal(InterfaceId to, int length, int first, boolean needsAnswer, boolean mayWait) {
    return ACCEPTED;
  }

  /**
   * Looks or waits for the next message. A wait that nothing can ever end throws GuestFault ("waits
   * for nothing").
   */
  Next next(Syscall.NextMessage wish);

  /** Answers; false: not owed. */
  boolean answer(Syscall.EmitAnswer answer);

  /** Cancels; false: unknown. */
  boolean cancel(Syscall.CancelMessage message);

  /**
   * Sends a question that may wait and waits for its answer; a refused emit is a {@link
   * Answer.Failure}. What the WASI personality is made of.
   */
  Answer ask(InterfaceId to, Payload body);

  /** emit: queued, or waiting at the gate. */
  int ACCEPTED = 0;

  /** emit: nobody answers this interface. */
  int NO_HANDLER = 1;

  /** emit: the handler's mailbox is full. */
  int NO_ROOM = 2;

  /** emit: this process has too much in flight. */
  int LIMIT = 3;

  /** What {@link #next} found. */
  sealed interface Next {
    /** Nothing is there. */
    record Nothing() implements Next {}

    /**
     * A message of this many bytes, layout included, is first, and there is less room; nothing was
     * taken.
     */
    record TooLarge(int size) implements Next {}

    /** Taken. {@code slot}: the index of the slot that matched. */
    record Taken(int slot, Delivery what) implements Next {}
  }

  /** What a process can receive. */
  sealed interface Delivery {
    /** For an interface it handles. {@code id} 0: no answer wanted. */
    record Message(InterfaceId on, long id, Pid emitter, Payload body) implements Delivery {}

    /** The answer to its own message. */
    record AnswerTo(MessageId id, Answer answer) implements Delivery {}

    /** A process that used an interface it handles has ended. */
    record ProcessEnded(Pid pid) implements Delivery {}
  }
}
