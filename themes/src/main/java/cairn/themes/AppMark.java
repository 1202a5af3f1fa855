package cairn.themes;

import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Ellipse;

/** Cairn's mark: four stones on one another. */
public final class AppMark extends Region {
  /** The side of the drawing that the stones' numbers are in. */
  private static final double UNIT = 44;

  // centre y, half width, half height, from the ground up; the style class carries the colour.
  private static final double[][] STONES = {
    {36, 18, 6}, {24, 13, 5.4}, {13, 8.5, 4.6}, {5, 3.4, 3.4}
  };
  private static final List<Color> ICON_COLOURS =
      List.of(
          Color.web("#39424e"), Color.web("#6a7480"), Color.web("#99a2ad"), Color.web("#2f81f7"));

  private final double size;

  /** The mark, in the theme's colours. {@code size}: the side in px. */
  public AppMark(double size) {
    this.size = size;
    setMouseTransparent(true);
    double unit = size / UNIT;
    for (int i = 0; i < STONES.length; i++) {
      var stone = STONES[i];
      var ellipse = new Ellipse(22 * unit, stone[0] * unit, stone[1] * unit, stone[2] * unit);
      ellipse.getStyleClass().addAll("c-stone", "c-stone-" + i);
      ellipse.setManaged(false);
      getChildren().add(ellipse);
    }
  }

  /** Pictures for a window's title bar and the task bar. On the JavaFX thread. */
  public static List<Image> icons() {
    return IntStream.of(16, 32, 48, 128).mapToObj(AppMark::icon).toList();
  }

  private static Image icon(int size) {
    var canvas = new Canvas(size, size);
    var pen = canvas.getGraphicsContext2D();
    double unit = size / UNIT;
    for (int i = 0; i < STONES.length; i++) {
      var stone = STONES[i];
      pen.setFill(ICON_COLOURS.get(i));
      pen.fillOval(
          (22 - stone[1]) * unit,
          (stone[0] - stone[2]) * unit,
          2 * stone[1] * unit,
          2 * stone[2] * unit);
    }
    var transparent = new SnapshotParameters();
    transparent.setFill(Color.TRANSPARENT);
    return canvas.snapshot(transparent, null);
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
}
