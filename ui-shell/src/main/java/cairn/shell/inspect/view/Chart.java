package cairn.shell.inspect.view;

import cairn.shell.inspect.History.Samples;
import cairn.shell.inspect.InspectWords;
import cairn.themes.Look;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A card with a name, the value now, and the last minutes. */
final class Chart extends VBox {
  private final Label now = Pieces.label("", Look.STRONG);
  private final Spark spark;

  /** {@code look}: a style class that carries the colour. */
  Chart(String key, double least, String look) {
    super(2);
    now.setMinWidth(USE_PREF_SIZE);
    spark = new Spark(least);
    getStyleClass().addAll(Look.CARD, "c-inspect-chart", look);
    var head = Pieces.row(6, Pieces.label(InspectWords.say(key), Look.MUTED), Pieces.spring(), now);
    var foot =
        Pieces.row(
            0,
            Pieces.label(InspectWords.say("chart.from"), Look.FAINT, "c-inspect-tiny"),
            Pieces.spring(),
            Pieces.label(InspectWords.say("chart.now"), Look.FAINT, "c-inspect-tiny"));
    getChildren().addAll(head, spark, foot);
    HBox.setHgrow(this, Priority.ALWAYS);
    setMaxWidth(Double.MAX_VALUE);
    setPrefWidth(180);
    setMinWidth(110);
    setAccessibleText(InspectWords.say(key));
  }

  void show(String value, Samples samples) {
    now.setText(value);
    spark.show(samples);
  }
}
