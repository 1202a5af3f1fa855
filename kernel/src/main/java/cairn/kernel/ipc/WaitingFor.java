package cairn.kernel.ipc;

import cairn.kernel.MessageId;
import cairn.kernel.gate.PermissionRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What a process waits for.
 *
 * @param what for people
 * @param asking the question to the user that holds up an answer it waits for
 */
public record WaitingFor(
    Set<MessageId> ids, String what, long sinceNanos, Optional<PermissionRequest> asking) {
  public WaitingFor {
    ids = Set.copyOf(ids);
  }
}
