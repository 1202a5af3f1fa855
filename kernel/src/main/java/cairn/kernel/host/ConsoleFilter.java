package cairn.kernel.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

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
 * {@value ControlSequence#PARAMETERS} of them. A sequence is held until it is complete, so nothing
 * of another source can come between its bytes, and what comes out, filtered again, stays as it is.
 *
 * <p>Needs at most a few hundred bytes whatever comes. Confined: one thread at a time.
 */
final class ConsoleFilter {
  private static final int ESC = 0x1b;

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

  private final ControlSequence sequence = new ControlSequence();

  /** After ESC; 0 when there is none, or more than one. */
  private int intermediate;

  private int columns = 80;
  private int rows = 24;

  private final TerminalState terminal = new TerminalState();

  /** Says how large the screen is, in characters; at least 1 each is taken. */
  void screen(int columnsNow, int rowsNow) {
    columns = Math.max(1, columnsNow);
    rows = Math.max(1, rowsNow);
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
    text(terminal.undo());
    terminal.fresh();
    return take();
  }

  private byte[] take() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
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
        if (b == 0x0e) terminal.charset = true;
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
        if (b == '=') terminal.keypad = true;
        if (b == '>') terminal.keypad = false;
        if (b == 'c') terminal.fresh();
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
      terminal.charset = true;
      out.write(ESC);
      out.write(intermediate);
      out.write(b);
    }
  }

  private void beginControl() {
    state = State.CONTROL;
    sequence.begin();
  }

  private void control(int b) {
    if (b >= 0x40) {
      state = State.GROUND;
      dispatch(b);
    } else if (!sequence.accept(b)) {
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
    if (sequence.marker() == '?') {
      if (sequence.intermediate() == 0 && (end == 'h' || end == 'l')) privateModes(end);
      return;
    }
    if (sequence.marker() != 0) return;
    if (end == 'm' && sequence.intermediate() == 0) {
      style();
      return;
    }
    if (sequence.hasColons()) return;
    switch (sequence.intermediate()) {
      case 0 -> plain(end);
      case ' ' -> {
        if (end == 'q' && sequence.count() == 1 && sequence.number(0) <= 6) {
          terminal.shaped = true;
          write(end);
        }
      }
      case '!' -> {
        if (end == 'p' && sequence.isOnly(ControlSequence.EMPTY)) {
          terminal.soft();
          write(end);
        }
      }
      default -> {}
    }
  }

  private void plain(int end) {
    String axes = MOVES.get((char) end);
    if (axes != null) {
      if (sequence.count() > axes.length()) return;
      for (int i = 0; i < sequence.count(); i++) {
        sequence.clamp(i, axes.charAt(i) == 'x' ? columns : rows);
      }
      write(end);
      return;
    }
    switch (end) {
      case 'J', 'K' -> {
        if (sequence.count() == 1 && sequence.number(0) <= 2) write(end);
      }
      case 'g' -> {
        if (sequence.count() == 1 && (sequence.number(0) <= 0 || sequence.isOnly(3))) write(end);
      }
      case 'h', 'l' -> {
        if (sequence.isOnly(4)) {
          terminal.inserting = end == 'h';
          write(end);
        }
      }
      case 'r' -> region();
      case 's', 'u' -> {
        if (sequence.isOnly(ControlSequence.EMPTY)) write(end);
      }
      default -> {}
    }
  }

  /** A scroll region whose top is not above its bottom has ended emulators. */
  private void region() {
    if (sequence.count() > 2) return;
    for (int i = 0; i < sequence.count(); i++) sequence.clamp(i, rows);
    int top = Math.max(1, sequence.number(0));
    int bottom = sequence.count() < 2 || sequence.number(1) <= 0 ? rows : sequence.number(1);
    if (top >= bottom) return;
    terminal.region = true;
    write('r');
  }

  private void privateModes(int end) {
    if (sequence.hasColons()) return;
    for (int mode : sequence.clear()) {
      if (!TerminalState.MODES.contains(mode)) continue;
      terminal.mode(mode, end == 'h');
      sequence.add(mode);
    }
    if (sequence.count() > 0) write(end);
  }

  private void style() {
    sequence.plainStyle();
    if (sequence.count() == 0) return;
    terminal.styled = true;
    write('m');
  }

  private void write(int end) {
    sequence.write(end, out);
  }

  /**
   * With a return before each line feed, as a terminal does for programs in cooked mode (ONLCR).
   */
  static byte[] withReturns(byte[] bytes) {
    int feeds = 0;
    for (byte b : bytes) if (b == '\n') feeds++;
    if (feeds == 0) return bytes;
    byte[] out = new byte[bytes.length + feeds];
    int at = 0;
    for (byte b : bytes) {
      if (b == '\n') out[at++] = '\r';
      out[at++] = b;
    }
    return out;
  }
}
