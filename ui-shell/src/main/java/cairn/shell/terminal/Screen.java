package cairn.shell.terminal;

import cairn.kernel.host.ConsoleDevice;
import com.techsenger.jeditermfx.core.CursorShape;
import com.techsenger.jeditermfx.core.RequestOrigin;
import com.techsenger.jeditermfx.core.TerminalColor;
import com.techsenger.jeditermfx.core.TerminalMode;
import com.techsenger.jeditermfx.core.TextStyle;
import com.techsenger.jeditermfx.core.emulator.JediEmulator;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import com.techsenger.jeditermfx.core.util.TermSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Optional;

/**
 * jediterm's emulator with its buffer: text with escape sequences in, frames out. It is given no
 * output, so what programs ask of it (status, attributes, colours) is never answered as typing.
 *
 * <p>{@link #feed}, {@link #resize} and {@link #settle} belong to the thread that feeds; they may
 * throw whatever the emulator throws, and the screen is then thrown away. {@link #frame} and {@link
 * #text} may be called from any thread: they hold the buffer's lock for as long as they copy.
 */
final class Screen {
  /** Lines kept above the screen. */
  static final int HISTORY = 2000;

  /** Marks text of the error stream that has no colour of its own; known by identity. */
  static final TerminalColor ERROR = new TerminalColor(1);

  private final StyleState styles = new StyleState();
  private final ScreenDisplay display = new ScreenDisplay();
  private final TerminalTextBuffer buffer;
  private final JediTerminal terminal;
  private final CellText text = new CellText();
  private final JediEmulator emulator;

  Screen(ConsoleDevice.Size size) {
    buffer = new TerminalTextBuffer(size.columns(), size.rows(), styles, HISTORY, null);
    terminal =
        new JediTerminal(display, buffer, styles) {
          @Override
          public void setScrollingRegion(int top, int bottom) {
            // The core would take a region outside of the screen, and print there. VT510: ignored.
            int last = Math.min(bottom, getTerminalHeight());
            if (top >= 1 && top < last) super.setScrollingRegion(top, last);
          }
        };
    emulator = new JediEmulator(text, terminal);
  }

  /** Prints text in which no escape sequence is cut. */
  @SuppressWarnings("ReferenceEquality")
  void feed(boolean err, String printed) {
    if (err && styles.getCurrent().getForeground() == null) colour(ERROR);
    try {
      text.load(printed);
      emulator.resetEof();
      while (emulator.hasNext()) emulator.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (styles.getCurrent().getForeground() == ERROR) colour(null);
  }

  @SuppressWarnings("NullAway") // The core means "the usual colour" by null.
  private void colour(@org.jspecify.annotations.Nullable TerminalColor foreground) {
    styles.setCurrent(styles.getCurrent().toBuilder().setForeground(foreground).build());
  }

  void resize(ConsoleDevice.Size size) {
    // The width first: it wraps lines anew, which moves the cursor.
    resize(size.columns(), buffer.getHeight());
    int less = buffer.getHeight() - size.rows();
    int row = terminal.getCursorY();
    if (less < row || buffer.isUsingAlternateBuffer()) {
      resize(size.columns(), size.rows());
      return;
    }
    // Lines above the cursor go into the history, and the core fails when there are too few.
    int column = terminal.getCursorX();
    int before = buffer.getHistoryLinesCount();
    terminal.cursorPosition(column, less + 1);
    resize(size.columns(), size.rows());
    int gone = buffer.getHistoryLinesCount() - before;
    terminal.cursorPosition(column, Math.max(1, row - gone));
  }

  private void resize(int columns, int rows) {
    terminal.resize(new TermSize(columns, rows), RequestOrigin.User);
  }

  /** The program is over: main screen, no cursor, no modes. */
  void settle() {
    terminal.useAlternateBuffer(false);
    terminal.setModeEnabled(TerminalMode.CursorKey, false);
    terminal.setModeEnabled(TerminalMode.BracketedPasteMode, false);
    int column = terminal.getCursorX();
    int row = terminal.getCursorY();
    // This moves the cursor, and what was printed hangs on where that is.
    terminal.resetScrollRegions();
    terminal.cursorPosition(column, row);
    styles.setCurrent(TextStyle.EMPTY);
    display.setCursorVisible(false);
  }

  TerminalModes modes() {
    return new TerminalModes(
        terminal.isModelEnabled(TerminalMode.CursorKey),
        display.bracketedPaste(),
        buffer.isUsingAlternateBuffer());
  }

  TerminalFrame frame(int wantedBack) {
    buffer.lock();
    try {
      int history = buffer.getHistoryLinesCount();
      int back = Math.clamp(wantedBack, 0, history);
      int height = buffer.getHeight();
      var rows = new ArrayList<TerminalFrame.Row>(height);
      for (int row = -back; row < height - back; row++)
        rows.add(
            row < buffer.getScreenLinesCount()
                ? RowReader.read(buffer.getLine(row))
                : new TerminalFrame.Row(java.util.List.of()));
      return new TerminalFrame(
          buffer.getWidth(), rows, cursor(back, height), history, back, display.scrolled() - back);
    } finally {
      buffer.unlock();
    }
  }

  private Optional<TerminalFrame.Cursor> cursor(int back, int height) {
    int row = display.cursorRow() + back;
    if (!display.cursorVisible() || row < 0 || row >= height) return Optional.empty();
    int column = Math.clamp(display.cursorColumn(), 0, buffer.getWidth() - 1);
    return Optional.of(new TerminalFrame.Cursor(row, column, shape(display.cursorShape())));
  }

  private static TerminalFrame.Shape shape(CursorShape shape) {
    return switch (shape) {
      case BLINK_BLOCK, STEADY_BLOCK -> TerminalFrame.Shape.BLOCK;
      case BLINK_UNDERLINE, STEADY_UNDERLINE -> TerminalFrame.Shape.UNDERLINE;
      case BLINK_VERTICAL_BAR, STEADY_VERTICAL_BAR -> TerminalFrame.Shape.BAR;
    };
  }

  /** The text of a span: lines that were wrapped are joined, blanks at line ends removed. */
  String text(TextSpan span) {
    buffer.lock();
    try {
      var copied = new StringBuilder();
      long origin = display.scrolled();
      long first = Math.max(span.fromLine(), origin - buffer.getHistoryLinesCount());
      long last = Math.min(span.toLine(), origin + buffer.getScreenLinesCount() - 1);
      for (long number = first; number <= last; number++) {
        var line = buffer.getLine((int) (number - origin));
        var row = RowReader.read(line);
        var part = columns(row, span.first(number), span.last(number, buffer.getWidth()));
        boolean joined = line.isWrapped() && number < last;
        copied.append(joined ? part : part.stripTrailing());
        if (!joined && number < last) copied.append('\n');
      }
      return copied.toString();
    } finally {
      buffer.unlock();
    }
  }

  private static String columns(TerminalFrame.Row row, int from, int to) {
    var part = new StringBuilder();
    int column = from;
    for (var run : row.runs()) {
      if (run.column() > to) break;
      if (run.column() + run.cells() <= from) continue;
      if (run.column() > column) part.repeat(' ', run.column() - column);
      boolean single = run.text().length() != run.cells() || run.cells() == 1;
      part.append(
          single
              ? run.text()
              : run.text()
                  .substring(
                      Math.max(0, from - run.column()),
                      Math.min(run.cells(), to + 1 - run.column())));
      column = run.column() + run.cells();
    }
    return part.toString();
  }
}
