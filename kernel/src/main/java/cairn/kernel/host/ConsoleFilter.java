package cairn.kernel.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets through what a program may do to a terminal, and nothing else. It stands before the emulator
 * of a tab and before a real terminal, so what comes out must harm neither.
 *
 * <p>What passes: text as valid UTF-8 (faults become U+FFFD); bell, backspace, tab, line and page
 * feeds, return, shift in and out; cursor keys and moves, erasing on the screen, inserting and
 * deleting, scrolling, a scroll region that is one, tabs, colours and attributes, cursor shape,
 * line-drawing characters, save and restore; the modes for the alternate screen, cursor, wrapping,
 * mouse and focus reports, bracketed paste. What goes: OSC, DCS, APC, PM and SOS strings, of any
 * length and in their C1 forms (titles, links, clipboard, images); everything that makes a terminal
 * answer, for an answer looks like typing (DSR, DA, ENQ, mode and colour queries); window
 * operations, printing, resizing, erasing what has scrolled off.
 *
 * <p>Sequences are taken apart by the state machine of <a
 * href="https://vt100.net/emu/dec_ansi_parser">Paul Williams' parser</a> for DEC's terminals, and
 * those that pass are written anew in one form: 7-bit, numbers no larger than the screen, at most
 * {@value #PARAMETERS} of them. A sequence is held until it is complete, so nothing of another
 * source can come between its bytes, and what comes out, filtered again, stays as it is.
 *
 * <p>Needs at most a few hundred bytes whatever comes. Confined: one thread at a time.
 */
final class ConsoleFilter {
  /** The most parameters of one sequence; one with more is dropped. */
  static final int PARAMETERS = 33;

  private static final int ESC = 0x1b;
  private static final int EMPTY = -1;
  private static final int LARGEST = 65_535;

  /** Private modes (CSI ? n h) that may be set and reset. */
  private static final Set<Integer> MODES =
      Set.of(1, 6, 7, 12, 25, 47, 1000, 1002, 1003, 1004, 1006, 1047, 1048, 1049, 2004);

  /** Private modes that are on in a fresh terminal. */
  private static final Set<Integer> ON_AT_FIRST = Set.of(7, 25);

  /** Sequences without parameters: ESC and one of these. */
  private static final String ESCAPES = "78=>DEHMc";

  private enum State {
    GROUND,
    /** After ESC. */
    ESCAPE,
    /** After ESC and an intermediate. */
    ESCAPE_MORE,
    /** In the parameters of a CSI. */
    CONTROL,
    /** In a CSI that will be dropped. */
    CONTROL_IGNORED,
    /** In an OSC, DCS, APC, PM or SOS. */
    STRING
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private State state = State.GROUND;

  // The character being read: its bits so far, its length, how many bytes are to come, and the
  // range of the next one (RFC 3629, section 4).
  private int character;
  private int characterLength;
  private int missing;
  private int lowest;
  private int highest;

  // The sequence being read.
  private int marker;
  private int intermediate;
  private final int[] numbers = new int[PARAMETERS];

  /** Whether the number at an index is separated from the one before by a colon. */
  private final BitSet colons = new BitSet();

  private int count;

  private int columns = 80;
  private int rows = 24;

  // What differs from a fresh terminal.
  private final BitSet modes = new BitSet();
  private boolean region;
  private boolean inserting;
  private boolean styled;
  private boolean shaped;
  private boolean keypad;
  private boolean charset;

  ConsoleFilter() {
    ON_AT_FIRST.forEach(modes::set);
  }

  /** Says how large the screen is, in characters; at least 1 each is taken. */
  void screen(int columnsNow, int rowsNow) {
    columns = Math.max(1, Math.min(columnsNow, LARGEST));
    rows = Math.max(1, Math.min(rowsNow, LARGEST));
  }

  /** What may be shown of these bytes, which go on where the last ended. */
  byte[] filter(byte[] bytes) {
    for (byte b : bytes) accept(b & 0xff);
    return take();
  }

  /**
   * What brings the terminal back from where this program left it: main screen, visible cursor, no
   * mouse or paste reports, plain text. Empty when it left nothing behind. The filter is as new
   * afterwards.
   */
  byte[] reset() {
    state = State.GROUND;
    missing = 0;
    // The screen first: what follows is meant for the main one.
    for (int mode : new int[] {1049, 1047, 47}) if (modes.get(mode)) mode(mode, false);
    for (int mode : new int[] {1, 12, 1000, 1002, 1003, 1004, 1006, 2004}) {
      if (modes.get(mode)) mode(mode, false);
    }
    if (modes.get(6) || region) {
      // Both move the cursor home, so it is kept.
      text("\u001b7");
      mode(6, false);
      text("\u001b[r\u001b8");
    }
    for (int mode : new int[] {7, 25}) if (!modes.get(mode)) mode(mode, true);
    if (inserting) text("\u001b[4l");
    if (keypad) text("\u001b>");
    if (charset) text("\u001b(B\u001b)B\u000f");
    if (shaped) text("\u001b[0 q");
    if (styled) text("\u001b[0m");
    fresh();
    return take();
  }

  private byte[] take() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  private void fresh() {
    modes.clear();
    ON_AT_FIRST.forEach(modes::set);
    region = false;
    inserting = false;
    styled = false;
    shaped = false;
    keypad = false;
    charset = false;
  }

  private void mode(int number, boolean on) {
    text("\u001b[?" + number + (on ? "h" : "l"));
  }

  private void text(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  private void accept(int b) {
    if (missing > 0) {
      if (b >= lowest && b <= highest) {
        character = character << 6 | (b & 0x3f);
        lowest = 0x80;
        highest = 0xbf;
        if (--missing == 0) character(character, characterLength);
        return;
      }
      missing = 0;
      fault();
    }
    if (b < 0x80) ascii(b);
    else if (b >= 0xc2 && b <= 0xdf) begin(b & 0x1f, 2, 0x80, 0xbf);
    else if (b >= 0xe0 && b <= 0xef) {
      begin(b & 0x0f, 3, b == 0xe0 ? 0xa0 : 0x80, b == 0xed ? 0x9f : 0xbf);
    } else if (b >= 0xf0 && b <= 0xf4) {
      begin(b & 0x07, 4, b == 0xf0 ? 0x90 : 0x80, b == 0xf4 ? 0x8f : 0xbf);
    } else fault();
  }

  private void begin(int bits, int length, int low, int high) {
    character = bits;
    characterLength = length;
    missing = length - 1;
    lowest = low;
    highest = high;
  }

  /** Bytes that are no UTF-8: also the raw C1 controls, which a UTF-8 terminal does not know. */
  private void fault() {
    character(0xfffd, 3);
  }

  private void character(int c, int length) {
    if (c >= 0x80 && c < 0xa0) {
      control1(c);
      return;
    }
    if (state == State.STRING) return;
    // A sequence has only ASCII in it; a terminal gives it up here.
    state = State.GROUND;
    switch (length) {
      case 2 -> out.write(0xc0 | c >> 6);
      case 3 -> {
        out.write(0xe0 | c >> 12);
        out.write(0x80 | (c >> 6 & 0x3f));
      }
      default -> {
        out.write(0xf0 | c >> 18);
        out.write(0x80 | (c >> 12 & 0x3f));
        out.write(0x80 | (c >> 6 & 0x3f));
      }
    }
    out.write(0x80 | (c & 0x3f));
  }

  /** The controls of C1 as characters: the sequences they begin are known, the rest is dropped. */
  private void control1(int c) {
    if (state == State.STRING && c != 0x9c) return;
    switch (c) {
      case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> state = State.STRING;
      case 0x9b -> beginControl();
      default -> state = State.GROUND;
    }
  }

  private void ascii(int b) {
    if (b == ESC) {
      // Also ends a string: its ST is ESC and a backslash, and the backslash is then dropped.
      state = State.ESCAPE;
      intermediate = 0;
      return;
    }
    if (state == State.STRING) {
      if (b == 0x07 || b == 0x18 || b == 0x1a) state = State.GROUND;
      return;
    }
    if (b == 0x18 || b == 0x1a) {
      state = State.GROUND;
      return;
    }
    if (b < 0x20) {
      // Inside a sequence too these act at once.
      if (b >= 0x07 && b <= 0x0f) {
        out.write(b);
        if (b == 0x0e) charset = true;
      }
      return;
    }
    if (b == 0x7f) return;
    switch (state) {
      case GROUND -> out.write(b);
      case ESCAPE -> escape(b);
      case ESCAPE_MORE -> escapeMore(b);
      case CONTROL -> control(b);
      case CONTROL_IGNORED -> {
        if (b >= 0x40) state = State.GROUND;
      }
      case STRING -> {}
    }
  }

  private void escape(int b) {
    if (b < 0x30) {
      intermediate = b;
      state = State.ESCAPE_MORE;
      return;
    }
    switch (b) {
      case '[' -> beginControl();
      // k: a title, to the multiplexers screen and tmux.
      case 'P', 'X', ']', '^', '_', 'k' -> state = State.STRING;
      default -> {
        state = State.GROUND;
        if (ESCAPES.indexOf(b) < 0) return;
        if (b == '=') keypad = true;
        if (b == '>') keypad = false;
        if (b == 'c') fresh();
        out.write(ESC);
        out.write(b);
      }
    }
  }

  private void escapeMore(int b) {
    if (b < 0x30) {
      intermediate = 0;
      return;
    }
    state = State.GROUND;
    // Only ASCII, British and line drawing, as G0 and G1.
    if ((intermediate == '(' || intermediate == ')') && (b == 'B' || b == 'A' || b == '0')) {
      charset = true;
      out.write(ESC);
      out.write(intermediate);
      out.write(b);
    }
  }

  private void beginControl() {
    state = State.CONTROL;
    marker = 0;
    intermediate = 0;
    count = 1;
    numbers[0] = EMPTY;
    colons.clear();
  }

  private void control(int b) {
    if (b >= 0x40) {
      state = State.GROUND;
      dispatch(b);
    } else if (b < 0x30) {
      if (intermediate != 0) state = State.CONTROL_IGNORED;
      intermediate = b;
    } else if (intermediate != 0) {
      state = State.CONTROL_IGNORED;
    } else if (b <= '9') {
      int before = numbers[count - 1];
      numbers[count - 1] = Math.min(LARGEST, Math.max(0, before) * 10 + (b - '0'));
    } else if (b <= ';') {
      if (count == PARAMETERS) {
        state = State.CONTROL_IGNORED;
        return;
      }
      colons.set(count, b == ':');
      numbers[count++] = EMPTY;
    } else if (count == 1 && numbers[0] == EMPTY && marker == 0) {
      marker = b;
    } else {
      state = State.CONTROL_IGNORED;
    }
  }

  /** For sequences whose numbers count or place on the screen: the axis of each. */
  private static final Map<Character, String> MOVES =
      Map.ofEntries(
          Map.entry('@', "x"),
          Map.entry('A', "y"),
          Map.entry('B', "y"),
          Map.entry('C', "x"),
          Map.entry('D', "x"),
          Map.entry('E', "y"),
          Map.entry('F', "y"),
          Map.entry('G', "x"),
          Map.entry('H', "yx"),
          Map.entry('I', "x"),
          Map.entry('L', "y"),
          Map.entry('M', "y"),
          Map.entry('P', "x"),
          Map.entry('S', "y"),
          Map.entry('T', "y"),
          Map.entry('X', "x"),
          Map.entry('Z', "x"),
          Map.entry('`', "x"),
          Map.entry('a', "x"),
          Map.entry('b', "x"),
          Map.entry('d', "y"),
          Map.entry('e', "y"),
          Map.entry('f', "yx"));

  private void dispatch(int end) {
    if (end == 'm' && marker == 0 && intermediate == 0) {
      style();
      return;
    }
    if (!colons.isEmpty()) return;
    if (marker == '?' && intermediate == 0) {
      if (end == 'h' || end == 'l') privateModes(end);
      return;
    }
    if (marker != 0) return;
    if (intermediate == ' ') {
      if (end == 'q' && count == 1 && numbers[0] <= 6) {
        shaped = true;
        write(end);
      }
      return;
    }
    if (intermediate == '!') {
      if (end == 'p' && count == 1 && numbers[0] == EMPTY) {
        BitSet kept = (BitSet) modes.clone();
        kept.and(SOFT_KEPT);
        fresh();
        modes.or(kept);
        write(end);
      }
      return;
    }
    if (intermediate != 0) return;
    String axes = MOVES.get((char) end);
    if (axes != null) {
      if (count > axes.length()) return;
      for (int i = 0; i < count; i++) clamp(i, axes.charAt(i) == 'x' ? columns : rows);
      write(end);
      return;
    }
    switch (end) {
      case 'J', 'K' -> {
        if (count == 1 && numbers[0] <= 2) write(end);
      }
      case 'g' -> {
        if (count == 1 && (numbers[0] <= 0 || numbers[0] == 3)) write(end);
      }
      case 'h', 'l' -> {
        if (count == 1 && numbers[0] == 4) {
          inserting = end == 'h';
          write(end);
        }
      }
      case 'r' -> region();
      case 's', 'u' -> {
        if (count == 1 && numbers[0] == EMPTY) write(end);
      }
      default -> {}
    }
  }

  private void clamp(int index, int most) {
    numbers[index] = Math.min(numbers[index], most);
  }

  /** A scroll region whose top is not above its bottom has ended emulators. */
  private void region() {
    if (count > 2) return;
    for (int i = 0; i < count; i++) clamp(i, rows);
    int top = Math.max(1, numbers[0]);
    int bottom = count < 2 || numbers[1] <= 0 ? rows : numbers[1];
    if (top >= bottom) return;
    region = true;
    write('r');
  }

  /** The modes that a soft reset leaves alone: the screen and what is reported. */
  private static final BitSet SOFT_KEPT =
      bits(12, 47, 1047, 1049, 1000, 1002, 1003, 1004, 1006, 2004);

  private static BitSet bits(int... which) {
    BitSet set = new BitSet();
    for (int bit : which) set.set(bit);
    return set;
  }

  private void privateModes(int end) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!MODES.contains(numbers[i])) continue;
      modes.set(numbers[i], end == 'h');
      numbers[kept++] = numbers[i];
    }
    if (kept == 0) return;
    count = kept;
    write(end);
  }

  /**
   * Colours and attributes. Parts after a colon (ISO 8613-6) are written with semicolons, which
   * every terminal reads, and what has no such form is dropped.
   */
  private void style() {
    int[] from = numbers.clone();
    int length = count;
    count = 0;
    for (int i = 0; i < length; ) {
      int end = i + 1;
      while (end < length && colons.get(end)) end++;
      group(from, i, end);
      i = end;
    }
    if (count == 0) return;
    styled = true;
    colons.clear();
    write('m');
  }

  private void group(int[] from, int start, int end) {
    int parts = end - start;
    int first = from[start];
    if (parts == 1) {
      add(first);
    } else if (first == 4 && parts == 2) {
      add(from[start + 1] == 0 ? 24 : 4);
    } else if ((first == 38 || first == 48) && from[start + 1] == 5 && parts == 3) {
      add(first);
      add(5);
      add(from[end - 1]);
    } else if ((first == 38 || first == 48) && from[start + 1] == 2 && parts >= 5) {
      // The part after the 2 names a colour space where there are six.
      int red = start + (parts == 5 ? 2 : 3);
      add(first);
      add(2);
      for (int i = 0; i < 3; i++) add(from[red + i]);
    }
  }

  private void add(int number) {
    numbers[count++] = Math.min(number, 255);
  }

  private void write(int end) {
    out.write(ESC);
    out.write('[');
    if (marker != 0) out.write(marker);
    for (int i = 0; i < count; i++) {
      if (i > 0) out.write(';');
      if (numbers[i] != EMPTY) text(Integer.toString(numbers[i]));
    }
    if (intermediate != 0) out.write(intermediate);
    out.write(end);
  }
}
