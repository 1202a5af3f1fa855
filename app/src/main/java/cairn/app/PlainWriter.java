package cairn.app;

import cairn.registry.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The one way by which the command line's own words reach a terminal: whatever came into them from
 * a program, a gateway or a directory, nothing in it steers the terminal. A program's own output
 * does not come here; it has the console's filter. Confined to its caller, as any writer.
 */
final class PlainWriter extends Writer {
  /** Characters of a logged line. */
  private static final int LONGEST = 4000;

  private final Writer to;

  /** The first half of a character whose second is still to come; 0 without one. */
  private char half;

  PlainWriter(Writer to) {
    this.to = to;
  }

  /** A writer of lines in front of another. */
  static PrintWriter before(Writer to) {
    return new PrintWriter(new PlainWriter(to), true);
  }

  /**
   * Lets nothing else pass in what the JVM logs, since messages of exceptions quote strangers, and
   * writes a line for people. With {@code CAIRN_STACK} in the environment it is all that the JVM
   * knows.
   */
  static void guardLogging() {
    boolean all = System.getenv("CAIRN_STACK") != null;
    for (var handler : Logger.getLogger("").getHandlers())
      handler.setFormatter(
          new SimpleFormatter() {
            @Override
            public String format(LogRecord record) {
              return all
                  ? PlainText.lines(super.format(record))
                  : line(record, formatMessage(record));
            }
          });
  }

  /** A record as one line, with the words of what was thrown but not where. */
  static String line(LogRecord record, String message) {
    Throwable thrown = record.getThrown();
    String why =
        thrown == null
            ? ""
            : ": "
                + (thrown.getMessage() == null
                    ? thrown.getClass().getSimpleName()
                    : thrown.getMessage());
    return "cairn: " + PlainText.shortened(message + why, LONGEST) + System.lineSeparator();
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    if (length == 0) return;
    var piece = new StringBuilder(length + 1);
    if (half != 0) piece.append(half);
    piece.append(text, from, length);
    half = 0;
    char last = piece.charAt(piece.length() - 1);
    if (Character.isHighSurrogate(last)) {
      half = last;
      piece.setLength(piece.length() - 1);
    }
    to.write(PlainText.lines(piece.toString()));
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
