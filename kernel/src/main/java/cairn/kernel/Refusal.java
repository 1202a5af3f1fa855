package cairn.kernel;

import cairn.kernel.gate.Scope;
import cairn.registry.InterfaceId;
import java.util.Optional;

/**
 * Messages of one process that no handler was given, for one reason. Counts only grow.
 *
 * @param about what they wanted; empty for those of many kinds, since only so many kinds are told
 *     apart
 * @param reason of the first of them, where it says where in the message the fault is
 * @param count how many messages
 * @param lastNanos {@link System#nanoTime} of the newest of them
 */
public record Refusal(Optional<About> about, Reason reason, long count, long lastNanos) {
  /**
   * What a message wanted.
   *
   * @param message its first byte, which says which message of the interface it is; -1 for an empty
   *     body
   * @param scope what a decision about it is about, where that was read
   */
  public record About(InterfaceId on, int message, Optional<Scope> scope) {}

  /** Why no handler was given a message. */
  public sealed interface Reason {}

  /** Somebody decided so. */
  public sealed interface Denial extends Reason {}

  /** The user was asked about this message and said no. */
  public record Answered() implements Denial {}

  /** A decision that the user made before, for this run or for ever; nobody was asked. */
  public record DecidedBefore() implements Denial {}

  /** The user denied, once, what was left of this run; nobody was asked. */
  public record RestOfRun() implements Denial {}

  /** A rule given with the command that started the process. */
  public record ByFlag() implements Denial {}

  /** A rule of Cairn, whatever the user would say: no program may answer that interface. */
  public record Reserved() implements Reason {}

  /** Somebody answers that interface, so this process cannot; the user may choose it. */
  public record Taken() implements Reason {}

  /**
   * Its body does not decode as the interface's definition says.
   *
   * @param at the offset of the byte from which on it does not
   * @param what is wrong there, for people
   */
  public record Malformed(int at, String what) implements Reason {}

  /**
   * It was sent as the other kind of message.
   *
   * @param wantsAnswer whether the definition says that it has an answer; it was sent without, or
   *     the reverse
   */
  public record WrongKind(boolean wantsAnswer) implements Reason {}

  /** Nobody answers an interface that nobody has a definition of. */
  public record UnknownInterface() implements Reason {}

  /** Nobody answers the interface. */
  public record NoHandler() implements Reason {}

  /** Its handler's mailbox was full, and the message would not wait. */
  public record NoRoom() implements Reason {}

  /** A limit of the process that sent it. */
  public record OverLimit(Limit limit) implements Reason {}

  /** Whether somebody decided so, rather than that it could not be done. */
  public boolean isDenial() {
    return reason instanceof Denial;
  }

  /** Whether the message itself is at fault. */
  public boolean isMalformed() {
    return reason instanceof Malformed || reason instanceof WrongKind;
  }
}
