package cairn.shell.view;

import cairn.shell.StatusLine;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.feather.Feather;

/** The line at the foot of the window. */
final class StatusBar extends HBox {
  private final Label kernel = Parts.label("", Look.MUTED, Look.SMALL);
  private final Label heap = Parts.label("", Look.MUTED, Look.SMALL);
  private final Label faults = Parts.label("", Look.DANGER, Look.SMALL);
  private final Label kubo = Parts.label(Words.say("status.kubo"), Look.MUTED, Look.SMALL);

  StatusBar() {
    getStyleClass().add("c-status");
    setAlignment(Pos.CENTER_LEFT);
    var dot = new Circle(4);
    dot.getStyleClass().add("c-status-dot");
    getChildren().addAll(Parts.row(5, dot, kernel), heap, faults, Parts.spring(), kubo);
    faults.setGraphic(Icons.of(Feather.ALERT_TRIANGLE, 12));
    faults.setTooltip(Parts.tip(Words.say("status.faults.tip")));
    Parts.visible(faults, false);
    Parts.visible(kubo, false);
  }

  void show(StatusLine line) {
    kernel.setText(line.kernel());
    heap.setText(line.heap());
    faults.setText(line.faults());
    Parts.visible(faults, !line.faults().isEmpty());
    Parts.visible(kubo, line.kuboIsHere());
  }
}
