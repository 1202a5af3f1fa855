package cairn.themes;

import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * Keeps a segment as wide as its text is when it is chosen, which is bolder: choosing moves
 * nothing. On the JavaFX thread.
 */
public final class SteadyWidth {
  /** Padding and line of a segment, both sides; as in controls.css. */
  private static final double AROUND = 25;

  private static final double SIZE = 13;

  private SteadyWidth() {}

  /** Keeps the width of a button of {@link Look#SEGMENTS}, also when its text changes. */
  public static void keep(ToggleButton button) {
    Fonts.load();
    button.setMinWidth(Region.USE_PREF_SIZE);
    button
        .textProperty()
        .subscribe(
            text -> {
              var bold = new Text(text);
              bold.setFont(Font.font("Inter SemiBold", SIZE));
              button.setPrefWidth(Math.ceil(bold.getLayoutBounds().getWidth()) + AROUND);
            });
  }
}
