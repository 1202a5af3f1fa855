package cairn.shell.inspect.view;

import cairn.kernel.ProgramId;
import cairn.shell.Amounts;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.LiveRow;
import cairn.shell.inspect.ProcessRow;
import cairn.shell.inspect.StateWords.Tone;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The cells of the process table that are more than text. Each keeps its nodes and sets texts. */
final class ProcessCells {
  private static final double ICON = 18;

  /** How far one that was started stands in; a long line is cut. */
  private static final double STEP = 14;

  private static final int MOST_STEPS = 5;

  private ProcessCells() {}

  /** The picture of a program, or an empty square while it is not known. */
  static Node picture(Optional<ProgramId> program, double size) {
    if (program.isPresent()) return new Identicon(program.get().hash().toByteArray(), size);
    var unknown = new Region();
    unknown.getStyleClass().add("c-inspect-unknown");
    unknown.setMinSize(size, size);
    unknown.setPrefSize(size, size);
    unknown.setMaxSize(size, size);
    return unknown;
  }

  /** A cell that keeps its content. */
  abstract static class Cell extends TableCell<LiveRow<ProcessRow>, ProcessRow> {
    private final Node content;

    Cell(Node content) {
      this.content = content;
      setText(null);
    }

    @Override
    protected void updateItem(ProcessRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean filled = !empty && row != null;
      setGraphic(filled ? content : null);
      if (filled) show(row);
    }

    abstract void show(ProcessRow row);
  }

  /** Picture, name, end of the hash. */
  static final class Name extends Cell {
    private final HBox box;
    private final Label name = Pieces.label("", Look.STRONG);
    private final Label tail = Pieces.label("", Look.MONO, Look.FAINT);
    private final Label branch = Pieces.label("", Look.FAINT);
    private final Tooltip starter = new Tooltip();
    private Optional<ProgramId> pictured = Optional.empty();

    Name() {
      this(Pieces.row(8));
    }

    private Name(HBox box) {
      super(box);
      this.box = box;
      tail.setMinWidth(Region.USE_PREF_SIZE);
      branch.setMinWidth(Region.USE_PREF_SIZE);
      box.getChildren().addAll(picture(pictured, ICON), name, tail);
    }

    // Behind the one that started it, as far as that is in the table still.
    private void stand(ProcessRow row) {
      var line = row.line();
      boolean started = line.depth() > 0 || line.missing().isPresent();
      box.setPadding(new Insets(0, 0, 0, Math.min(line.depth(), MOST_STEPS) * STEP));
      if (!started) {
        box.getChildren().remove(branch);
        setTooltip(null);
        return;
      }
      branch.setText("\u21b3");
      branch.getStyleClass().remove("c-warn-text");
      if (line.orphaned()) branch.getStyleClass().add("c-warn-text");
      starter.setText(row.startedBy());
      setTooltip(starter);
      if (!box.getChildren().contains(branch)) box.getChildren().addFirst(branch);
    }

    @Override
    void show(ProcessRow row) {
      if (!row.program().equals(pictured)) {
        pictured = row.program();
        box.getChildren().set(box.getChildren().indexOf(name) - 1, picture(pictured, ICON));
      }
      stand(row);
      name.setText(row.name());
      tail.setText(row.tail());
    }
  }

  /** The state, as a chip when it needs the user's eye. */
  static final class State extends Cell {
    private final Label words;
    private final Tooltip whole = new Tooltip();
    private Tone tone = Tone.QUIET;

    State() {
      this(Pieces.label("", Look.MUTED));
    }

    private State(Label words) {
      super(words);
      this.words = words;
      words.setTextOverrun(OverrunStyle.ELLIPSIS);
      // In a narrow window there is room for its beginning only.
      setTooltip(whole);
    }

    @Override
    void show(ProcessRow row) {
      words.setText(row.state().text());
      whole.setText(row.state().text());
      if (row.state().tone() == tone) return;
      tone = row.state().tone();
      words.getStyleClass().removeAll(Look.MUTED, Look.CHIP, Look.WARN, Look.BAD);
      words
          .getStyleClass()
          .addAll(
              switch (tone) {
                case QUIET -> List.of(Look.MUTED);
                case ASKS -> List.of(Look.CHIP, Look.WARN);
                case WRONG -> List.of(Look.CHIP, Look.BAD);
              });
    }
  }

  /** How much of its limit, and the amount. */
  static final class Memory extends Cell {
    private final Meter meter = new Meter(74);
    private final Label amount = Pieces.label("", Look.MUTED);

    Memory() {
      this(Pieces.row(6));
    }

    private Memory(HBox box) {
      super(box);
      amount.setMinWidth(Region.USE_PREF_SIZE);
      box.getChildren().addAll(meter, amount);
    }

    @Override
    void show(ProcessRow row) {
      meter.show(row.memoryShare());
      amount.setText(Amounts.bytes(row.memoryBytes()));
    }
  }

  /** What it was allowed: as many chips as fit, and how many more. */
  static final class Permissions extends Cell {
    private static final int MOST = 2;

    /** Letters of chips that fit into the column. */
    private static final int ROOM = 8;

    private final HBox box;
    private final Tooltip rest = new Tooltip();
    private List<String> shown = List.of();

    Permissions() {
      this(Pieces.row(4));
    }

    private Permissions(HBox box) {
      super(box);
      this.box = box;
      box.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    void show(ProcessRow row) {
      if (row.permissions().equals(shown)) return;
      shown = row.permissions();
      box.getChildren().clear();
      int fit = fit();
      for (var name : shown.subList(0, fit)) box.getChildren().add(Pieces.label(name, Look.CHIP));
      if (shown.size() > fit) {
        var more = Pieces.label("+" + (shown.size() - fit), Look.MUTED);
        more.setMinWidth(Region.USE_PREF_SIZE);
        box.getChildren().add(more);
      }
      rest.setText(String.join(", ", shown));
      setTooltip(shown.isEmpty() ? null : rest);
      setAccessibleText(InspectWords.say("process.permissions") + ": " + String.join(", ", shown));
    }

    private int fit() {
      if (shown.size() < MOST) return shown.size();
      return shown.get(0).length() + shown.get(1).length() <= ROOM ? MOST : 1;
    }
  }
}
