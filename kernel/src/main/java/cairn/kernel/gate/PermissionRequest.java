package cairn.kernel.gate;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import java.util.List;

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
 * @param shown what else came with it, in the program's own words: the arguments for a program that
 *     is to be started
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
    String shown) {
  public PermissionRequest {
    startedBy = List.copyOf(startedBy);
  }

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
        shown);
  }
}
