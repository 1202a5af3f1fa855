package cairn.kernel.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A control sequence (ECMA-48, 5.4) while it is read, and written anew when it may pass. Confined
 * to its {@link ConsoleFilter}.
 */
final class ControlSequence {
  /** The most parameters; a sequence with more is dropped. */
  static final int PARAMETERS = 33;

  /** A parameter that was left out. */
  static final int EMPTY = -1;

  private static final int LARGEST = 65_535;

  private final int[] numbers = new int[PARAMETERS];

  /** Whether the number at an index is separated from the one before by a colon. */
  private final BitSet colons = new BitSet();

  private int count;
  private int marker;
  private int intermediate;

  void begin() {
    marker = 0;
    intermediate = 0;
    count = 1;
    numbers[0] = EMPTY;
    colons.clear();
  }

  /** Takes a byte of 0x20 to 0x3f; false: no sequence that may pass goes on like this. */
  boolean accept(int b) {
    if (b < 0x30) {
      boolean first = intermediate == 0;
      intermediate = b;
      return first;
    }
    if (intermediate != 0) return false;
    if (b <= '9') {
      int before = Math.max(0, numbers[count - 1]);
      numbers[count - 1] = Math.min(LARGEST, before * 10 + (b - '0'));
      return true;
    }
    if (b <= ';') {
      if (count == PARAMETERS) return false;
      colons.set(count, b == ':');
      numbers[count++] = EMPTY;
      return true;
    }
    boolean first = count == 1 && numbers[0] == EMPTY && marker == 0;
    marker = b;
    return first;
  }

  /** The private marker, one of {@code <=>?}, or 0. */
  int marker() {
    return marker;
  }

  /** The byte between parameters and end, or 0. */
  int intermediate() {
    return intermediate;
  }

  boolean hasColons() {
    return !colons.isEmpty();
  }

  int count() {
    return count;
  }

  int number(int index) {
    return numbers[index];
  }

  /** Whether there is exactly one parameter, of this value. */
  boolean isOnly(int number) {
    return count == 1 && numbers[0] == number;
  }

  void clamp(int index, int most) {
    numbers[index] = Math.min(numbers[index], most);
  }

  /** Takes all parameters away, to {@link #add} others. */
  int[] clear() {
    int[] before = Arrays.copyOf(numbers, count);
    count = 0;
    return before;
  }

  void add(int number) {
    numbers[count++] = number;
  }

  /**
   * Rewrites the parameters of a style. Parts after a colon (ISO 8613-6) become ones after
   * semicolons, which every terminal reads; what has no such form is dropped.
   */
  void plainStyle() {
    int[] from = clear();
    for (int start = 0; start < from.length; ) {
      int end = start + 1;
      while (end < from.length && colons.get(end)) end++;
      styleGroup(from, start, end);
      start = end;
    }
    colons.clear();
  }

  private void styleGroup(int[] from, int start, int end) {
    int parts = end - start;
    int first = from[start];
    boolean colour = first == 38 || first == 48;
    if (parts == 1) {
      addStyle(first);
    } else if (first == 4 && parts == 2) {
      addStyle(from[start + 1] == 0 ? 24 : 4);
    } else if (colour && from[start + 1] == 5 && parts == 3) {
      addStyle(first);
      addStyle(5);
      addStyle(from[end - 1]);
    } else if (colour && from[start + 1] == 2 && parts >= 5) {
      // The part after the 2 names a colour space where there are six.
      int red = start + (parts == 5 ? 2 : 3);
      addStyle(first);
      addStyle(2);
      for (int i = 0; i < 3; i++) addStyle(from[red + i]);
    }
  }

  private void addStyle(int number) {
    add(Math.min(number, 255));
  }

  /** Writes it in one form: 7-bit, no leading zeros. */
  void write(int end, ByteArrayOutputStream out) {
    StringBuilder text = new StringBuilder("\u001b[");
    if (marker != 0) text.append((char) marker);
    for (int i = 0; i < count; i++) {
      if (i > 0) text.append(';');
      if (numbers[i] != EMPTY) text.append(numbers[i]);
    }
    if (intermediate != 0) text.append((char) intermediate);
    text.append((char) end);
    out.writeBytes(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
