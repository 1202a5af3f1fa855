package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Stands where a page was that this Cairn does not have. */
final class MissingPage implements Page {
  private final String address;
  private final VBox node;

  MissingPage(String address) {
    this.address = address;
    node =
        new VBox(
            6,
            Parts.label(Words.say("page.missing"), Look.H2),
            Parts.label(address, Look.MONO, Look.MUTED));
    node.setAlignment(Pos.CENTER);
    node.getStyleClass().add("c-quiet-ground");
  }

  @Override
  public String title() {
    return Words.say("page.missing");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.HELP_CIRCLE);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {}

  @Override
  public void shown(boolean shown) {}

  @Override
  public void close() {}
}
