package cairn.shell.view;

import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.Window;

/** Lets the user say where to write a file. Behind a port, since tests have no screen. */
@FunctionalInterface
public interface FileSaver {
  /**
   * Waits for the user, in a nested event loop.
   *
   * @param title what the file is for
   * @param name what it is called, unless the user says otherwise
   */
  Optional<Path> choose(Window owner, String title, String name);
}
