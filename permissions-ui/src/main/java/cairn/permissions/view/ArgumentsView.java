package cairn.permissions.view;

import cairn.kernel.gate.ArgumentText;
import cairn.permissions.Words;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/**
 * The arguments of a program that would be started, each in quotation marks and with its number.
 * Many of them, or long ones, are cut to their beginning beside a link that shows all.
 */
final class ArgumentsView extends VBox {
  /** Lines shown at first. */
  private static final int FEW = 12;

  /** Characters that fit on a line, about. */
  private static final int LINE = 56;

  /** Lines that can be shown at all. */
  private static final int MANY = 50_000;

  /** Characters of a line, which may be broken once more on the screen. */
  private static final int PIECE = 200;

  private final List<String> arguments;

  /** A part of an argument; {@code number}: empty but for the first of its parts. */
  private record Piece(String number, String text) {}

  ArgumentsView(List<String> arguments) {
    super(2);
    this.arguments = arguments;
    getStyleClass().add("perm-arguments");
    showFew();
  }

  private void showFew() {
    // One more, to know whether these are all.
    var pieces = pieces(FEW + 1);
    int lines = 0;
    int count = 0;
    while (count < pieces.size()) {
      lines += 1 + pieces.get(count).text().length() / LINE;
      if (count > 0 && lines > FEW) break;
      count++;
    }
    var few = pieces.subList(0, count);
    getChildren().setAll(few.stream().<Node>map(ArgumentsView::line).toList());
    if (pieces.size() == few.size()) return;
    boolean several = arguments.size() > 1;
    getChildren()
        .add(
            link(
                Words.say(several ? "program.all" : "program.whole", arguments.size()),
                this::showAll));
  }

  private void showAll() {
    var pieces = pieces(MANY + 1);
    if (pieces.size() > MANY) pieces.set(MANY, new Piece("", Words.say("program.more")));
    var list = new ListView<Piece>();
    list.getStyleClass().add("perm-all-arguments");
    list.getItems().setAll(pieces);
    list.setCellFactory(_ -> new Cell());
    getChildren().setAll(list, link(Words.say("program.fewer"), this::showFew));
  }

  private static Hyperlink link(String text, Runnable action) {
    var link = new Hyperlink(text);
    link.getStyleClass().addAll(Look.LINK, "perm-link");
    link.setOnAction(_ -> action.run());
    return link;
  }

  /** At most so many. */
  private List<Piece> pieces(int most) {
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < arguments.size() && pieces.size() < most; i++) {
      String text = ArgumentText.quoted(arguments.get(i));
      for (int at = 0; at < text.length() && pieces.size() < most; ) {
        int end = Math.min(text.length(), at + PIECE);
        if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) end++;
        pieces.add(new Piece(at == 0 ? Integer.toString(i + 1) : "", text.substring(at, end)));
        at = end;
      }
    }
    return pieces;
  }

  private static HBox line(Piece piece) {
    var number = new Label(piece.number());
    number.getStyleClass().addAll(Look.MONO, Look.FAINT, "perm-number");
    var text = new Label(piece.text());
    text.getStyleClass().addAll(Look.MONO, "perm-argument");
    text.setWrapText(true);
    text.setMinSize(0, USE_PREF_SIZE);
    HBox.setHgrow(text, Priority.ALWAYS);
    return new HBox(8, number, text);
  }

  /** A line of the list; as wide as that, so that its text breaks. */
  private static final class Cell extends ListCell<Piece> {
    Cell() {
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(Piece piece, boolean empty) {
      super.updateItem(piece, empty);
      setGraphic(empty || piece == null ? null : line(piece));
    }
  }
}
