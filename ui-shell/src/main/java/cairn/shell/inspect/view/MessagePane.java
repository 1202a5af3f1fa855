package cairn.shell.inspect.view;

import cairn.kernel.ProgramId;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.MessageDetails;
import cairn.shell.inspect.MessageDetails.Line;
import cairn.shell.inspect.MessageRow;
import cairn.themes.Look;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** Everything about one message, below the table: what it says, its bytes, and where time went. */
final class MessagePane extends StackPane {
  /** Room for the names, bars and figures of the times. */
  private static final double TIMES = 272;

  private final BodyTree tree = new BodyTree();
  private final HexView hex = new HexView();
  private final Label why = Pieces.label("", Look.MUTED);
  private final Button record = new Button();
  private final VBox nothing = new VBox(12, why, record);
  private final TimingBars timing = new TimingBars();
  private final SplitPane three;
  private final Label nobody = Pieces.label(InspectWords.say("messages.pick"), Look.MUTED);
  private final Consumer<ProgramId> start;
  private final Predicate<ProgramId> recorded;
  private Optional<MessageDetails> shown = Optional.empty();

  /** {@code start}: records a program's bodies from now on; {@code recorded}: whether they are. */
  MessagePane(Consumer<ProgramId> start, Predicate<ProgramId> recorded) {
    this.start = start;
    this.recorded = recorded;
    getStyleClass().add("c-inspect-details");
    tree.getStyleClass().add("c-inspect-half");
    why.setWrapText(true);
    why.setTextAlignment(TextAlignment.CENTER);
    record.setId("record-bodies");
    nothing.setAlignment(Pos.CENTER);
    nothing.setPadding(new Insets(0, 20, 0, 20));
    var bytes = new StackPane(hex, nothing);
    bytes.getStyleClass().add("c-hex-pane");
    var clock = new VBox(12, Pieces.label(InspectWords.say("timing.title"), Look.H3), timing);
    clock.getStyleClass().add("c-inspect-half");
    var times = scrolling(clock);
    times.setMinWidth(TIMES);
    three = new SplitPane(scrolling(tree), bytes, times);
    three.getStyleClass().add("c-inspect-three");
    three.setDividerPositions(0.235, 0.745);
    getChildren().addAll(three, nobody);
    tree.onChosen(line -> hex.light(line.side(), line.from(), line.to()));
    hex.onHit(
        (side, at) ->
            shown
                .flatMap(details -> details.at(side, at))
                .ifPresent(
                    line -> {
                      tree.choose(Optional.of(line));
                      light(line);
                    }));
    show(Optional.empty());
  }

  private void light(Line line) {
    hex.light(line.side(), line.from(), line.to());
  }

  private static ScrollPane scrolling(Node content) {
    var pane = new ScrollPane(content);
    pane.setFitToWidth(true);
    pane.setFitToHeight(true);
    pane.setMinWidth(0);
    return pane;
  }

  void show(Optional<MessageDetails> details) {
    three.setVisible(details.isPresent());
    nobody.setVisible(details.isEmpty());
    // Only what is new is laid out anew: a message in flight comes four times a second.
    boolean same =
        details.isPresent()
            && shown.isPresent()
            && details.get().row().row().number() == shown.get().row().row().number()
            && details.get().lines().equals(shown.get().lines())
            && details.get().message().equals(shown.get().message())
            && details.get().answer().equals(shown.get().answer());
    details.ifPresent(each -> timing.show(each.timing()));
    if (!same) details.ifPresent(this::fill);
    shown = same ? shown : details;
  }

  private void fill(MessageDetails details) {
    tree.show(details);
    hex.show(details);
    boolean bytes = details.message().isPresent() || details.answer().isPresent();
    Pieces.show(hex, bytes);
    Pieces.show(nothing, !bytes);
    if (!bytes) sayWhy(details.row());
  }

  /** Why there are no bytes, and the means to have them of those that come. */
  private void sayWhy(MessageRow row) {
    var from = row.from().program();
    boolean here = from.filter(recorded).isPresent();
    boolean empty = row.row().size() == 0;
    why.setText(
        InspectWords.say(empty ? "body.empty" : here ? "body.none-before" : "body.none-why"));
    Pieces.show(record, !empty && !here && from.isPresent());
    record.setText(InspectWords.say("messages.bodies.record", row.from().text()));
    record.setOnAction(
        event -> {
          from.ifPresent(start);
          sayWhy(row);
        });
  }
}
