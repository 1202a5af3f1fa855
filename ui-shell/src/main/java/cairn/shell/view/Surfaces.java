package cairn.shell.view;

import cairn.kernel.Pid;
import cairn.kernel.host.ConsoleDevice;
import java.util.Optional;

/** Finds what a process shows. On the JavaFX thread; never blocks. */
public interface Surfaces {
  /**
   * The surface of a process, empty until the program first uses its console. Asked again on every
   * refresh until there is one; the same object for the same pid, also after the process has ended,
   * until it is closed.
   */
  Optional<ProgramSurface> surface(Pid pid);

  /**
   * A surface for a console that belongs to no process: what a replay prints. Asked once. Empty if
   * this console cannot be shown.
   */
  Optional<ProgramSurface> surface(ConsoleDevice console);
}
