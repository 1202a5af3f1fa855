package cairn.kernel.gate;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;

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
    long sinceNanos) {}
