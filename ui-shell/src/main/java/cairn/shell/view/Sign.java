package cairn.shell.view;

import cairn.kernel.ProgramId;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import javafx.scene.Node;
import org.kordamp.ikonli.feather.Feather;

/** The small picture of a tab or an address. */
sealed interface Sign {
  /** A line icon. */
  record Line(Feather icon) implements Sign {}

  /** A program's identicon. */
  record Of(ProgramId program) implements Sign {}

  /** Something is under way. */
  record Busy() implements Sign {}

  /** A fresh node for it. */
  default Node node() {
    return switch (this) {
      case Line(var icon) -> Icons.of(icon, 16);
      case Of(var program) -> new Identicon(program.hash().toByteArray(), 18);
      case Busy() -> new BusyRing(16);
    };
  }
}
