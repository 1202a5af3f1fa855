package cairn.shell.view;

import cairn.shell.PlainWords;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Recorded;
import cairn.shell.RunRecording;
import cairn.shell.RunRecording.State;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Stands below a program: what came of its recording, or why there is none. */
final class RecordingBar extends VBox {
  /** What it can have the window do. */
  interface Deeds {
    /** Lets the user choose a file, and runs the program again. */
    void record();

    /** Replays a recording beside this tab. */
    void replay(Path file);
  }

  private RecordingBar() {
    getStyleClass().add("c-ended");
    setId("recorded");
  }

  /** What is to be said now, if anything. */
  static Optional<RecordingBar> of(RunRecording recording, Deeds deeds) {
    var bar = new RecordingBar();
    if (recording.state().get() instanceof State.Over(var file, var how))
      bar.over(file, how, recording, deeds);
    recording.notMade().get().ifPresent(why -> bar.notMade(why, recording, deeds));
    return bar.getChildren().isEmpty() ? Optional.empty() : Optional.of(bar);
  }

  private void over(Path file, Recorded how, RunRecording recording, Deeds deeds) {
    var buttons = Parts.row(6);
    if (how.extent() != Extent.FAILED) {
      var replay = Parts.button(Words.say("recorded.replay"), () -> deeds.replay(file));
      replay.setGraphic(Icons.of(Feather.REWIND, 14));
      replay.setId("replay-recorded");
      buttons.getChildren().add(replay);
    }
    buttons.getChildren().add(close(recording));
    line(chip(how), how.sentence(), buttons);
    if (how.memory().isEmpty()) return;
    var details = new VBox(Parts.fact(PlainWords.of(how.memory())));
    details.getStyleClass().add("c-ended-details");
    getChildren().add(details);
  }

  private void notMade(String why, RunRecording recording, Deeds deeds) {
    var other = Parts.button(Words.say("recorded.other"), deeds::record);
    line(
        Parts.chip(Words.say("recorded.not"), Look.WARN),
        why,
        Parts.row(6, other, close(recording)));
  }

  private static Node close(RunRecording recording) {
    return Parts.iconButton(Feather.X, Words.say("recorded.close"), recording::dismiss);
  }

  private static Label chip(Recorded how) {
    return switch (how.extent()) {
      case WHOLE -> Parts.chip(Words.say("recorded.whole"), Look.OK);
      case IN_PART -> Parts.chip(Words.say("recorded.in-part"), Look.WARN);
      case FAILED -> Parts.chip(Words.say("recorded.not"), Look.WARN);
    };
  }

  private void line(Label chip, String clause, HBox buttons) {
    var said = Parts.sentence(PlainWords.sentence(clause));
    var row = Parts.row(10, chip, Parts.grow(said), buttons);
    row.getStyleClass().add("c-ended-line");
    getChildren().add(row);
  }
}
