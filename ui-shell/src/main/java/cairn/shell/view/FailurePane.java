package cairn.shell.view;

import cairn.shell.FailureText;
import cairn.shell.FailureText.Remedy;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Says what went wrong, what was tried, and what can be done. */
final class FailurePane extends StackPane {
  private static final double WIDTH = 560;
  private static final int MOST_TRIED = 8;

  private final Region first;

  FailurePane(FailureText text, String address, Consumer<Remedy> act, Consumer<String> enter) {
    getStyleClass().add("c-quiet-ground");
    boolean choice = !text.entries().isEmpty();
    var sign = Icons.of(choice ? Feather.FOLDER : Feather.ALERT_TRIANGLE, 22);
    sign.getStyleClass().add(choice ? Look.ACCENT : Look.WARN);
    var title = Parts.sentence(text.title(), Look.H2);
    var box =
        new VBox(
            14,
            Parts.row(12, sign, Parts.grow(title)),
            Parts.label(address, Look.MONO, Look.MUTED),
            Parts.sentence(text.happened()));
    if (!text.tried().isEmpty()) box.getChildren().add(tried(text));
    if (!text.entries().isEmpty()) box.getChildren().add(entries(text, enter));
    box.getChildren()
        .add(
            Parts.column(
                4,
                Parts.label(Words.say("failure.can"), Look.H3),
                Parts.sentence(text.canBeDone())));
    var buttons = Parts.row(8);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    for (var remedy : text.remedies().reversed()) buttons.getChildren().add(button(remedy, act));
    first = (Region) buttons.getChildren().getLast();
    first.getStyleClass().add("accent");
    box.getChildren().add(buttons);
    box.getStyleClass().addAll(Look.CARD, "c-panel");
    box.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
    box.setPrefWidth(WIDTH);
    getChildren().add(box);
  }

  void takeFocus() {
    first.requestFocus();
  }

  private static Node tried(FailureText text) {
    var list = new VBox(4);
    list.getStyleClass().addAll(Look.CARD, Look.INSET, "c-list");
    text.tried().stream()
        .limit(MOST_TRIED)
        .forEach(source -> list.getChildren().add(Parts.sentence(source, Look.MONO, Look.MUTED)));
    int more = text.tried().size() - MOST_TRIED;
    if (more > 0)
      list.getChildren().add(Parts.sentence(Words.say("failure.tried.more", more), Look.MUTED));
    return Parts.column(6, Parts.label(Words.say("failure.tried"), Look.H3), list);
  }

  private static Node entries(FailureText text, Consumer<String> enter) {
    var list = new VBox();
    for (var name : text.entries()) {
      var row = Parts.row(9, Icons.of(Feather.FILE, 14), Parts.grow(Parts.label(name, Look.MONO)));
      list.getChildren()
          .add(Parts.wide(row, () -> enter.accept(name), name, 10, "c-row-button", "c-tight"));
    }
    var scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(220);
    scroll.getStyleClass().addAll(Look.CARD, Look.INSET, "c-entries");
    return Parts.column(6, Parts.label(Words.say("failure.entries"), Look.H3), scroll);
  }

  private static Button button(Remedy remedy, Consumer<Remedy> act) {
    var button =
        Parts.button(
            Words.say(
                switch (remedy) {
                  case TRY_AGAIN -> "failure.retry";
                  case EDIT_ADDRESS -> "failure.edit";
                  case GATEWAYS -> "failure.gateways";
                  case INTERFACES -> "failure.interfaces";
                  case PROCESSES -> "failure.processes";
                  case CHOOSE_RECORDING -> "failure.recording";
                }),
            () -> act.accept(remedy));
    button.setId(remedy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return button;
  }
}
