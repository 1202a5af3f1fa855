package cairn.shell.view;

import cairn.shell.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** The system's own file dialog. */
public final class SystemFilePicker implements FilePicker {
  /** Makes one; it has no state. */
  public SystemFilePicker() {}

  @Override
  public Optional<Path> choose(Window owner, String title, List<String> extensions) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    if (!extensions.isEmpty())
      chooser
          .getExtensionFilters()
          .addAll(
              new FileChooser.ExtensionFilter(String.join(" ", extensions), extensions),
              new FileChooser.ExtensionFilter(Words.say("dialog.all"), "*"));
    return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::toPath);
  }
}
