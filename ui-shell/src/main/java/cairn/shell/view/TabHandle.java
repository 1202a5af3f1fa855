package cairn.shell.view;

import cairn.shell.TabModel;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.nio.file.Path;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.feather.Feather;

/** One tab in the strip. */
final class TabHandle extends HBox {
  private static final PseudoClass FRONT = PseudoClass.getPseudoClass("front");

  /** Room for the first letters of a title, by which tabs can be told apart. */
  private static final double LETTERS = 26;

  private final TabModel tab;
  private final StackPane icon = new StackPane();
  private final Label title = Parts.label("");
  private final Circle dot = Parts.recordingDot();
  private final Tooltip recorded = Parts.tip("");
  private final Label badge = Parts.chip("", Look.WARN, "c-tab-badge");
  private Optional<Sign> sign = Optional.empty();

  TabHandle(TabModel tab, Runnable select, Runnable close) {
    this.tab = tab;
    getStyleClass().add("c-tab");
    setAlignment(Pos.CENTER_LEFT);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TAB_ITEM);
    icon.setMinSize(18, 18);
    icon.setMaxSize(18, 18);
    title.setMinWidth(LETTERS);
    Parts.visible(badge, false);
    Parts.visible(dot, false);
    Button cross = Parts.iconButton(Feather.X, Words.say("tab.close"), close);
    cross.getStyleClass().add("c-tab-close");
    cross.setGraphic(Icons.of(Feather.X, 14));
    cross.setFocusTraversable(false);
    getChildren().addAll(icon, Parts.grow(title), dot, badge, cross);
    setOnMousePressed(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) select.run();
        });
    setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.MIDDLE) close.run();
        });
    setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) select.run();
          else if (event.getCode() == KeyCode.DELETE) close.run();
        });
  }

  TabModel tab() {
    return tab;
  }

  /** Says what the tab is now. Cheap when nothing changed. */
  void show(String text, Sign now, int waiting, boolean front, Optional<Path> recording) {
    title.setText(text);
    var spoken = recording.isPresent() ? Words.say("tab.recorded", text) : text;
    if (!spoken.equals(getAccessibleText())) setAccessibleText(spoken);
    if (recording.isPresent() != dot.isVisible()) {
      recording.ifPresent(file -> recorded.setText(Words.say("toolbar.recording.tip", file)));
      Parts.visible(dot, recording.isPresent());
      if (recording.isPresent()) Tooltip.install(this, recorded);
      else Tooltip.uninstall(this, recorded);
    }
    if (!sign.equals(Optional.of(now))) {
      sign = Optional.of(now);
      icon.getChildren().setAll(now.node());
    }
    badge.setText(Integer.toString(waiting));
    // In front the chip in the toolbar says it.
    Parts.visible(badge, waiting > 0 && !front);
    pseudoClassStateChanged(FRONT, front);
    if (front && !title.getStyleClass().contains(Look.STRONG))
      title.getStyleClass().add(Look.STRONG);
    if (!front) title.getStyleClass().remove(Look.STRONG);
  }
}
