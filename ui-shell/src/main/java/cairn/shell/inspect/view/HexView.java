package cairn.shell.inspect.view;

import cairn.registry.Payload;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.MessageDetails;
import cairn.shell.inspect.MessageDetails.Side;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/**
 * Bytes, sixteen a line, with the text beside them. A run of bytes can be lit; a click says which
 * byte it hit. Only lines in sight have nodes, so a long body costs no more than a short one.
 */
final class HexView extends ListView<HexView.Line> {
  private static final int WIDTH = 16;

  /** Some bytes of a body, or what stands above them. */
  sealed interface Line {
    record Title(String text) implements Line {}

    record Bytes(Side side, Payload body, int from) implements Line {}
  }

  private Side litSide = Side.MESSAGE;
  private int litFrom;
  private int litTo;
  private BiConsumer<Side, Integer> hit = (side, at) -> {};

  HexView() {
    getStyleClass().add("c-hex");
    setFocusTraversable(true);
    setAccessibleText(InspectWords.say("body.hex"));
    setCellFactory(list -> new Row());
  }

  /** {@code action}: is told which byte was clicked. */
  void onHit(BiConsumer<Side, Integer> action) {
    hit = action;
  }

  void show(MessageDetails details) {
    var lines = new ArrayList<Line>();
    details.message().ifPresent(body -> add(lines, Side.MESSAGE, details.row().label(), body));
    details
        .answer()
        .ifPresent(body -> add(lines, Side.ANSWER, InspectWords.say("body.answer"), body));
    light(Side.MESSAGE, 0, 0);
    getItems().setAll(lines);
  }

  private static void add(List<Line> lines, Side side, String title, Payload body) {
    if (body.length() > 0) lines.add(new Line.Title(title));
    for (int from = 0; from < body.length(); from += WIDTH)
      lines.add(new Line.Bytes(side, body, from));
  }

  /** Lights the bytes from one to before another, and brings the first of them in sight. */
  void light(Side side, int from, int to) {
    litSide = side;
    litFrom = from;
    litTo = to;
    refresh();
    if (from >= to) return;
    for (int i = 0; i < getItems().size(); i++)
      if (getItems().get(i) instanceof Line.Bytes bytes
          && bytes.side() == side
          && bytes.from() <= from
          && from < bytes.from() + WIDTH) {
        scrollTo(Math.max(0, i - 3));
        return;
      }
  }

  /** Three pieces of hex and three of text: before, in and behind what is lit. */
  private final class Row extends ListCell<Line> {
    private final Label title = Pieces.label("", Look.H3);
    private final Label offset = Pieces.label("", Look.MONO, Look.FAINT);
    private final List<Label> hex = List.of(piece(), piece(), piece());
    private final List<Label> text = List.of(piece(), piece(), piece());
    private final HBox hexBox = new HBox();
    private final HBox textBox = new HBox();
    private final HBox box = new HBox(16, offset, hexBox, textBox);

    Row() {
      hexBox.getChildren().addAll(hex);
      textBox.getChildren().addAll(text);
      hexBox.setMinWidth(Region.USE_PREF_SIZE);
      textBox.setMinWidth(Region.USE_PREF_SIZE);
      hex.get(1).getStyleClass().add("c-lit");
      text.get(1).getStyleClass().add("c-lit");
      text.forEach(label -> label.getStyleClass().add(Look.MUTED));
      offset.setMinWidth(Region.USE_PREF_SIZE);
      box.setOnMouseClicked(event -> clicked(event.getSceneX()));
    }

    private static Label piece() {
      var label = Pieces.label("", Look.MONO);
      label.setMinWidth(Region.USE_PREF_SIZE);
      return label;
    }

    private void clicked(double sceneX) {
      if (!(getItem() instanceof Line.Bytes bytes)) return;
      double digit = hexBox.getWidth() / (3 * WIDTH - 1);
      double x = hexBox.sceneToLocal(sceneX, 0).getX();
      int index = (int) (x / (3 * digit));
      if (x > hexBox.getWidth() + 8) index = (int) (textBox.sceneToLocal(sceneX, 0).getX() / digit);
      int at = bytes.from() + index;
      if (x >= 0 && index < WIDTH && at < bytes.body().length()) hit.accept(bytes.side(), at);
    }

    @Override
    protected void updateItem(Line line, boolean empty) {
      super.updateItem(line, empty);
      if (empty || line == null) {
        setGraphic(null);
        return;
      }
      switch (line) {
        case Line.Title(String words) -> {
          title.setText(words);
          setGraphic(title);
        }
        case Line.Bytes bytes -> {
          fill(bytes);
          setGraphic(box);
        }
      }
    }

    private void fill(Line.Bytes bytes) {
      int end = Math.min(WIDTH, bytes.body().length() - bytes.from());
      int from = bytes.side() == litSide ? Math.clamp(litFrom - bytes.from(), 0, WIDTH) : 0;
      int to = bytes.side() == litSide ? Math.clamp(litTo - bytes.from(), from, WIDTH) : 0;
      offset.setText(String.format(java.util.Locale.ROOT, "%04x", bytes.from()));
      // Every byte has two digits and a blank behind it, which belongs to the piece before.
      say(hex.get(0), digits(bytes, 0, from, end));
      say(hex.get(1), digits(bytes, from, to, end).stripTrailing());
      say(hex.get(2), (to > from && to < WIDTH ? " " : "") + digits(bytes, to, WIDTH, end));
      say(text.get(0), letters(bytes, 0, Math.min(from, end)));
      say(text.get(1), letters(bytes, Math.min(from, end), Math.min(to, end)));
      say(text.get(2), letters(bytes, Math.min(to, end), end));
    }

    private static void say(Label label, String words) {
      label.setText(words);
      Pieces.show(label, !words.isEmpty());
    }

    private static String digits(Line.Bytes bytes, int from, int to, int end) {
      var out = new StringBuilder(3 * WIDTH);
      for (int i = from; i < to; i++) {
        out.append(i < end ? String.format("%02x", bytes.body().at(bytes.from() + i)) : "  ");
        if (i < WIDTH - 1) out.append(' ');
      }
      return out.toString();
    }

    private static String letters(Line.Bytes bytes, int from, int to) {
      var out = new StringBuilder(WIDTH);
      for (int i = from; i < to; i++) {
        int c = bytes.body().at(bytes.from() + i);
        out.append(c >= ' ' && c <= '~' ? (char) c : '.');
      }
      return out.toString();
    }
  }
}
