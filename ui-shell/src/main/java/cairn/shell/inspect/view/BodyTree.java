package cairn.shell.inspect.view;

import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.MessageDetails;
import cairn.shell.inspect.MessageDetails.Line;
import cairn.shell.inspect.MessageDetails.Side;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The decoded values of a message and its answer, a line each; a line can be chosen. */
final class BodyTree extends VBox {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final List<Row> rows = new ArrayList<>();
  private Consumer<Line> chosen = line -> {};

  BodyTree() {
    getStyleClass().add("c-body-tree");
  }

  /** {@code action}: is told which line was chosen. */
  void onChosen(Consumer<Line> action) {
    chosen = action;
  }

  void show(MessageDetails details) {
    getChildren().clear();
    rows.clear();
    getChildren().add(Pieces.label(details.row().label(), Look.H3));
    if (details.message().isEmpty())
      note(details.row().row().size() == 0 ? "body.empty" : "body.none");
    else if (details.row().messageName().startsWith("#")) note("body.no-definition");
    lines(details, Side.MESSAGE);
    if (details.answer().isPresent()) {
      getChildren().add(Pieces.label(InspectWords.say("body.answer"), Look.H3, "c-inspect-next"));
      lines(details, Side.ANSWER);
    }
    if (details.cut()) note("body.cut");
  }

  private void note(String key) {
    var note = Pieces.label(InspectWords.say(key), Look.MUTED);
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    getChildren().add(note);
  }

  private void lines(MessageDetails details, Side side) {
    for (var line : details.lines())
      if (line.side() == side) {
        var row = new Row(line);
        rows.add(row);
        getChildren().add(row);
      }
  }

  /** Marks the line of a byte as chosen, without telling. */
  void choose(Optional<Line> line) {
    for (var row : rows)
      row.pseudoClassStateChanged(CHOSEN, line.isPresent() && line.get().equals(row.line));
  }

  private final class Row extends HBox {
    private final Line line;

    Row(Line line) {
      super(6);
      this.line = line;
      getStyleClass().add("c-body-line");
      setPadding(new Insets(1, 6, 1, 6 + 14.0 * line.depth()));
      setFocusTraversable(true);
      setAccessibleRole(AccessibleRole.LIST_ITEM);
      setAccessibleText(line.name() + " " + line.value());
      if (!line.name().isEmpty())
        getChildren().add(fixed(Pieces.label(line.name() + ":", Look.MONO, Look.MUTED)));
      getChildren().add(Pieces.label(line.value(), Look.MONO));
      setOnMouseClicked(event -> pick());
      setOnKeyPressed(
          event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) pick();
          });
    }

    private static Label fixed(Label label) {
      label.setMinWidth(Region.USE_PREF_SIZE);
      return label;
    }

    private void pick() {
      requestFocus();
      choose(Optional.of(line));
      chosen.accept(line);
    }
  }
}
