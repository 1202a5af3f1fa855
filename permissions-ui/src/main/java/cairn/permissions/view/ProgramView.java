package cairn.permissions.view;

import cairn.permissions.StartedProgram;
import cairn.permissions.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** A program that would be started: all of its hash, and all that it would be given. */
final class ProgramView extends VBox {
  private final StartedProgram program;
  private final Label with = new Label();

  ProgramView(StartedProgram program) {
    super(6);
    this.program = program;
    getStyleClass().add("perm-program");
    var hash = new Label(program.grouped());
    hash.getStyleClass().addAll(Look.MONO, "perm-hash");
    hash.setWrapText(true);
    hash.setMinSize(0, USE_PREF_SIZE);
    hash.setAccessibleText(program.address());
    HBox.setHgrow(hash, Priority.ALWAYS);
    var copy = new Button("", Icons.of(Feather.COPY, 14));
    copy.getStyleClass().addAll(Look.ICON_BUTTON, "perm-copy");
    copy.setMinWidth(USE_PREF_SIZE);
    copy.setAccessibleText(Words.say("program.copy"));
    copy.setTooltip(new Tooltip(Words.say("program.copy")));
    copy.setOnAction(_ -> copy());
    var address = new HBox(8, hash, copy);
    address.setAlignment(Pos.CENTER_LEFT);
    with.getStyleClass().addAll(Look.MUTED, "perm-with");
    with.setWrapText(true);
    with.setMinSize(0, USE_PREF_SIZE);
    getChildren().addAll(address, with, new ArgumentsView(program.arguments()));
    say(program);
  }

  /** Whether only the words around the same program would change. */
  boolean shows(StartedProgram other) {
    return program.address().equals(other.address())
        && program.arguments().equals(other.arguments());
  }

  /** Says what a yes covers now. */
  void say(StartedProgram now) {
    with.setText(now.with());
  }

  private void copy() {
    var content = new ClipboardContent();
    content.putString(program.address());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
