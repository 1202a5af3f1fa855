package cairn.shell.inspect.view;

import cairn.shell.inspect.History;
import cairn.shell.inspect.History.Samples;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/**
 * A small chart of the last minutes: a line, the area below it, two rules. Four shapes whatever it
 * shows; their colours come from the style sheet.
 */
final class Spark extends Region {
  private static final double HEIGHT = 84;
  private static final double PIXELS = 2.5;
  private static final double HEADROOM = 1.15;

  private final Polygon area = new Polygon();
  private final Polyline line = new Polyline();
  private final Line upper = new Line();
  private final Line lower = new Line();
  private final double least;
  private Samples shown = Samples.NONE;

  /** {@code least}: what the top of the chart stands for at least, so that noise stays small. */
  Spark(double least) {
    this.least = least;
    getStyleClass().add("c-spark");
    area.getStyleClass().add("c-spark-area");
    line.getStyleClass().add("c-spark-line");
    upper.getStyleClass().add("c-spark-rule");
    lower.getStyleClass().add("c-spark-rule");
    for (var shape : new javafx.scene.shape.Shape[] {upper, lower, area, line}) {
      shape.setManaged(false);
      getChildren().add(shape);
    }
    setMouseTransparent(true);
    setMinWidth(60);
    setPrefHeight(HEIGHT);
    setMinHeight(HEIGHT);
  }

  /** Shows samples, the newest at the right. */
  void show(Samples samples) {
    if (samples.equals(shown)) return;
    shown = samples;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    rule(upper, width, Math.rint(height * 0.25) + 0.5);
    rule(lower, width, Math.rint(height * 0.6) + 0.5);
    var points = points(width, height);
    line.getPoints().setAll(points);
    area.getPoints().setAll(points);
    if (!points.isEmpty()) area.getPoints().addAll(width, height, points.getFirst(), height);
  }

  /**
   * One point for every few pixels: the mean of the samples there. Which samples belong together
   * does not depend on the time, so the line moves but does not tremble.
   */
  private List<Double> points(double width, double height) {
    int together = (int) Math.max(1, Math.ceil(History.SAMPLES * PIXELS / width));
    double step = width / (History.SAMPLES - 1);
    double top = least;
    for (double value : shown.values()) top = Math.max(top, value * HEADROOM);
    var points = new ArrayList<Double>();
    int count = shown.values().size();
    int from = 0;
    while (from < count) {
      int to = Math.min(count, from + together - (int) ((shown.first() + from) % together));
      double sum = 0;
      for (int i = from; i < to; i++) sum += shown.values().get(i);
      // The last point stands at the right edge, so that the line reaches it.
      double age = to == count ? 0 : count - 1 - (from + to - 1) / 2.0;
      points.add(width - age * step);
      points.add((height - 1) * (1 - sum / (to - from) / top) + 0.5);
      from = to;
    }
    return points;
  }

  private static void rule(Line rule, double width, double y) {
    rule.setEndX(width);
    rule.setStartY(y);
    rule.setEndY(y);
  }
}
