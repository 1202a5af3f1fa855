package cairn.kernel.gate;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import java.util.List;
import java.util.Optional;

/**
 * A question for the user: one row of a sheet. Identical questions of one process are one, with a
 * count.
 *
 * @param knownInterface whether a descriptor of the application speaks for it; if not, its name is
 *     shown with {@link InterfaceId#shortHex}
 * @param deed the message's name
 * @param verb what it wants, completed by the scope ("connect to")
 * @param count messages that wait for it
 * @param sinceNanos {@link System#nanoTime} of the first
 * @param startedBy names of the programs that started it, the nearest first; empty: the user did. A
 *     decision about such a process holds for this run only, because it is about all of them
 * @param changed by whom the message was changed on its way, if it was
 */
public record PermissionRequest(
    RequestId id,
    Pid pid,
    ProgramId program,
    String programName,
    InterfaceId on,
    String interfaceName,
    boolean knownInterface,
    String deed,
    String verb,
    Scope scope,
    Descriptor.Risk risk,
    int count,
    long sinceNanos,
    List<String> startedBy,
    Optional<Changed> changed) {
  public PermissionRequest {
    startedBy = List.copyOf(startedBy);
  }

  /**
   * A filter changed the message. The gate decides about what it made of it for the sender and for
   * the filter, each by its own rules; the question is the one of {@link PermissionRequest#pid}.
   *
   * @param senderName what the program is called that sent the message
   * @param filterName what the program is called that changed it
   */
  public record Changed(Pid sender, String senderName, Pid filter, String filterName) {}

  /** The same with another number of waiting messages. */
  public PermissionRequest withCount(int messages) {
    if (messages == count) return this;
    return new PermissionRequest(
        id,
        pid,
        program,
        programName,
        on,
        interfaceName,
        knownInterface,
        deed,
        verb,
        scope,
        risk,
        messages,
        sinceNanos,
        startedBy,
        changed);
  }
}
