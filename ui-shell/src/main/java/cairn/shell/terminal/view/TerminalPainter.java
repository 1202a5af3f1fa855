package cairn.shell.terminal.view;

import cairn.shell.terminal.CellStyle;
import cairn.shell.terminal.Ink;
import cairn.shell.terminal.TerminalFrame;
import cairn.shell.terminal.TerminalFrame.Cursor;
import cairn.shell.terminal.TerminalFrame.Row;
import cairn.shell.terminal.TerminalFrame.Run;
import cairn.shell.terminal.TextSpan;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.FontSmoothingType;
import org.jspecify.annotations.Nullable;

/** Paints frames on a canvas, row by row, leaving rows alone that are as they were. */
final class TerminalPainter {
  private final Canvas canvas;
  private final CellFont font;
  private @Nullable TerminalFrame painted;
  private int rowsPainted;

  TerminalPainter(Canvas canvas, CellFont font) {
    this.canvas = canvas;
    this.font = font;
  }

  /** The next {@link #paint} does everything anew. */
  void forget() {
    painted = null;
  }

  /** Rows painted so far, for tests. */
  int rowsPainted() {
    return rowsPainted;
  }

  /** The text that was painted last, for tests. */
  List<String> paintedLines() {
    return painted == null ? List.of() : painted.lines();
  }

  void paint(
      TerminalFrame frame, TerminalPalette palette, Optional<TextSpan> selection, boolean focused) {
    var before = painted;
    boolean comparable =
        before != null
            && before.columns() == frame.columns()
            && before.rows().size() == frame.rows().size();
    var pen = canvas.getGraphicsContext2D();
    pen.setTextBaseline(VPos.BASELINE);
    pen.setFontSmoothingType(FontSmoothingType.GRAY);
    for (int row = 0; row < frame.rows().size(); row++) {
      var cursor = cursorIn(frame, row);
      if (comparable
          && before != null
          && before.rows().get(row).equals(frame.rows().get(row))
          && cursorIn(before, row).equals(cursor)) continue;
      paintRow(pen, frame, row, palette, selection);
      if (cursor.isPresent())
        paintCursor(pen, frame.rows().get(row), cursor.get(), palette, focused);
      rowsPainted++;
    }
    painted = frame;
  }

  private static Optional<Cursor> cursorIn(TerminalFrame frame, int row) {
    return frame.cursor().filter(cursor -> cursor.row() == row);
  }

  private void paintRow(
      GraphicsContext pen,
      TerminalFrame frame,
      int row,
      TerminalPalette palette,
      Optional<TextSpan> selection) {
    double top = row * font.height();
    pen.setFill(palette.ground());
    pen.fillRect(0, top, canvas.getWidth(), font.height());
    var runs = frame.rows().get(row).runs();
    for (var run : runs) {
      var ground = ground(run.style(), palette);
      if (ground.equals(palette.ground())) continue;
      pen.setFill(ground);
      pen.fillRect(x(run.column()), top, run.cells() * font.width(), font.height());
    }
    if (selection.isPresent()) {
      long line = frame.firstLine() + row;
      int first = selection.get().first(line);
      int last = selection.get().last(line, frame.columns());
      if (first >= 0 && last >= first) {
        pen.setFill(palette.selection());
        pen.fillRect(x(first), top, (last - first + 1) * font.width(), font.height());
      }
    }
    for (var run : runs) paintText(pen, run, row, ink(run.style(), palette));
  }

  private void paintText(GraphicsContext pen, Run run, int row, Color ink) {
    double base = row * font.height() + font.ascent();
    pen.setFill(ink);
    if (!run.text().isBlank()) {
      pen.setFont(
          run.style().bold() ? font.bold() : run.style().italic() ? font.italic() : font.regular());
      pen.fillText(run.text(), x(run.column()), base);
    }
    if (run.style().underlined())
      pen.fillRect(x(run.column()), base + 2, run.cells() * font.width(), 1);
  }

  private void paintCursor(
      GraphicsContext pen, Row row, Cursor cursor, TerminalPalette palette, boolean focused) {
    double left = x(cursor.column());
    double top = cursor.row() * font.height();
    if (!focused) {
      pen.setStroke(palette.cursor());
      pen.setLineWidth(1);
      pen.strokeRect(left + 0.5, top + 0.5, font.width() - 1, font.height() - 1);
      return;
    }
    pen.setFill(palette.cursor());
    switch (cursor.shape()) {
      case BLOCK -> {
        pen.fillRect(left, top, font.width(), font.height());
        paintUnder(pen, row, cursor, palette);
      }
      case UNDERLINE -> pen.fillRect(left, top + font.height() - 2, font.width(), 2);
      case BAR -> pen.fillRect(left, top, 2, font.height());
    }
  }

  /** The character that a block cursor stands on, in the colour of the ground. */
  private void paintUnder(GraphicsContext pen, Row row, Cursor cursor, TerminalPalette palette) {
    for (var run : row.runs()) {
      int at = cursor.column() - run.column();
      if (at < 0 || at >= run.cells() || run.text().length() != run.cells()) continue;
      var one = new Run(cursor.column(), run.text().substring(at, at + 1), 1, run.style());
      paintText(pen, one, cursor.row(), palette.ground());
    }
  }

  private double x(int column) {
    return column * font.width();
  }

  private static Color ground(CellStyle style, TerminalPalette palette) {
    return style.inverse()
        ? palette.foreground(style.foreground())
        : palette.background(style.background());
  }

  private static Color ink(CellStyle style, TerminalPalette palette) {
    var ground = ground(style, palette);
    var ink =
        style.inverse()
            ? palette.background(style.background())
            : style.foreground() instanceof Ink.Usual && !ground.equals(palette.ground())
                ? palette.textOn(ground)
                : palette.foreground(style.foreground());
    return style.dim() ? ink.interpolate(ground, 0.4) : ink;
  }
}
