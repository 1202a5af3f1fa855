package cairn.kernel.host;

/**
 * Makes a program's words harmless beside Cairn's own: one line, without what moves, hides or turns
 * text. Pure.
 */
public final class PlainText {
  private PlainText() {}

  /**
   * The text as one line of at most {@code most} characters, an ellipsis at the end when it was
   * longer. Line breaks and tabs become spaces; control, bidirectional, zero-width and tag
   * characters and lone surrogates go.
   */
  public static String line(String text, int most) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBreak(c)) c = ' ';
      else if (isHidden(c)) continue;
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

  private static boolean isBreak(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      // Format characters: bidirectional controls, zero-width ones, soft hyphen, tags.
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      // Letters that show nothing: Hangul fillers.
      case Character.OTHER_LETTER -> c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0;
      default -> false;
    };
  }
}
