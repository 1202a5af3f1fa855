package cairn.permissions.view;

import atlantafx.base.theme.Styles;
import cairn.permissions.GrantGroup;
import cairn.permissions.Words;
import cairn.themes.Look;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** One grant. Only its use changes. */
final class GrantLineView extends HBox {
  private final Label usage = new Label();

  GrantLineView(GrantGroup.Line line, Runnable revoke) {
    super(8);
    getStyleClass().add("perm-grant");
    setAlignment(Pos.CENTER_LEFT);
    var label = new Label(line.label());
    label.getStyleClass().add(Look.CHIP);
    var what = new Label(line.what());
    // A host is shown to its end, which says whose it is.
    what.setWrapText(true);
    var where = new Label(line.where());
    where.getStyleClass().add(Look.MUTED);
    where.setMinWidth(0);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    usage.getStyleClass().add(Look.MUTED);
    usage.setMinWidth(USE_PREF_SIZE);
    var pill = new Label(line.pill());
    pill.getStyleClass().addAll(Look.CHIP, colour(line.kind()));
    var button = new Button(Words.say("page.revoke"));
    button.getStyleClass().add(Styles.SMALL);
    button.setMinWidth(USE_PREF_SIZE);
    button.setTooltip(new Tooltip(Words.say("page.revoke.help")));
    button.setAccessibleText(Words.say("page.revoke") + ": " + line.label() + ", " + line.what());
    button.setOnAction(_ -> revoke.run());
    getChildren()
        .addAll(
            column(label, "perm-label"),
            what,
            where,
            space,
            usage,
            column(pill, "perm-pill"),
            button);
  }

  // As wide as its column, with the chip in it as wide as its word.
  private static HBox column(Label chip, String width) {
    var column = new HBox(chip);
    chip.setMinWidth(USE_PREF_SIZE);
    column.getStyleClass().add(width);
    return column;
  }

  void update(GrantGroup.Line line) {
    usage.setText(line.usage());
  }

  private static String colour(GrantGroup.Kind kind) {
    return switch (kind) {
      case ALWAYS -> Look.OK;
      case THIS_RUN -> Look.ACCENT;
      case DENIED -> Look.BAD;
    };
  }
}
