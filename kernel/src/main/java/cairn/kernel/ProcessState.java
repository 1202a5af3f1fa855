package cairn.kernel;

import cairn.kernel.gate.PermissionRequest;
import java.util.Set;

/** What a process is doing. */
public sealed interface ProcessState {
  /** Its program is on the way. */
  record Loading(LoadStage stage) implements ProcessState {}

  /** Computing, or ready to. */
  record Running() implements ProcessState {}

  /**
   * Every thread waits for messages; empty: for whatever arrives for interfaces it handles. {@code
   * what}: for people, such as "an answer from tcp".
   */
  record Waiting(Set<MessageId> forThese, String what, long sinceNanos) implements ProcessState {}

  /** It waits for an answer to a message that waits at the gate for the user. */
  record AskingUser(PermissionRequest what) implements ProcessState {}

  /** Paused by the user. */
  record Suspended() implements ProcessState {}

  /** Over. */
  record Ended(Exit exit) implements ProcessState {}
}
