package cairn.shell.view;

import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.animation.FadeTransition;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/** The small pieces that the shell's views are made of. */
final class Parts {
  private Parts() {}

  static Label label(String text, String... looks) {
    var label = new Label(text);
    label.getStyleClass().addAll(looks);
    return label;
  }

  static Label sentence(String text, String... looks) {
    var label = label(text, looks);
    label.setWrapText(true);
    label.getStyleClass().add("c-sentence");
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** A quiet line that can be selected and copied. */
  static TextField fact(String text) {
    var field = new TextField(text);
    field.setEditable(false);
    field.setFocusTraversable(false);
    field.getStyleClass().addAll("c-bare-field", Look.MONO, Look.MUTED);
    return field;
  }

  /** The red dot of what is being recorded. */
  static Circle recordingDot() {
    var dot = new Circle(4);
    dot.getStyleClass().add("c-recording-dot");
    return dot;
  }

  static Label chip(String text, String... looks) {
    var chip = label(text, looks);
    chip.getStyleClass().add(Look.CHIP);
    chip.setMinWidth(Region.USE_PREF_SIZE);
    return chip;
  }

  static HBox row(double gap, Node... nodes) {
    var row = new HBox(gap, nodes);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  static VBox column(double gap, Node... nodes) {
    return new VBox(gap, nodes);
  }

  /** Takes the room that is left in a row. */
  static Region spring() {
    var spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    return spring;
  }

  static <T extends Node> T grow(T node) {
    HBox.setHgrow(node, Priority.ALWAYS);
    VBox.setVgrow(node, Priority.ALWAYS);
    if (node instanceof Region region) {
      region.setMaxWidth(Double.MAX_VALUE);
      region.setMaxHeight(Double.MAX_VALUE);
    }
    return node;
  }

  static Button button(String text, Runnable action, String... looks) {
    var button = new Button(text);
    button.getStyleClass().addAll(looks);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** A button that shows only an icon; its name is for tooltips and assistive technology. */
  static Button iconButton(Feather icon, String name, Runnable action) {
    var button = button("", action, Look.ICON_BUTTON);
    button.setGraphic(Icons.of(icon, 18));
    button.setMinWidth(30);
    button.setAccessibleText(name);
    button.setTooltip(tip(name));
    return button;
  }

  /** A button that is a whole row or card: its content fills it. */
  static Button wide(Region content, Runnable action, String name, double inset, String... looks) {
    var button = button("", action, looks);
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    button.setGraphic(content);
    button.setMinWidth(0);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAccessibleText(name);
    content.prefWidthProperty().bind(Bindings.max(0, button.widthProperty().subtract(2 * inset)));
    content.setMinWidth(0);
    return button;
  }

  static Tooltip tip(String text) {
    var tip = new Tooltip(text);
    tip.setShowDelay(Duration.millis(700));
    // Long enough to be read, and then what it covers is free again.
    tip.setShowDuration(Duration.seconds(3));
    return tip;
  }

  static void visible(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  /**
   * Lets a node appear only if it is still wanted after a while, so that what is quick does not
   * flicker.
   */
  static void appearAfter(Node node, Duration wait) {
    node.setOpacity(0);
    var fade = new FadeTransition(Duration.millis(120), node);
    fade.setDelay(wait);
    fade.setToValue(1);
    fade.play();
  }
}
