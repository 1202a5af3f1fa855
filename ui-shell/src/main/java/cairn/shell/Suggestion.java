package cairn.shell;

import cairn.kernel.ProgramId;
import java.util.Optional;

/**
 * A line below the address bar. Taking it is the user's deed; nothing is taken by itself.
 *
 * @param title what stands first
 * @param detail what stands after it: a short hash, an address
 * @param kind where it comes from, in words
 */
public record Suggestion(
    String title,
    String detail,
    String kind,
    Optional<ProgramId> program,
    AddressReader.Intent intent) {}
