package cairn.shell.inspect.view;

import cairn.kernel.Pid;
import cairn.shell.inspect.DeadlockLine;
import cairn.shell.inspect.InspectWords;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Who waits for each other, with the means to end one; gone while nobody does. */
final class DeadlockBar extends VBox {
  private static final int MOST = 3;

  private final Consumer<Pid> end;

  /** {@code end}: ends a process. */
  DeadlockBar(Consumer<Pid> end) {
    this.end = end;
    getStyleClass().add("c-inspect-deadlocks");
    show(List.of());
  }

  void show(List<DeadlockLine> lines) {
    getChildren().setAll(lines.stream().limit(MOST).map(this::line).toList());
    if (lines.size() > MOST)
      getChildren()
          .add(Pieces.label(InspectWords.say("deadlock.circles", lines.size() - MOST), Look.MUTED));
    Pieces.show(this, !lines.isEmpty());
  }

  private Node line(DeadlockLine line) {
    var words = Pieces.label(line.text());
    words.setWrapText(true);
    words.setMaxWidth(Double.MAX_VALUE);
    words.setMinHeight(Region.USE_PREF_SIZE);
    HBox.setHgrow(words, Priority.ALWAYS);
    var menu = new MenuButton(InspectWords.say("deadlock.end"));
    menu.setMinWidth(Region.USE_PREF_SIZE);
    menu.getStyleClass().add("c-menu");
    for (var member : line.members()) {
      var item = new MenuItem(InspectWords.say("deadlock.end-this", member.name()));
      item.setMnemonicParsing(false);
      item.setOnAction(event -> end.accept(member.pid()));
      menu.getItems().add(item);
    }
    return Pieces.row(10, Icons.of(Feather.ALERT_TRIANGLE), words, menu);
  }
}
