package cairn.permissions.view;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * All of a sheet but its answers. As high as what is in it while there is room, and else scrolled,
 * so that nothing a program says can push the answers out of the window.
 */
final class SheetScroll extends ScrollPane {
  private final Region said;

  SheetScroll(Region said) {
    super(said);
    this.said = said;
    getStyleClass().add("perm-sheet-scroll");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setFocusTraversable(false);
    setMinSize(0, 0);
    // What is in it has grown or shrunk.
    said.needsLayoutProperty().subscribe(_ -> requestLayout());
  }

  /** Its texts break, so how high it is depends on how wide it is. */
  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    var insets = getInsets();
    double inside = width < 0 ? -1 : width - insets.getLeft() - insets.getRight();
    return insets.getTop() + Math.ceil(said.prefHeight(inside)) + insets.getBottom();
  }
}
