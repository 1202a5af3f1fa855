package cairn.shell.view;

import cairn.kernel.Pid;
import cairn.shell.LogLines;
import cairn.shell.Words;
import cairn.themes.Look;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * The log of one program, below it. It asks for lines only while it is open and there are new ones.
 */
final class LogDrawer extends VBox {
  private static final int MOST = 1000;
  private static final double HEIGHT = 190;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final LogLines log;
  private final ListView<LogLines.Line> list = new ListView<>();
  private final Label count = Parts.label("", Look.MUTED, Look.SMALL);
  private long shown = -1;

  LogDrawer(LogLines log, Runnable close) {
    this.log = log;
    getStyleClass().add("c-drawer");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    var head =
        Parts.row(
            10,
            Parts.label(Words.say("log.title"), Look.STRONG),
            count,
            Parts.spring(),
            Parts.iconButton(Feather.X, Words.say("log.close"), close));
    head.getStyleClass().add("c-drawer-head");
    list.getStyleClass().addAll("c-log", Look.MONO);
    list.setPlaceholder(Parts.label(Words.say("log.empty"), Look.FAINT));
    list.setCellFactory(_ -> new LineCell());
    getChildren().addAll(head, Parts.grow(list));
    count.setText(Words.say("log.count", 0));
  }

  void refresh(Pid pid) {
    long now = log.count(pid);
    if (now == shown) return;
    shown = now;
    var lines = log.newest(pid, MOST);
    count.setText(
        lines.size() < now
            ? Words.say("log.newest", lines.size(), now)
            : Words.say("log.count", now));
    list.getItems().setAll(lines);
    list.scrollTo(list.getItems().size() - 1);
  }

  private static final class LineCell extends ListCell<LogLines.Line> {
    private final Label time = Parts.label("", Look.FAINT);
    private final Label level = Parts.label("");
    private final Label text = Parts.label("");

    LineCell() {
      level.setMinWidth(44);
      setGraphic(Parts.row(12, time, level, text));
    }

    @Override
    protected void updateItem(LogLines.@Nullable Line line, boolean empty) {
      super.updateItem(line, empty);
      getGraphic().setVisible(line != null && !empty);
      if (line == null) return;
      time.setText(TIME.format(line.at().atZone(ZoneId.systemDefault())));
      level.setText(line.level());
      level.getStyleClass().removeAll(Look.DANGER, Look.MUTED, Look.ACCENT, "c-warn-text");
      level
          .getStyleClass()
          .add(
              switch (line.level()) {
                case "error" -> Look.DANGER;
                case "warn" -> "c-warn-text";
                case LogLines.CAIRN -> Look.ACCENT;
                default -> Look.MUTED;
              });
      text.setText(line.text());
    }
  }
}
