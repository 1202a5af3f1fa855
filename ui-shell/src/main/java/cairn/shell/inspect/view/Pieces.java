package cairn.shell.inspect.view;

import cairn.shell.inspect.InspectWords;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.Objects;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.value.ObservableIntegerValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;

/** Small pieces that both inspectors are made of. */
final class Pieces {
  private static final String SHEET =
      Objects.requireNonNull(Pieces.class.getResource("inspect.css")).toExternalForm();

  private Pieces() {}

  static Label label(String text, String... looks) {
    var label = new Label(text);
    label.getStyleClass().addAll(looks);
    return label;
  }

  /** A tip of one sentence or more, that covers little. */
  static Tooltip tip(String words) {
    var tip = new Tooltip(words);
    tip.setWrapText(true);
    tip.setMaxWidth(340);
    return tip;
  }

  static HBox row(double gap, Node... nodes) {
    var row = new HBox(gap, nodes);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  static Region spring() {
    var spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    return spring;
  }

  /** A pill that counts; gone while the count is 0, if so wanted. */
  static Label pill(ObservableIntegerValue count, String key, boolean hideNone, String look) {
    var pill = label("", Look.CHIP, look);
    pill.setMinWidth(Region.USE_PREF_SIZE);
    Runnable say =
        () -> {
          pill.setText(InspectWords.say(key, count.get()));
          pill.setVisible(!hideNone || count.get() > 0);
          pill.setManaged(pill.isVisible());
        };
    count.addListener(changed -> say.run());
    say.run();
    return pill;
  }

  /** The filter field; Escape empties it. */
  static TextField filter(String key) {
    var field = new CustomTextField();
    field.setPromptText(InspectWords.say(key));
    field.setAccessibleText(InspectWords.say(key));
    field.getStyleClass().addAll(Look.FIELD, "c-inspect-filter");
    var glass = row(0, Icons.of(Feather.SEARCH));
    glass.getStyleClass().add("c-inspect-glass");
    field.setLeft(glass);
    field.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() != KeyCode.ESCAPE || field.getText().isEmpty()) return;
          field.clear();
          event.consume();
        });
    return field;
  }

  /** Gives a page its style sheet, the keys for its filter, and its table the page's focus. */
  static void dress(Region page, Node table, TextField filter) {
    page.getStyleClass().add("c-inspect");
    page.getStylesheets().add(SHEET);
    page.focusedProperty()
        .subscribe(
            focused -> {
              if (focused) table.requestFocus();
            });
    page.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() != KeyCode.F || !event.isShortcutDown()) return;
          filter.requestFocus();
          filter.selectAll();
          event.consume();
        });
  }

  /**
   * Gives the first of two panes this share of a width and the other the rest, whatever is in them.
   */
  static void split(HBox both, ReadOnlyDoubleProperty width, double share) {
    var first = (Region) both.getChildren().getFirst();
    var second = (Region) both.getChildren().getLast();
    first.prefWidthProperty().bind(width.multiply(share));
    first.setMinWidth(Region.USE_PREF_SIZE);
    first.setMaxWidth(Region.USE_PREF_SIZE);
    second.setMinWidth(0);
    second.setPrefWidth(0);
    HBox.setHgrow(second, Priority.ALWAYS);
  }

  static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
