package cairn.shell.terminal;

/**
 * Text from one cell to another, reading order, both included. Lines are numbered as in {@link
 * TerminalFrame#firstLine}.
 */
public record TextSpan(long fromLine, int fromColumn, long toLine, int toColumn) {
  /** The span between two cells, in whichever order they were touched. */
  public static TextSpan between(long line, int column, long otherLine, int otherColumn) {
    boolean inOrder = line < otherLine || (line == otherLine && column <= otherColumn);
    return inOrder
        ? new TextSpan(line, column, otherLine, otherColumn)
        : new TextSpan(otherLine, otherColumn, line, column);
  }

  /** The smallest span with both. */
  public TextSpan with(TextSpan other) {
    boolean first = isBefore(fromLine, fromColumn, other.fromLine, other.fromColumn);
    boolean last = isBefore(toLine, toColumn, other.toLine, other.toColumn);
    return new TextSpan(
        first ? fromLine : other.fromLine,
        first ? fromColumn : other.fromColumn,
        last ? other.toLine : toLine,
        last ? other.toColumn : toColumn);
  }

  /** The first selected column of a line that is {@code columns} wide, or -1. */
  public int first(long line) {
    if (line < fromLine || line > toLine) return -1;
    return line == fromLine ? fromColumn : 0;
  }

  /** The last selected column of a line that is {@code columns} wide, or -1. */
  public int last(long line, int columns) {
    if (line < fromLine || line > toLine) return -1;
    return line == toLine ? Math.min(toColumn, columns - 1) : columns - 1;
  }

  private static boolean isBefore(long line, int column, long otherLine, int otherColumn) {
    return line < otherLine || (line == otherLine && column <= otherColumn);
  }
}
