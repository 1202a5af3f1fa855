package cairn.registry;

/**
 * Text of unknown origin made safe to stand among Cairn's own words, on a screen or a terminal:
 * nothing in it steers, moves, turns, hides or piles up. This is the one notion of that. Pure.
 */
public final class PlainText {
  /** Combining marks on one character; more are an attack on the line above. */
  public static final int MAX_MARKS = 2;

  private PlainText() {}

  /**
   * The text as one line of at most {@code most} characters, an ellipsis at the end when it was
   * longer. Line breaks and tabs become spaces; what is not {@linkplain #visible visible} goes.
   */
  public static String line(String text, int most) {
    var out = new StringBuilder(Math.min(text.length(), most));
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBreak(c)) c = ' ';
      marks = isMark(c) ? marks + 1 : 0;
      if (marks > MAX_MARKS || !visible(c)) continue;
      if (out.length() + Character.charCount(c) > most) {
        // Room for the ellipsis, without cutting a character in two.
        int end = Math.max(0, most - 1);
        if (end > 0 && Character.isHighSurrogate(out.charAt(end - 1))) end--;
        out.setLength(end);
        return out.append('…').toString();
      }
      out.appendCodePoint(c);
    }
    return out.toString();
  }

  /** The text with its line feeds and tabs, but for them only what is visible; of any length. */
  public static String lines(String text) {
    var out = new StringBuilder(text.length());
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      marks = isMark(c) ? marks + 1 : 0;
      if (c == '\n' || c == '\t' || (marks <= MAX_MARKS && visible(c))) out.appendCodePoint(c);
    }
    return out.toString();
  }

  /**
   * The text with everything that is not plainly visible written as its number in hexadecimal, cut
   * to about {@code most} characters with an ellipsis: for what people are to read exactly, as the
   * words of a message.
   */
  public static String shortened(String text, int most) {
    var out = new StringBuilder();
    boolean cut = append(out, text, most);
    return cut ? out.append('…').toString() : out.toString();
  }

  /** Appends at most about {@code most} characters; true when something was left out. */
  static boolean append(StringBuilder out, String text, int most) {
    int end = out.length() + most;
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      if (out.length() >= end) return true;
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      marks = isMark(c) ? marks + 1 : 0;
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (marks <= MAX_MARKS && visible(c)) out.appendCodePoint(c);
          else out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
    return false;
  }

  /**
   * Not a control, direction, zero-width, private, surrogate or unassigned character, nor a letter
   * or mark with nothing to see. Spaces are visible, line breaks are not.
   */
  public static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isBlank(codePoint);
    };
  }

  /** Whether it is drawn onto the character before it. */
  public static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isBreak(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /** Letters and marks by their class, but with nothing to see. */
  private static boolean isBlank(int c) {
    return c == 0x034F // combining grapheme joiner
        || c == 0x115F // Hangul fillers
        || c == 0x1160
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x17B4 // Khmer inherent vowels
        || c == 0x17B5
        || c == 0x2800 // the empty Braille pattern
        || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
