package cairn.kernel.host;

import java.util.BitSet;
import java.util.Set;

/**
 * How a program's terminal differs from a fresh one, as far as the filter let it. Confined to its
 * {@link ConsoleFilter}.
 */
final class TerminalState {
  /**
   * Private modes that may be set and reset: alternate screen, cursor, wrapping, reports, paste.
   */
  static final Set<Integer> MODES =
      Set.of(1, 6, 7, 12, 25, 47, 1000, 1002, 1003, 1004, 1006, 1047, 1048, 1049, 2004);

  /** The modes that a soft reset leaves alone: the screen and what is reported. */
  private static final BitSet SOFT_KEPT =
      bits(12, 47, 1047, 1049, 1000, 1002, 1003, 1004, 1006, 2004);

  private static final int[] SCREENS = {1049, 1047, 47};
  private static final int[] OFF_AT_FIRST = {1, 12, 1000, 1002, 1003, 1004, 1006, 2004};
  private static final int[] ON_AT_FIRST = {7, 25};

  private final BitSet modes = bits(ON_AT_FIRST);

  /** There is a scroll region. */
  boolean region;

  /** Characters are inserted. */
  boolean inserting;

  /** There are colours or attributes. */
  boolean styled;

  /** The cursor has another shape. */
  boolean shaped;

  /** The keypad sends sequences. */
  boolean keypad;

  /** There may be another character set. */
  boolean charset;

  private static BitSet bits(int... which) {
    BitSet set = new BitSet();
    for (int bit : which) set.set(bit);
    return set;
  }

  void mode(int number, boolean on) {
    modes.set(number, on);
  }

  /** As after RIS. */
  void fresh() {
    modes.clear();
    modes.or(bits(ON_AT_FIRST));
    region = false;
    inserting = false;
    styled = false;
    shaped = false;
    keypad = false;
    charset = false;
  }

  /** As after DECSTR. */
  void soft() {
    BitSet kept = (BitSet) modes.clone();
    kept.and(SOFT_KEPT);
    fresh();
    modes.or(kept);
  }

  /** What makes the terminal a fresh one; empty if it is. */
  String undo() {
    StringBuilder out = new StringBuilder();
    // The screen first: what follows is meant for the main one.
    for (int mode : SCREENS) if (modes.get(mode)) set(out, mode, false);
    for (int mode : OFF_AT_FIRST) if (modes.get(mode)) set(out, mode, false);
    if (modes.get(6) || region) {
      // Both move the cursor home, so it is kept.
      out.append("\u001b7");
      set(out, 6, false);
      out.append("\u001b[r\u001b8");
    }
    for (int mode : ON_AT_FIRST) if (!modes.get(mode)) set(out, mode, true);
    if (inserting) out.append("\u001b[4l");
    if (keypad) out.append("\u001b>");
    if (charset) out.append("\u001b(B\u001b)B\u000f");
    if (shaped) out.append("\u001b[0 q");
    if (styled) out.append("\u001b[0m");
    return out.toString();
  }

  private static void set(StringBuilder out, int mode, boolean on) {
    out.append("\u001b[?").append(mode).append(on ? 'h' : 'l');
  }
}
