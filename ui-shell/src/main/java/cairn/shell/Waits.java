package cairn.shell;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.Pid;
import java.util.Optional;

/**
 * What a program waits for when nobody answers the interface it uses.
 *
 * @param on the interface's name
 * @param answerer a program that came with Cairn and answers it
 */
public record Waits(String on, Optional<Library.Shipped> answerer) {
  /** Programs that ship and answer an interface are called after it. */
  private static final String ANSWERER = "-handler";

  /** Whether this process waits so; the first interface of several. */
  public static Optional<Waits> of(KernelSnapshot now, Pid pid, Library library) {
    return now.interfaces().stream()
        .filter(it -> it.waiting() > 0 && it.users().contains(pid))
        .filter(it -> it.handler() instanceof HandledBy.Nobody)
        .findFirst()
        .map(OfInterface::name)
        .map(
            name ->
                new Waits(
                    name,
                    library.shipped().stream()
                        .filter(program -> program.name().equals(name + ANSWERER))
                        .findFirst()));
  }
}
