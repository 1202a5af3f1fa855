package cairn.permissions.view;

import cairn.permissions.Words;
import cairn.themes.Look;
import cairn.themes.SteadyWidth;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/** One value out of a few, side by side; one is always chosen. */
final class Segments<T> extends HBox {
  private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();
  private final ObjectProperty<T> chosen;
  private final Subscription watching;

  Segments(ObjectProperty<T> chosen) {
    this.chosen = chosen;
    getStyleClass().add(Look.SEGMENTS);
    setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    setMinWidth(Region.USE_PREF_SIZE);
    watching = chosen.subscribe(this::select);
  }

  /** Lets go of the property. */
  void close() {
    watching.unsubscribe();
  }

  /** Adds a value under the words of a key. */
  Segments<T> add(T value, String key, ToggleGroup group) {
    var button = new ToggleButton(Words.say(key));
    button.setToggleGroup(group);
    SteadyWidth.keep(button);
    // A toggle in a group can be switched off by a second click; a choice cannot.
    button.setOnAction(
        _ -> {
          chosen.set(value);
          button.setSelected(true);
        });
    buttons.put(value, button);
    getChildren().add(button);
    select(chosen.get());
    return this;
  }

  /** Explains a value to whoever rests on it. */
  void explain(T value, String key) {
    button(value).setTooltip(new Tooltip(Words.say(key)));
  }

  /** Changes what a value is called. */
  void name(T value, String key) {
    button(value).setText(Words.say(key));
  }

  /** Offers a value, or hides it. */
  void offer(T value, boolean offered) {
    var button = button(value);
    if (offered == getChildren().contains(button)) return;
    // The first and last child are rounded, so a hidden one must not be there.
    var shown =
        buttons.values().stream()
            .filter(b -> b.equals(button) ? offered : getChildren().contains(b));
    getChildren().setAll(shown.toList());
  }

  private ToggleButton button(T value) {
    var button = buttons.get(value);
    if (button == null) throw new IllegalArgumentException("no segment " + value);
    return button;
  }

  private void select(T value) {
    var button = buttons.get(value);
    if (button != null) button.setSelected(true);
  }
}
