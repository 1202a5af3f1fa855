package cairn.shell.view;

import cairn.registry.PlainText;
import cairn.shell.PlainWords;
import cairn.shell.Recordings.Replayed;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Stands below what a replay has shown: whether it was the run that was recorded. */
final class ReplayedBar extends VBox {
  private static final int LONGEST_DETAIL = 300;

  private final Button again = Parts.button(Words.say("replay.again"), () -> {});

  ReplayedBar(Replayed how, Runnable replayAgain) {
    getStyleClass().add("c-ended");
    setId("replayed");
    again.setOnAction(_ -> replayAgain.run());
    again.setGraphic(Icons.of(Feather.REWIND, 14));
    var said = Parts.sentence(PlainWords.sentence(how.sentence()));
    var row = Parts.row(10, chip(how), Parts.grow(said), again);
    row.getStyleClass().add("c-ended-line");
    getChildren().add(row);
    if (how.details().isEmpty()) return;
    var details = new VBox();
    details.getStyleClass().add("c-ended-details");
    for (var detail : how.details())
      details.getChildren().add(Parts.fact(PlainText.line(detail, LONGEST_DETAIL)));
    getChildren().add(details);
  }

  private static Label chip(Replayed how) {
    return switch (how.verdict()) {
      case SAME -> chip("replay.same", Feather.CHECK, Look.OK);
      case SAME_SO_FAR -> chip("replay.so-far", Feather.CHECK, Look.WARN);
      case DIFFERS -> chip("replay.differs", Feather.ALERT_TRIANGLE, Look.BAD);
      case NOT_REPLAYED -> chip("replay.not", Feather.ALERT_TRIANGLE, Look.BAD);
      case STOPPED -> Parts.chip(Words.say("replay.stopped"));
    };
  }

  private static Label chip(String key, Feather icon, String meaning) {
    var chip = Parts.chip(Words.say(key), meaning);
    chip.setGraphic(Icons.of(icon, 12));
    return chip;
  }

  void takeFocus() {
    again.requestFocus();
  }
}
