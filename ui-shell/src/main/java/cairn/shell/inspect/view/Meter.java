package cairn.shell.inspect.view;

import cairn.themes.Look;
import javafx.scene.layout.Region;

/** A bar that shows a share, 0 to 1. What is more than nothing can be seen. */
final class Meter extends Region {
  private final Region bar = new Region();
  private double share;

  Meter(double width) {
    getStyleClass().add(Look.METER);
    bar.getStyleClass().add("c-meter-bar");
    bar.setManaged(false);
    getChildren().add(bar);
    setMinWidth(width);
    setPrefWidth(width);
    setMaxWidth(width);
  }

  void show(double next) {
    if (next == share) return;
    share = next;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double width = share <= 0 ? 0 : Math.max(2, Math.rint(getWidth() * share));
    bar.resizeRelocate(0, 0, width, getHeight());
  }
}
