package cairn.shell.terminal;

/**
 * How a run of cells looks.
 *
 * @param inverse foreground and background change places
 */
public record CellStyle(
    Ink foreground,
    Ink background,
    boolean bold,
    boolean italic,
    boolean dim,
    boolean underlined,
    boolean inverse) {
  /** Plain text. */
  public static final CellStyle PLAIN =
      new CellStyle(new Ink.Usual(), new Ink.Usual(), false, false, false, false, false);
}
