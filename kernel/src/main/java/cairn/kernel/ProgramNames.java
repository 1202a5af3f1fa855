package cairn.kernel;

import java.util.Optional;

/** What the user or the application calls a program. Any thread; never blocks. */
@FunctionalInterface
public interface ProgramNames {
  /** The name of this program, if it has one. */
  Optional<String> name(ProgramId program);
}
