package cairn.shell.view;

import cairn.kernel.ProgramId;
import cairn.shell.Amounts;
import cairn.shell.Arguments;
import cairn.shell.Hashes;
import cairn.shell.PlainWords;
import cairn.shell.ProgramRun;
import cairn.shell.Provenance;
import cairn.shell.Target;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import cairn.themes.Look;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What is known of the program in front: its hash in all forms, its size, who sent it. */
final class ProgramCard extends VBox {
  private static final double WIDTH = 668;

  ProgramCard(ProgramRun run, ProgramId program) {
    getStyleClass().addAll(Look.CARD, Look.FLOATING, "c-panel");
    setPrefWidth(WIDTH);
    setSpacing(14);
    var provenance = run.provenance().orElse(Provenance.FILE);
    var check = Icons.of(Badges.icon(provenance), 14);
    check.getStyleClass().add(provenance == Provenance.VERIFIED ? Look.OK : Look.MUTED);
    getChildren()
        .add(
            Parts.row(
                12,
                new Identicon(program.hash().toByteArray(), 40),
                Parts.column(
                    2,
                    Parts.label(run.shownName(), "c-loading-title"),
                    Parts.row(
                        6,
                        check,
                        Parts.label(Words.say(Badges.sentence(provenance)), Look.MUTED)))));
    var grid = new GridPane(12, 4);
    var names = new ColumnConstraints(84);
    names.setHalignment(HPos.LEFT);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(names, values);
    hash(grid, "card.hash", Hashes.whole(program));
    hash(grid, "card.sha256", program.hash().hex());
    opened(grid, run, program);
    if (run.bytes() > 0) line(grid, "card.size", Amounts.bytes(run.bytes()));
    line(grid, "card.source", source(run));
    getChildren().add(grid);
  }

  // As a person would type it: by its name, where that is another word for the same hash.
  private static void opened(GridPane grid, ProgramRun run, ProgramId program) {
    if (run.typed().equals(Hashes.whole(program))) return;
    boolean byName =
        run.target() instanceof Target.Content(var address, var _)
            && Hashes.typed(address).equals(Hashes.whole(program))
            && !Hashes.isBrief(run.name().get());
    var text = byName ? run.name().get() + Arguments.joined(run.target().arguments()) : run.typed();
    var shown = Parts.label(text, Look.MONO);
    shown.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    shown.setEllipsisString("…");
    shown.setMinWidth(0);
    put(grid, "card.address", Parts.row(4, Parts.grow(shown), copy(text)));
  }

  private static String source(ProgramRun run) {
    return switch (run.target()) {
      case Target.File _ -> Words.say("card.source.file");
      case Target.Content _ ->
          run.from().isEmpty() ? Words.say("card.source.unknown") : PlainWords.of(run.from());
    };
  }

  private static void line(GridPane grid, String key, String text) {
    put(grid, key, Parts.label(text));
  }

  private static void hash(GridPane grid, String key, String text) {
    // A field, so that a part can be selected, too.
    var field = new TextField(text);
    field.setEditable(false);
    field.setFocusTraversable(false);
    field.getStyleClass().addAll("c-bare-field", Look.MONO);
    put(grid, key, Parts.row(4, Parts.grow(field), copy(text)));
  }

  private static Node copy(String text) {
    return Parts.iconButton(
        Feather.COPY,
        Words.say("card.copy"),
        () -> {
          var content = new ClipboardContent();
          content.putString(text);
          Clipboard.getSystemClipboard().setContent(content);
        });
  }

  private static void put(GridPane grid, String key, Node value) {
    int row = grid.getRowCount();
    grid.add(Parts.label(Words.say(key), Look.MUTED, "c-known"), 0, row);
    grid.add(value, 1, row);
  }
}
