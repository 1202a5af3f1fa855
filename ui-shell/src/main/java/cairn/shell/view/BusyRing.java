package cairn.shell.view;

import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.RotateTransition;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Arc;
import javafx.scene.shape.Circle;
import javafx.scene.shape.StrokeLineCap;
import javafx.util.Duration;

/** A ring that turns while something is under way. It costs frames only while it is in a scene. */
final class BusyRing extends StackPane {
  private final RotateTransition turn;

  BusyRing(double size) {
    double radius = size / 2 - 1.5;
    var track = new Circle(radius);
    track.getStyleClass().add("c-ring-track");
    var arc = new Arc(0, 0, radius, radius, 90, 100);
    arc.getStyleClass().add("c-ring");
    arc.setStrokeLineCap(StrokeLineCap.ROUND);
    // The arc turns about the middle of the ring, so it lies in a box as large as the ring.
    var box = new Pane(arc);
    box.setMinSize(size, size);
    box.setMaxSize(size, size);
    arc.setCenterX(size / 2);
    arc.setCenterY(size / 2);
    getChildren().addAll(track, box);
    setMinSize(size, size);
    setMaxSize(size, size);
    turn = new RotateTransition(Duration.millis(900), box);
    turn.setByAngle(360);
    turn.setInterpolator(Interpolator.LINEAR);
    turn.setCycleCount(Animation.INDEFINITE);
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene == null) turn.stop();
              else turn.play();
            });
  }
}
