package cairn.permissions.view;

import atlantafx.base.theme.Styles;
import cairn.permissions.GrantGroup;
import cairn.permissions.Words;
import cairn.themes.Look;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * One grant. Only its use changes. What it covers is shown to its end, however long; where the line
 * is too narrow for all in one row, the use and what can be done stand below.
 */
final class GrantLineView extends VBox {
  /** What a grant covers has this many times the height of a line for its width, at least. */
  private static final double LEAST = 15;

  private static final double GAP = 8;

  private final GrantGroup.Line shown;
  private final HBox label;
  private final Label what;
  private final Label where;
  private final Label usage = new Label();
  private final HBox pill;
  private final Button button = new Button(Words.say("page.revoke"));
  private final Region space = new Region();
  private final HBox first = new HBox(GAP);
  private final HBox second = new HBox(GAP);
  private boolean oneRow;

  GrantLineView(GrantGroup.Line line, Runnable revoke) {
    super(4);
    shown = line;
    getStyleClass().add("perm-grant");
    var interfaceName = new Label(line.label());
    interfaceName.getStyleClass().add(Look.CHIP);
    label = column(interfaceName, "perm-label");
    what = new Label(line.what());
    where = new Label(line.where());
    where.getStyleClass().add(Look.MUTED);
    for (var whole : List.of(what, where)) {
      whole.setWrapText(true);
      whole.setMinSize(0, USE_PREF_SIZE);
    }
    where.managedProperty().bind(where.textProperty().map(text -> !text.isEmpty()));
    usage.getStyleClass().add(Look.MUTED);
    usage.setWrapText(true);
    usage.setMinSize(0, USE_PREF_SIZE);
    var how = new Label(line.pill());
    how.getStyleClass().addAll(Look.CHIP, colour(line.kind()));
    pill = column(how, "perm-pill");
    for (var control : List.of(label, pill, button)) control.setMinWidth(USE_PREF_SIZE);
    button.getStyleClass().add(Styles.SMALL);
    button.setTooltip(new Tooltip(Words.say("page.revoke.help")));
    button.setAccessibleText(Words.say("page.revoke") + ": " + line.label() + ", " + line.what());
    button.setOnAction(_ -> revoke.run());
    for (var row : List.of(first, second)) row.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(space, Priority.ALWAYS);
    place(true);
    widthProperty().subscribe(_ -> arrange());
  }

  private void arrange() {
    boolean fits = getWidth() <= 0 || fits(getWidth());
    if (fits != oneRow) place(fits);
  }

  private void place(boolean inOneRow) {
    oneRow = inOneRow;
    usage.setMinWidth(inOneRow ? USE_PREF_SIZE : 0);
    first.getChildren().setAll(label, what, where);
    var rest = List.of(space, usage, pill, button);
    second.getChildren().clear();
    if (inOneRow) first.getChildren().addAll(rest);
    else second.getChildren().addAll(rest);
    if (inOneRow) getChildren().setAll(first);
    else getChildren().setAll(first, second);
  }

  /** Whether all of it has its room side by side. */
  private boolean fits(double width) {
    double sides = snappedLeftInset() + snappedRightInset() + 6 * GAP;
    for (var control : List.of(label, usage, pill, button)) sides += control.prefWidth(-1);
    double words = what.prefWidth(-1) + where.prefWidth(-1);
    double least = LEAST * button.prefHeight(-1);
    return sides + Math.min(words, least) <= width;
  }

  // As wide as its column, with the chip in it as wide as its word.
  private static HBox column(Label chip, String width) {
    var column = new HBox(chip);
    chip.setMinWidth(USE_PREF_SIZE);
    column.getStyleClass().add(width);
    return column;
  }

  /** Whether nothing but its use differs. */
  boolean shows(GrantGroup.Line line) {
    return shown.what().equals(line.what())
        && shown.where().equals(line.where())
        && shown.label().equals(line.label())
        && shown.pill().equals(line.pill())
        && shown.kind() == line.kind();
  }

  void update(GrantGroup.Line line) {
    if (usage.getText().equals(line.usage())) return;
    usage.setText(line.usage());
    arrange();
  }

  private static String colour(GrantGroup.Kind kind) {
    return switch (kind) {
      case ALWAYS -> Look.OK;
      case THIS_RUN -> Look.ACCENT;
      case DENIED -> Look.BAD;
    };
  }
}
