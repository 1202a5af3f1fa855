package cairn.shell.view;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * The tabs side by side, in the room there is: they shrink as far as they can be told apart, and
 * where that is not enough the wheel moves them, and the one in front is moved into view.
 */
final class TabScroll extends Region {
  private final HBox tabs = new HBox(2);
  private final Rectangle room = new Rectangle();
  private double offset;

  /** To be moved into view at the next layout. */
  private boolean reveals;

  private Node front = tabs;

  TabScroll() {
    tabs.setAccessibleRole(AccessibleRole.TAB_PANE);
    getChildren().add(tabs);
    setClip(room);
    setOnScroll(
        event -> {
          offset -= event.getDeltaX() + event.getDeltaY();
          requestLayout();
          event.consume();
        });
  }

  /** Where the tabs are. */
  HBox tabs() {
    return tabs;
  }

  /** This tab is in front. Cheap when it was already. */
  void front(Node tab) {
    if (front.equals(tab)) return;
    front = tab;
    reveals = true;
    requestLayout();
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefWidth(double height) {
    return tabs.prefWidth(height);
  }

  @Override
  protected double computePrefHeight(double width) {
    return tabs.prefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    // Where there is less room than before, the one in front may have been pushed out of it.
    if (width != room.getWidth()) reveals = true;
    room.setWidth(width);
    room.setHeight(height);
    double wide = Math.max(tabs.minWidth(height), Math.min(width, tabs.prefWidth(height)));
    tabs.resize(wide, height);
    tabs.layout();
    if (reveals && tabs.getChildren().contains(front)) {
      var bounds = front.getBoundsInParent();
      offset = Math.min(Math.max(offset, bounds.getMaxX() - width), bounds.getMinX());
      reveals = false;
    }
    offset = Math.clamp(offset, 0, Math.max(0, wide - width));
    tabs.relocate(snapPositionX(-offset), 0);
  }
}
