package cairn.kernel.gate;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import java.time.Instant;
import java.util.Optional;

/**
 * A decision of the user that holds.
 *
 * @param run the process it holds for; empty for a stored one
 * @param lastUsed when it decided about a message last; {@code since} before the first
 * @param uses messages that it let through or, if it is a denial, refused
 */
public record Grant(
    GrantId id,
    ProgramId program,
    Rule rule,
    Optional<Pid> run,
    Instant since,
    Instant lastUsed,
    long uses) {}
