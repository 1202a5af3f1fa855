package cairn.shell.view;

import cairn.kernel.Exit;
import cairn.shell.PlainWords;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Stands below what an ended program has shown: how it ended, with its stack if it crashed. */
final class EndedBar extends VBox {
  private static final int NOT_ALLOWED = 77;

  private final Button again;

  private final Label others = Parts.label("", Look.MUTED);
  private final Button endOthers;

  /** {@code endOthers}: ends those that it started and that run on. */
  EndedBar(Exit exit, String name, boolean refused, Runnable runAgain, Runnable endOthers) {
    this.endOthers = Parts.button(Words.say("ended.others.end"), endOthers);
    this.endOthers.setId("end-started");
    runOn(0);
    getStyleClass().add("c-ended");
    again = Parts.button(Words.say("ended.again"), runAgain);
    again.setGraphic(Icons.of(Feather.ROTATE_CW, 14));
    switch (exit) {
      case Exit.Exited(int code) ->
          getChildren().add(line(exited(code, refused), code == 0 ? Look.OK : Look.WARN));
      case Exit.Killed(var by) ->
          getChildren()
              .add(
                  line(
                      by.isEmpty()
                          ? Words.say("ended.killed.unknown")
                          : Words.say("ended.killed", PlainWords.of(by)),
                      ""));
      case Exit.Trapped(var _, var reason, var stack) -> {
        getChildren().add(line(Words.say("ended.crashed"), Look.BAD));
        getChildren().add(crash(name, reason, stack));
      }
      case Exit.Refused _ ->
          throw new IllegalArgumentException("a refused program has a page of its own");
    }
  }

  // The code that sysexits has for it, of a program that was refused something: so that was it.
  private static String exited(int code, boolean refused) {
    return code == NOT_ALLOWED && refused
        ? Words.say("ended.not-allowed", code)
        : Words.say("ended.exited", code);
  }

  /** So many that it started run on. */
  void runOn(int count) {
    others.setText(Words.say("ended.others", count));
    Parts.visible(others, count > 0);
    Parts.visible(endOthers, count > 0);
  }

  void takeFocus() {
    again.requestFocus();
  }

  private Node line(String text, String meaning) {
    var chip = Parts.chip(text);
    if (!meaning.isEmpty()) chip.getStyleClass().add(meaning);
    var row = Parts.row(10, chip, others, Parts.spring(), endOthers, again);
    row.getStyleClass().add("c-ended-line");
    return row;
  }

  private static Node crash(String name, String reason, List<String> stack) {
    var frames = new VBox(3);
    if (stack.isEmpty())
      frames.getChildren().add(Parts.label(Words.say("crash.no-stack"), Look.MUTED));
    stack.stream()
        .limit(64)
        .forEach(frame -> frames.getChildren().add(Parts.label(PlainWords.of(frame), Look.MONO)));
    frames.getStyleClass().add("c-frames");
    var scroll = new ScrollPane(frames);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll(Look.CARD, Look.INSET, "c-stack");
    scroll.setMaxHeight(150);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var box =
        new VBox(
            8,
            Parts.label(Words.say("crash.title", name), Look.STRONG),
            Parts.sentence(Words.say("crash.happened", PlainWords.of(reason)), Look.MUTED),
            Parts.label(Words.say("crash.stack"), Look.H3),
            scroll);
    box.getStyleClass().add("c-crash");
    return box;
  }
}
