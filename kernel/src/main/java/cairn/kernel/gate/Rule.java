package cairn.kernel.gate;

import cairn.registry.InterfaceId;
import java.util.Optional;

/**
 * A decision made beforehand.
 *
 * @param deed the message it is about ("connect"); empty for all of the interface
 * @param scope what it covers, with its breadth
 */
public record Rule(
    InterfaceId on, Optional<String> deed, Scope scope, Breadth breadth, boolean allow) {}
