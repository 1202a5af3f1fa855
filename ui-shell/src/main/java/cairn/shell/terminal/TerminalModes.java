package cairn.shell.terminal;

/**
 * What the program has asked of the keyboard.
 *
 * @param applicationCursor arrow keys send ESC O A rather than ESC [ A (DECCKM)
 * @param bracketedPaste pastes come between ESC [ 200 ~ and ESC [ 201 ~
 * @param alternateScreen a full-screen program draws; there is no history to scroll to
 */
public record TerminalModes(
    boolean applicationCursor, boolean bracketedPaste, boolean alternateScreen) {
  /** Nothing asked for. */
  public static final TerminalModes PLAIN = new TerminalModes(false, false, false);
}
