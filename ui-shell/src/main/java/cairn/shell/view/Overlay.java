package cairn.shell.view;

import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * What hangs from the address bar over the page: the permission sheet, suggestions, what is wrong
 * with an address, and what is known of the program. Everything beside these lets clicks through.
 */
final class Overlay extends Pane {
  private static final double GAP = 6;

  private final AddressBar address;
  private Optional<Node> sheet = Optional.empty();
  private Optional<Region> card = Optional.empty();

  Overlay(AddressBar address) {
    this.address = address;
    setPickOnBounds(false);
    setMinSize(0, 0);
    getChildren().addAll(address.hangings());
    address.error().visibleProperty().subscribe(_ -> requestLayout());
  }

  /** Hangs a permission sheet, or takes it away. Whether that changed anything. */
  boolean sheet(Optional<Node> now) {
    if (sheet.equals(now)) return false;
    sheet.ifPresent(getChildren()::remove);
    sheet = now;
    // Below the suggestions, above the page.
    sheet.ifPresent(node -> getChildren().add(0, node));
    return true;
  }

  /** Shows what is known of the program, or takes it away. */
  void card(Optional<Region> now) {
    card.ifPresent(getChildren()::remove);
    card = now;
    card.ifPresent(getChildren()::add);
  }

  Optional<Region> card() {
    return card;
  }

  @Override
  protected void layoutChildren() {
    Bounds bar = sceneToLocal(address.localToScene(address.getLayoutBounds()));
    for (var hanging : address.hangings()) {
      double width = bar.getWidth();
      hanging.resizeRelocate(bar.getMinX(), GAP - 2, width, hanging.prefHeight(width));
    }
    // The sheet gives way to what is said of the address, so that its title is not covered.
    var error = address.error();
    double below = error.isVisible() ? error.getLayoutY() + error.getHeight() + GAP : GAP;
    sheet.ifPresent(node -> place(node, Math.max(8, bar.getMinX() - 6), below));
    card.ifPresent(
        node ->
            place(
                node, Math.max(8, bar.getMaxX() - Math.min(node.prefWidth(-1), getWidth())), GAP));
  }

  private void place(Node node, double x, double y) {
    double width = Math.min(node.prefWidth(-1), getWidth() - 16);
    double height = Math.min(node.prefHeight(width), getHeight() - y - GAP);
    node.resizeRelocate(Math.min(x, Math.max(8, getWidth() - width - 8)), y, width, height);
  }
}
