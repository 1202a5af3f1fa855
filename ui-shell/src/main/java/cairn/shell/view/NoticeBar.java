package cairn.shell.view;

import cairn.registry.PlainText;
import cairn.shell.Notices;
import cairn.shell.Notices.Notice;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Stands below the toolbar, over every page: what the user has to know about Cairn itself. */
final class NoticeBar extends VBox {
  /** Characters of a notice; it may name a folder. */
  private static final int LONGEST = 2000;

  private final Notices notices;
  private List<Notice> shown = List.of();

  NoticeBar(Notices notices) {
    this.notices = notices;
    setId("notices");
    refresh();
  }

  /** Shows what is to be said now. */
  void refresh() {
    var now = notices.now();
    if (!now.equals(shown)) getChildren().setAll(now.stream().map(this::line).toList());
    shown = now;
    Parts.visible(this, !now.isEmpty());
  }

  private Node line(Notice notice) {
    var icon = Icons.of(Feather.ALERT_TRIANGLE, 16);
    icon.getStyleClass().add(Look.WARN);
    var row =
        Parts.row(10, icon, Parts.grow(Parts.sentence(PlainText.line(notice.text(), LONGEST))));
    if (notice.dismissable())
      row.getChildren().add(Parts.button(Words.say("notice.seen"), () -> dismiss(notice)));
    row.getStyleClass().add("c-notice");
    return row;
  }

  private void dismiss(Notice notice) {
    notices.dismiss(notice);
    refresh();
  }
}
