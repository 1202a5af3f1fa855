package cairn.shell.inspect.view;

import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.MessageDetails;
import cairn.shell.inspect.MessageDetails.Line;
import cairn.themes.Look;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Everything about one message, below the table: what it says, its bytes, and where time went. */
final class MessagePane extends StackPane {
  private final BodyTree tree = new BodyTree();
  private final HexView hex = new HexView();
  private final Label why = Pieces.label(InspectWords.say("body.none-why"), Look.FAINT);
  private final TimingBars timing = new TimingBars();
  private final SplitPane three;
  private final Label nobody = Pieces.label(InspectWords.say("messages.pick"), Look.MUTED);
  private Optional<MessageDetails> shown = Optional.empty();

  MessagePane() {
    getStyleClass().add("c-inspect-details");
    tree.getStyleClass().add("c-inspect-half");
    why.setWrapText(true);
    var bytes = new StackPane(hex, why);
    bytes.getStyleClass().add("c-hex-pane");
    StackPane.setAlignment(why, Pos.CENTER);
    var clock = new VBox(12, Pieces.label(InspectWords.say("timing.title"), Look.H3), timing);
    clock.getStyleClass().add("c-inspect-half");
    three = new SplitPane(scrolling(tree), bytes, scrolling(clock));
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
    Pieces.show(why, !bytes);
  }
}
