package cairn.kernel.host;

import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between a keyboard and a program that reads lines: there is no terminal driver, so
 * echo and editing are ours.
 *
 * <p>Cooked: characters are echoed and gathered; Return ends the line, Backspace takes back a
 * character (a wide one, a tab, a letter with its accents as one), ^U the line, ^W a word, ^D hands
 * over what is there or, at the start of a line, says that the input ends, ^C throws the line away
 * and interrupts. Other controls show as ^X. Keys that send sequences (arrows), the marks around a
 * paste and bytes that are not UTF-8 are dropped. A line holds {@value #LONGEST} bytes; more is
 * refused with a bell. Raw: bytes go through as they come, without echo.
 *
 * <p>The model is the termios of POSIX.1-2024, chapter 11, with ICANON, ECHO, ECHOE, ECHOK, ICRNL,
 * ISIG and IUTF8. Confined: one thread at a time.
 */
final class LineDiscipline {
  /** The most bytes of a line, without its end: as POSIX's MAX_CANON on Linux. */
  static final int LONGEST = 4095;

  /** What a piece of input led to, in order. */
  sealed interface Outcome {
    /** To be shown. */
    record Echo(Payload bytes) implements Outcome {}

    /** For the program: in cooked mode a whole line. */
    record Input(Payload bytes) implements Outcome {}

    /** For the program: a read that finds this gets nothing. */
    record EndOfInput() implements Outcome {}

    /** ^C. */
    record Interrupt() implements Outcome {}
  }

  /** One character of the line and the columns that its echo took. */
  private record Typed(Payload bytes, int width, boolean space) {}

  private enum Keys {
    PLAIN,
    /** After ESC. */
    ESCAPE,
    /** In the sequence that a key sends. */
    SEQUENCE
  }

  private boolean raw;
  private final List<Typed> line = new ArrayList<>();
  private int length;
  private Keys keys = Keys.PLAIN;

  // A UTF-8 character that is not complete.
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private int missing;

  // The outcomes being gathered; shown and input bytes are joined.
  private List<Outcome> outcomes = new ArrayList<>();
  private final ByteArrayOutputStream echo = new ByteArrayOutputStream();

  boolean isRaw() {
    return raw;
  }

  /** Takes what was typed. */
  List<Outcome> typed(byte[] bytes) {
    if (raw) {
      return bytes.length == 0 ? List.of() : List.of(new Outcome.Input(Payload.copyOf(bytes)));
    }
    for (byte b : bytes) accept(b & 0xff);
    return gathered();
  }

  /** Changes the mode. What was typed of a line and not ended goes to the program. */
  List<Outcome> raw(boolean on) {
    raw = on;
    handOver(new byte[0]);
    keys = Keys.PLAIN;
    missing = 0;
    partial.reset();
    return gathered();
  }

  /** No more will be typed: hands over what there is of a line. */
  List<Outcome> ended() {
    handOver(new byte[0]);
    return gathered();
  }

  private List<Outcome> gathered() {
    flushEcho();
    List<Outcome> all = outcomes;
    outcomes = new ArrayList<>();
    return all;
  }

  private void flushEcho() {
    if (echo.size() == 0) return;
    outcomes.add(new Outcome.Echo(Payload.owning(echo.toByteArray())));
    echo.reset();
  }

  private void accept(int b) {
    if (missing > 0) {
      if ((b & 0xc0) == 0x80) {
        partial.write(b);
        if (--missing == 0) character();
        return;
      }
      missing = 0;
    }
    if (b >= 0x80) {
      keys = Keys.PLAIN;
      partial.reset();
      partial.write(b);
      // Of a lead byte that has none, nothing is to come, and it is dropped.
      missing =
          b >= 0xf0 && b < 0xf5 ? 3 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xc2 && b < 0xe0 ? 1 : 0;
      return;
    }
    switch (keys) {
      case PLAIN -> {
        if (b == 0x1b) keys = Keys.ESCAPE;
        else key(b);
      }
      case ESCAPE -> {
        if (b == '[' || b == 'O') keys = Keys.SEQUENCE;
        else if (b != 0x1b) {
          keys = Keys.PLAIN;
          key(b);
        }
      }
      case SEQUENCE -> {
        if (b == 0x1b) keys = Keys.ESCAPE;
        else if (b >= 0x40) keys = Keys.PLAIN;
        else if (b < 0x20) {
          keys = Keys.PLAIN;
          key(b);
        }
      }
    }
  }

  private void key(int b) {
    switch (b) {
      case '\r', '\n' -> {
        show("\r\n");
        handOver(new byte[] {'\n'});
      }
      case 0x08, 0x7f -> eraseCharacter();
      case 0x15 -> {
        while (!line.isEmpty()) eraseLast();
      }
      case 0x17 -> {
        while (!line.isEmpty() && line.getLast().space()) eraseLast();
        while (!line.isEmpty() && !line.getLast().space()) eraseLast();
      }
      case 0x03 -> {
        show("^C\r\n");
        line.clear();
        length = 0;
        flushEcho();
        outcomes.add(new Outcome.Interrupt());
      }
      case 0x04 -> {
        if (line.isEmpty()) {
          flushEcho();
          outcomes.add(new Outcome.EndOfInput());
        } else {
          handOver(new byte[0]);
        }
      }
      case '\t' -> {
        int column = 0;
        for (Typed one : line) column += one.width();
        int width = 8 - column % 8;
        add(new Typed(Payload.copyOf((byte) 9), width, true), " ".repeat(width));
      }
      default -> {
        Payload one = Payload.copyOf((byte) b);
        if (b < 0x20) add(new Typed(one, 2, false), "^" + (char) (b + 0x40));
        else add(new Typed(one, 1, b == ' '), Character.toString(b));
      }
    }
  }

  private void character() {
    byte[] bytes = partial.toByteArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    // The decoder is the judge of what is a character: overlong forms and surrogates are not.
    if (text.codePointCount(0, text.length()) != 1 || text.charAt(0) == 0xfffd) return;
    int c = text.codePointAt(0);
    // C1 controls would act on the terminal when echoed.
    if (c < 0xa0) return;
    add(new Typed(Payload.owning(bytes), CharWidth.of(c), Character.isSpaceChar(c)), text);
  }

  private void add(Typed one, String shown) {
    if (length + one.bytes().length() > LONGEST) {
      show("\u0007");
      return;
    }
    line.add(one);
    length += one.bytes().length();
    show(shown);
  }

  /** A letter goes with the marks on it. */
  private void eraseCharacter() {
    while (!line.isEmpty()) {
      boolean mark = line.getLast().width() == 0;
      eraseLast();
      if (!mark) return;
    }
  }

  private void eraseLast() {
    Typed last = line.removeLast();
    length -= last.bytes().length();
    show("\b \b".repeat(last.width()));
  }

  private void handOver(byte[] end) {
    if (line.isEmpty() && end.length == 0) return;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length + 1);
    for (Typed one : line) bytes.writeBytes(one.bytes().toByteArray());
    bytes.writeBytes(end);
    line.clear();
    length = 0;
    flushEcho();
    outcomes.add(new Outcome.Input(Payload.owning(bytes.toByteArray())));
  }

  private void show(String text) {
    echo.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
