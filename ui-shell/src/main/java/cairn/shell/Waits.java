package cairn.shell;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.Pid;
import cairn.registry.ProgramName;
import java.util.Optional;

/**
 * What a program waits for when nobody answers the interface it uses.
 *
 * @param on the interface's name
 * @param answerer a program that came with Cairn and answers it, if nobody was chosen for that
 * @param chosen the program that was chosen to answer it
 */
public record Waits(String on, Optional<Library.Shipped> answerer, Optional<Chosen> chosen) {
  /**
   * Who is to answer.
   *
   * @param comes whether it is on its way; else it was started and did not come
   */
  public record Chosen(String name, boolean comes) {}

  /** Programs that ship and answer an interface are called after it. */
  private static final String ANSWERER = "-handler";

  /** Whether this process waits so; the first interface of several. */
  public static Optional<Waits> of(KernelSnapshot now, Pid pid, Library library) {
    return now.interfaces().stream()
        .filter(it -> it.waiting() > 0 && it.users().contains(pid))
        .filter(it -> it.handler() instanceof HandledBy.Nobody)
        .findFirst()
        .map(
            it -> {
              var chosen = chosen(it);
              return new Waits(
                  it.name(),
                  library.shipped().stream()
                      .filter(program -> program.name().equals(it.name() + ANSWERER))
                      .filter(_ -> chosen.isEmpty())
                      .findFirst(),
                  chosen);
            });
  }

  private static Optional<Chosen> chosen(OfInterface of) {
    return of.routing().kept().stream()
        .filter(kept -> kept.choice().where().of().isEmpty() && !kept.choice().where().filter())
        .filter(kept -> !(kept.now() instanceof Keeping.SetAside))
        .findFirst()
        .map(
            kept ->
                new Chosen(
                    ProgramName.quoted(kept.choice().name()),
                    !(kept.now() instanceof Keeping.Failed)));
  }
}
