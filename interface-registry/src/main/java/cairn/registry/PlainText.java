package cairn.registry;

/** Text of unknown origin made safe for one line on a screen. */
final class PlainText {
  private PlainText() {}

  /**
   * The text with everything that is not plainly visible written as its number in hexadecimal, cut
   * to about {@code most} characters with an ellipsis.
   */
  static String shortened(String text, int most) {
    var out = new StringBuilder();
    boolean cut = append(out, text, most);
    return cut ? out.append('…').toString() : out.toString();
  }

  /** Appends at most about {@code most} characters; true when something was left out. */
  static boolean append(StringBuilder out, String text, int most) {
    int end = out.length() + most;
    for (int i = 0; i < text.length(); ) {
      if (out.length() >= end) return true;
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (visible(c)) out.appendCodePoint(c);
          else out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
    return false;
  }

  /** Not a control, direction, zero-width, private, surrogate or unassigned character. */
  static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
