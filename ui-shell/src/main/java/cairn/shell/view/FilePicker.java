package cairn.shell.view;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.Window;

/** Lets the user choose a file: the one modal dialog. Behind a port, since tests have no screen. */
@FunctionalInterface
public interface FilePicker {
  /**
   * Waits for the user, in a nested event loop.
   *
   * @param title what the file is for
   * @param extensions such as {@code *.wasm}; empty for all files
   */
  Optional<Path> choose(Window owner, String title, List<String> extensions);
}
