package cairn.shell.inspect.view;

import cairn.shell.inspect.Figures;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.Timing;
import cairn.themes.Look;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

/** Where a message's time went, a bar for each stretch of its way. */
final class TimingBars extends GridPane {
  private static final double BAR = 60;

  private final Line gate = new Line(0, "timing.gate");
  private final Line asked = new Line(1, "timing.asked");
  private final Line waited = new Line(2, "timing.waited");
  private final Line queued = new Line(3, "timing.queued");
  private final Line handled = new Line(4, "timing.handled");
  private final Line answer = new Line(5, "timing.answer");

  TimingBars() {
    setHgap(10);
    setVgap(9);
  }

  void show(Timing timing) {
    long sum = timing.sum();
    gate.show(timing.gate(), sum);
    asked.show(timing.asked(), sum);
    waited.show(timing.waited(), sum);
    queued.show(timing.queued(), sum);
    handled.show(timing.handled(), sum);
    answer.show(timing.answerQueued(), sum);
  }

  private final class Line {
    private final Meter bar = new Meter(BAR);
    private final Label figure = new Label();

    Line(int row, String key) {
      var name = Pieces.label(InspectWords.say(key), Look.MUTED);
      name.setMinWidth(Region.USE_PREF_SIZE);
      figure.setMinWidth(58);
      figure.getStyleClass().add(Look.MONO);
      figure.setMaxWidth(Double.MAX_VALUE);
      figure.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
      GridPane.setHalignment(figure, HPos.RIGHT);
      addRow(row, name, bar, figure);
    }

    void show(long nanos, long sum) {
      bar.show(nanos <= 0 || sum <= 0 ? 0 : (double) nanos / sum);
      figure.setText(nanos < 0 ? InspectWords.say("timing.open") : Figures.exactly(nanos));
    }
  }
}
