package cairn.shell.terminal;

import java.util.List;
import java.util.Optional;

/**
 * What a terminal shows at one moment.
 *
 * @param columns cells across
 * @param rows from top to bottom, as many as the screen has
 * @param cursor where it stands among these rows; empty when hidden or scrolled out of sight
 * @param history lines above the screen that can be scrolled to
 * @param back how many lines of these the frame is scrolled back
 * @param firstLine the number of the first row, counted over all lines that ever were: a line keeps
 *     its number while it scrolls, until the terminal is resized or cleared
 */
public record TerminalFrame(
    int columns, List<Row> rows, Optional<Cursor> cursor, int history, int back, long firstLine) {
  public TerminalFrame {
    rows = List.copyOf(rows);
  }

  /** One row: its runs from left to right; what no run covers is empty. */
  public record Row(List<Run> runs) {
    public Row {
      runs = List.copyOf(runs);
    }

    /** The text, without blanks at its end. */
    public String text() {
      var text = new StringBuilder();
      int column = 0;
      for (var run : runs) {
        if (run.column() > column) text.repeat(' ', run.column() - column);
        text.append(run.text());
        column = run.column() + run.cells();
      }
      return text.toString().stripTrailing();
    }
  }

  /**
   * Cells of one style that one call can paint: either characters of one cell each, or a single
   * character that may take two.
   */
  public record Run(int column, String text, int cells, CellStyle style) {}

  /** How the cursor is drawn. */
  public enum Shape {
    /** The whole cell. */
    BLOCK,
    /** A line below. */
    UNDERLINE,
    /** A line at the left. */
    BAR
  }

  /** The cursor; row and column from 0. */
  public record Cursor(int row, int column, Shape shape) {}

  /** The rows as lines of text, blanks at line ends removed. */
  public List<String> lines() {
    return rows.stream().map(Row::text).toList();
  }
}
