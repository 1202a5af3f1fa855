package cairn.shell.inspect.view;

import cairn.kernel.ProgramId;
import cairn.shell.inspect.LiveRow;
import cairn.shell.inspect.MessageRow;
import cairn.shell.inspect.MessageRow.Verdict;
import cairn.themes.Look;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;

/** The cells of the message table that are more than text. Each keeps its nodes and sets texts. */
final class MessageCells {
  private static final double ICON = 18;

  private MessageCells() {}

  /** A cell that keeps its content. */
  abstract static class Cell extends TableCell<LiveRow<MessageRow>, MessageRow> {
    private final Node content;

    Cell(Node content) {
      this.content = content;
    }

    @Override
    protected void updateItem(MessageRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean filled = !empty && row != null;
      setGraphic(filled ? content : null);
      if (filled) show(row);
    }

    abstract void show(MessageRow row);
  }

  /** Who sent it or got it, with the picture of its program. */
  static final class Peer extends Cell {
    private final Function<MessageRow, MessageRow.Peer> which;
    private final HBox box;
    private final Label name;
    private Optional<ProgramId> pictured = Optional.empty();

    Peer(Function<MessageRow, MessageRow.Peer> which, String look) {
      this(which, Pieces.row(8), Pieces.label("", look));
    }

    private Peer(Function<MessageRow, MessageRow.Peer> which, HBox box, Label name) {
      super(box);
      this.which = which;
      this.box = box;
      this.name = name;
      box.getChildren().add(name);
    }

    @Override
    void show(MessageRow row) {
      var peer = which.apply(row);
      name.setText(peer.text());
      if (peer.program().equals(pictured)) return;
      pictured = peer.program();
      box.getChildren().setAll(name);
      if (pictured.isPresent()) box.getChildren().addFirst(ProcessCells.picture(pictured, ICON));
    }
  }

  /** What became of it, as a chip. */
  static final class Outcome extends Cell {
    private final Label chip;

    Outcome() {
      this(Pieces.label("", Look.CHIP));
    }

    private Outcome(Label chip) {
      super(chip);
      this.chip = chip;
    }

    @Override
    void show(MessageRow row) {
      chip.setText(row.verdictWords());
      dress(chip, row.verdict());
    }
  }

  /** Gives a chip the colour of an outcome; the words say the same. */
  static void dress(Label chip, Verdict verdict) {
    chip.getStyleClass().removeAll(Look.OK, Look.WARN, Look.BAD, Look.ACCENT);
    switch (verdict) {
      case ANSWERED, DELIVERED -> chip.getStyleClass().add(Look.OK);
      case IN_FLIGHT -> chip.getStyleClass().add(Look.ACCENT);
      case ASKING, WAITING, ERR, NO_ROOM, CHANGED -> chip.getStyleClass().add(Look.WARN);
      case FAILED,
          DENIED,
          DENIED_BEFORE,
          IMPOSSIBLE,
          UNFIT,
          DROPPED,
          NO_HANDLER,
          UNKNOWN_INTERFACE,
          OVER_LIMIT ->
          chip.getStyleClass().add(Look.BAD);
      case CANCELLED, ABANDONED -> {}
    }
  }
}
