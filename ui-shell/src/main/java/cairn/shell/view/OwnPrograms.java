package cairn.shell.view;

import cairn.shell.Amounts;
import cairn.shell.Failures;
import cairn.shell.FxBridge;
import cairn.shell.Hashes;
import cairn.shell.Library;
import cairn.shell.Library.AddOutcome;
import cairn.shell.Library.FileOutcome;
import cairn.shell.PlainWords;
import cairn.shell.Target;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * Ways to bring a program that did not come with Cairn: open a file, or add one and get its hash.
 */
final class OwnPrograms {
  /** What this can have the window do. */
  interface Deeds {
    /** Lets the user choose a program and runs it. */
    void openFile();

    /** Lets the user choose a file. */
    Optional<Path> choose(String title, List<String> extensions);

    /** Runs a program in this tab. */
    void run(Target target, String name);
  }

  private final Library library;
  private final Deeds deeds;
  private final VBox node = new VBox(10);
  private final VBox outcome = new VBox(8);
  private final Button add;

  OwnPrograms(Library library, Deeds deeds) {
    this.library = library;
    this.deeds = deeds;
    node.getStyleClass().addAll(Look.CARD, "c-own");
    add = Parts.button(Words.say("start.add.button"), this::add);
    add.setId("add");
    Parts.visible(outcome, false);
    var paste = Parts.sentence(Words.say("start.paste"), Look.MUTED, "c-own-paste");
    node.getChildren()
        .addAll(
            line(
                Feather.FILE,
                "start.open",
                Parts.button(Words.say("start.open.button"), deeds::openFile)),
            line(Feather.ARROW_UP, "start.add", add),
            outcome,
            paste);
  }

  Node node() {
    return node;
  }

  private static Node line(Feather icon, String key, Button button) {
    return Parts.row(8, Icons.of(icon, 16), Parts.grow(Parts.label(Words.say(key))), button);
  }

  private void add() {
    deeds.choose(Words.say("dialog.add"), List.of()).ifPresent(this::add);
  }

  private void add(Path file) {
    add.setDisable(true);
    show(Parts.row(8, new BusyRing(16), Parts.label(Words.say("start.add.busy"), Look.MUTED)));
    library
        .add(file)
        .whenCompleteAsync(
            (came, failure) ->
                added(
                    failure == null ? came : new AddOutcome.NotAdded(new FileOutcome.Unreadable()),
                    file),
            FxBridge.executor());
  }

  private void added(AddOutcome came, Path file) {
    add.setDisable(false);
    switch (came) {
      case AddOutcome.Added(var address, long bytes, int blocks) -> {
        var hash = Hashes.typed(address);
        var field = new TextField(hash);
        field.setEditable(false);
        field.getStyleClass().addAll("c-bare-field", Look.MONO);
        show(
            Parts.label(Words.say("start.add.done", Amounts.bytes(bytes), blocks), Look.MUTED),
            Parts.row(
                8,
                Parts.grow(field),
                Parts.button(Words.say("start.add.copy"), () -> copy(hash), "small"),
                Parts.button(
                    Words.say("start.add.run"),
                    () -> deeds.run(new Target.Content(address), Hashes.unnamed(address)),
                    "small")));
      }
      case AddOutcome.NotAdded(var why) ->
          show(Parts.sentence(Failures.of(why, file.toString()).happened(), Look.DANGER));
      case AddOutcome.NotStored(String why) ->
          show(Parts.sentence(Words.say("start.add.not-stored", PlainWords.of(why)), Look.DANGER));
    }
  }

  private static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private void show(Node... nodes) {
    outcome.getChildren().setAll(nodes);
    Parts.visible(outcome, true);
  }
}
