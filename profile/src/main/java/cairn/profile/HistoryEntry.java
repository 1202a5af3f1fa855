package cairn.profile;

import cairn.kernel.ProgramId;
import java.time.Instant;
import java.util.Optional;

/**
 * A program that was opened.
 *
 * @param address how it was found, as text: what identifies the entry
 * @param name what it was called
 * @param program what its bytes were; empty while they were never seen
 * @param firstOpened and {@code lastOpened}: to the millisecond
 * @param times how often it was opened
 * @param outcome how the last run went, in the words of whoever noted it
 * @param source who sent it, for people; empty if not known
 */
public record HistoryEntry(
    String address,
    String name,
    Optional<ProgramId> program,
    Instant firstOpened,
    Instant lastOpened,
    int times,
    String outcome,
    String source) {}
