package cairn.shell.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns printed bytes into text that never ends inside an escape sequence, so that the emulator
 * never has to wait for the rest of one. What is incomplete is kept for the next piece.
 *
 * <p>The console handler has filtered the bytes before; this is the second net below the same rope,
 * for the few things that would freeze or kill the emulator: numbers of more than four digits, long
 * sequences, strings for the terminal (OSC, DCS, APC, PM, SOS: ECMA-48 5.6, 8.3), 8-bit controls,
 * and the private character it marks wide cells with. Confined to the thread that feeds the screen.
 */
final class SequenceCutter {
  private static final int LONGEST = 256;
  private static final int MOST_PARAMETERS = 33;
  private static final char WIDE_MARK = '\uE000';

  private enum State {
    GROUND,
    ESCAPE,
    ESCAPE_PAIR,
    CONTROL,
    STRING,
    STRING_ESCAPE
  }

  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final StringBuilder sequence = new StringBuilder();
  private byte[] undecoded = new byte[0];
  private State state = State.GROUND;
  private int digits;
  private int parameters;
  private boolean harmful;

  /** The text of these bytes as far as it is whole. */
  String cut(byte[] bytes) {
    var text = decode(bytes);
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) step(text.charAt(i), out);
    return out.toString();
  }

  private String decode(byte[] bytes) {
    var in = ByteBuffer.allocate(undecoded.length + bytes.length).put(undecoded).put(bytes).flip();
    var chars = CharBuffer.allocate(in.remaining() + 1);
    utf8.decode(in, chars, false);
    undecoded = new byte[in.remaining()];
    in.get(undecoded);
    return chars.flip().toString();
  }

  private void step(char c, StringBuilder out) {
    switch (state) {
      case GROUND -> ground(c, out);
      case ESCAPE -> escape(c, out);
      case ESCAPE_PAIR -> {
        sequence.append(c);
        if (c == 0x1b) begin();
        else finish(out, c >= ' ' && c < 0x7f);
      }
      case CONTROL -> control(c, out);
      case STRING -> {
        if (c == 0x1b) state = State.STRING_ESCAPE;
        else if (c == 0x07 || c == 0x18 || c == 0x1a) state = State.GROUND;
      }
      case STRING_ESCAPE -> {
        if (c == '\\') state = State.GROUND;
        else {
          begin();
          escape(c, out);
        }
      }
    }
  }

  private void ground(char c, StringBuilder out) {
    if (c == 0x1b) begin();
    else if (c == WIDE_MARK) out.append('\uFFFD');
    else if ((c >= ' ' && c < 0x7f) || c >= 0xa0 || isHarmlessControl(c)) out.append(c);
  }

  private void begin() {
    sequence.setLength(0);
    sequence.append((char) 0x1b);
    digits = 0;
    parameters = 1;
    harmful = false;
    state = State.ESCAPE;
  }

  private void escape(char c, StringBuilder out) {
    if (isHarmlessControl(c)) {
      out.append(c);
      return;
    }
    sequence.append(c);
    switch (c) {
      case '[' -> state = State.CONTROL;
      case ']', 'P', 'X', '^', '_' -> state = State.STRING;
      // The same set of first halves as the emulator's, or it would take the next character.
      case '#', '(', ')', '*', '+', '$', '@', '%', '.', '/', ' ' -> state = State.ESCAPE_PAIR;
      case 0x1b -> begin();
      default -> finish(out, c > ' ' && c < 0x7f);
    }
  }

  private void control(char c, StringBuilder out) {
    if (c == 0x1b) {
      begin();
    } else if (c < ' ') {
      // ECMA-48 leaves it open, terminals carry the control out and go on with the sequence.
      if (isHarmlessControl(c)) out.append(c);
      else if (c == 0x18 || c == 0x1a) state = State.GROUND;
    } else if (c >= '@') {
      sequence.append(c);
      // 't' resizes the window.
      finish(out, c < 0x7f && c != 't' && !harmful && parameters <= MOST_PARAMETERS);
    } else {
      if (c >= '0' && c <= '9') harmful |= ++digits > 4;
      else digits = 0;
      if (c == ';' || c == ':') parameters++;
      if (sequence.length() < LONGEST) sequence.append(c);
      else harmful = true;
    }
  }

  private void finish(StringBuilder out, boolean good) {
    if (good) out.append(sequence);
    state = State.GROUND;
  }

  /**
   * Bell, backspace, tab, line feed, vertical tab, form feed, carriage return, shift out and in.
   */
  private static boolean isHarmlessControl(char c) {
    return c >= 0x07 && c <= 0x0f;
  }
}
