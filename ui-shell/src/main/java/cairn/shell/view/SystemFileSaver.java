package cairn.shell.view;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** The system's own dialog for saving. */
public final class SystemFileSaver implements FileSaver {
  /** Makes one; it has no state. */
  public SystemFileSaver() {}

  @Override
  public Optional<Path> choose(Window owner, String title, String name) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
  }
}
