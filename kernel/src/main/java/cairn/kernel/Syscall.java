package cairn.kernel;

import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.List;

/**
 * What a process can ask of the kernel: all of it. Whatever a guest imports becomes one of these
 * four, and all that a process learns of the world arrives as their result. So this is also the
 * boundary for recording and for inspection.
 */
public sealed interface Syscall {
  /**
   * Send a message to whoever handles an interface. {@code mayWait}: sleep until there is a handler
   * and room. {@code untilTaken}: sleep on until the handler has taken it, or nobody will.
   */
  record EmitMessage(
      InterfaceId to, Payload body, boolean needsAnswer, boolean mayWait, boolean untilTaken)
      implements Syscall {
    /** That does not wait for being taken. */
    public EmitMessage(InterfaceId to, Payload body, boolean needsAnswer, boolean mayWait) {
      this(to, body, needsAnswer, mayWait, false);
    }
  }

  /**
   * Take the first message that matches.
   *
   * @param wanted raw slots as the guest gave them: 0 is empty, 1 is "whatever arrives for
   *     interfaces I handle", any other a message id whose answer is wanted
   * @param room bytes that the guest has for it
   */
  record NextMessage(List<Long> wanted, boolean block, int room) implements Syscall {
    public NextMessage {
      wanted = List.copyOf(wanted);
    }
  }

  /** Answer a message this process took. */
  record EmitAnswer(MessageId to, Answer answer) implements Syscall {}

  /** The answer to this message is no longer wanted. */
  record CancelMessage(MessageId id) implements Syscall {}
}
