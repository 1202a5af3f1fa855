package cairn.themes;

import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.HLineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.VLineTo;

/**
 * The picture of a hash: five by five cells, mirrored, in one hue, on a pale ground of that hue. It
 * helps the eye to see that two programs differ; it proves nothing, so the hash stands beside it.
 *
 * <p>Two nodes each, so that a table may have a thousand.
 */
public final class Identicon extends Region {
  // One cell is a 6.2th of the side; the rest is margin.
  private static final double CELLS = 6.2;
  private static final double MARGIN = 0.6;

  private final double size;

  /**
   * The picture of a hash.
   *
   * @param hash at least 4 bytes; the first two give the hue, the next two the cells
   * @param size the side in px
   */
  public Identicon(byte[] hash, double size) {
    this.size = size;
    getStyleClass().add("c-identicon");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMouseTransparent(true);
    var pattern = IdenticonPattern.of(hash);
    double hue = pattern.hue();
    setBackground(
        new Background(
            new BackgroundFill(
                Color.hsb(hue, 0.67, 0.75, 0.16),
                new CornerRadii(size * 1.3 / CELLS),
                Insets.EMPTY)));
    getChildren().add(cells(pattern, ink(hue)));
  }

  // Blue and violet look darker than other hues of the same brightness.
  private static Color ink(double hue) {
    boolean deep = hue > 215 && hue < 290;
    return deep ? Color.hsb(hue, 0.6, 0.9) : Color.hsb(hue, 0.71, 0.744);
  }

  private Path cells(IdenticonPattern pattern, Color color) {
    var path = new Path();
    path.setManaged(false);
    path.setStroke(null);
    path.setFill(color);
    path.setFillRule(FillRule.NON_ZERO);
    double cell = size / CELLS;
    for (int y = 0; y < IdenticonPattern.SIDE; y++)
      for (int x = 0; x < IdenticonPattern.SIDE; x++) {
        if (!pattern.filled(x, y)) continue;
        // Whole pixels, so that neighbours touch without a seam.
        double left = Math.round((x + MARGIN) * cell);
        double top = Math.round((y + MARGIN) * cell);
        double right = Math.round((x + 1 + MARGIN) * cell);
        double bottom = Math.round((y + 1 + MARGIN) * cell);
        path.getElements()
            .addAll(
                new MoveTo(left, top),
                new HLineTo(right),
                new VLineTo(bottom),
                new HLineTo(left),
                new ClosePath());
      }
    return path;
  }

  @Override
  protected double computePrefWidth(double height) {
    return size;
  }

  @Override
  protected double computePrefHeight(double width) {
    return size;
  }

  @Override
  protected double computeMinWidth(double height) {
    return size;
  }

  @Override
  protected double computeMinHeight(double width) {
    return size;
  }

  @Override
  protected double computeMaxWidth(double height) {
    return size;
  }

  @Override
  protected double computeMaxHeight(double width) {
    return size;
  }
}
