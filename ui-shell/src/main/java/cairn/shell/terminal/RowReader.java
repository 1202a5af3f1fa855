package cairn.shell.terminal;

import com.techsenger.jeditermfx.core.StyledTextConsumerAdapter;
import com.techsenger.jeditermfx.core.TerminalColor;
import com.techsenger.jeditermfx.core.TextStyle;
import com.techsenger.jeditermfx.core.model.CharBuffer;
import com.techsenger.jeditermfx.core.model.TerminalLine;
import com.techsenger.jeditermfx.core.util.CharUtils;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one line of the emulator's buffer, under its lock, into runs. */
final class RowReader extends StyledTextConsumerAdapter {
  private final List<TerminalFrame.Run> runs = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int start;

  private RowReader() {}

  static TerminalFrame.Row read(TerminalLine line) {
    var reader = new RowReader();
    line.process(0, reader, 0);
    return new TerminalFrame.Row(reader.runs);
  }

  /** The text of a line as it was printed: one character for a wide cell, blanks for gaps. */
  static String text(TerminalLine line) {
    return line.getText().replace(String.valueOf(CharUtils.DWC), "").replace('\0', ' ');
  }

  @Override
  public void consume(int x, int y, TextStyle style, CharBuffer characters, int startRow) {
    var look = look(style);
    boolean hidden = style.hasOption(TextStyle.Option.HIDDEN);
    start = x;
    int i = 0;
    while (i < characters.length()) {
      char c = characters.charAt(i);
      if (hidden || c == '\0') c = ' ';
      int cells = cells(characters, i);
      if (cells == 1 && paintsInOneCell(c)) {
        text.append(c);
      } else {
        flush(look);
        if (c != CharUtils.DWC)
          runs.add(new TerminalFrame.Run(x + i, glyph(characters, i, c), cells, look));
        start = x + i + cells;
      }
      i += cells;
    }
    flush(look);
  }

  @Override
  public void consumeNul(
      int x, int y, int nulIndex, TextStyle style, CharBuffer characters, int startRow) {
    // Erased cells show only the background they were erased with.
    if (style.getBackground() == null) return;
    int cells = characters.length();
    runs.add(new TerminalFrame.Run(x, " ".repeat(cells), cells, look(style)));
  }

  private void flush(CellStyle style) {
    if (!text.isEmpty())
      runs.add(new TerminalFrame.Run(start, text.toString(), text.length(), style));
    start += text.length();
    text.setLength(0);
  }

  /** The cells from {@code i} that belong to one character: marks and second halves follow it. */
  private static int cells(CharBuffer characters, int i) {
    int cells = 1;
    boolean half = Character.isHighSurrogate(characters.charAt(i));
    while (i + cells < characters.length()) {
      char next = characters.charAt(i + cells);
      if (half && Character.isLowSurrogate(next)) half = false;
      else if (next != CharUtils.DWC || characters.charAt(i) == CharUtils.DWC) break;
      cells++;
    }
    return cells;
  }

  private static String glyph(CharBuffer characters, int i, char c) {
    if (!Character.isHighSurrogate(c)) return String.valueOf(c);
    for (int j = i + 1; j < characters.length() && j <= i + 2; j++)
      if (Character.isLowSurrogate(characters.charAt(j)))
        return new String(new char[] {c, characters.charAt(j)});
    return "\uFFFD";
  }

  /**
   * Whether the terminal's font surely has this at one cell's width, so that it may stand in a
   * longer run: Latin, Greek, Cyrillic, and the box drawing and block characters.
   */
  private static boolean paintsInOneCell(char c) {
    return c < 0x300 || (c >= 0x370 && c < 0x483) || (c >= 0x2500 && c < 0x25a0);
  }

  private static CellStyle look(TextStyle style) {
    return new CellStyle(
        ink(style.getForeground()),
        ink(style.getBackground()),
        style.hasOption(TextStyle.Option.BOLD),
        style.hasOption(TextStyle.Option.ITALIC),
        style.hasOption(TextStyle.Option.DIM),
        style.hasOption(TextStyle.Option.UNDERLINED),
        style.hasOption(TextStyle.Option.INVERSE));
  }

  @SuppressWarnings("ReferenceEquality") // The mark is told from a program's own red by identity.
  private static Ink ink(@Nullable TerminalColor color) {
    if (color == null) return new Ink.Usual();
    if (color == Screen.ERROR) return new Ink.Error();
    if (color.isIndexed()) {
      int index = color.getColorIndex();
      return index >= 0 && index < 16 ? new Ink.Indexed(index) : new Ink.Usual();
    }
    var exact = color.toColor();
    return new Ink.Exact(exact.getRed() << 16 | exact.getGreen() << 8 | exact.getBlue());
  }
}
