package cairn.shell.terminal.view;

import cairn.shell.terminal.TerminalFrame.Row;
import cairn.shell.terminal.TextSpan;

/** Finds the word under a double click: as far as no blank, quote or bracket comes. */
final class Words {
  private static final String ENDS = " \t\"'`()[]{}<>|,;";

  private Words() {}

  static TextSpan around(Row row, long line, int column) {
    // Wide characters count one here and two on the grid; good enough for a double click.
    var text = row.text();
    if (column >= text.length() || ends(text.charAt(column)))
      return new TextSpan(line, column, line, column);
    int from = column;
    int to = column;
    while (from > 0 && !ends(text.charAt(from - 1))) from--;
    while (to + 1 < text.length() && !ends(text.charAt(to + 1))) to++;
    return new TextSpan(line, from, line, to);
  }

  private static boolean ends(char c) {
    return ENDS.indexOf(c) >= 0;
  }
}
