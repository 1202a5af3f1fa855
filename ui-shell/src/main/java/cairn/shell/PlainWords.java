package cairn.shell;

/**
 * Text of others, made safe to stand in a sentence of ours: without control, bidirectional and
 * zero-width characters, and not longer than a line or two. Any thread.
 */
public final class PlainWords {
  /** Characters kept. */
  public static final int LONGEST = 200;

  private PlainWords() {}

  /** The text that may be shown. */
  public static String of(String foreign) {
    var text = new StringBuilder();
    foreign
        .codePoints()
        .filter(PlainWords::shows)
        .limit(LONGEST + 1L)
        .forEach(text::appendCodePoint);
    if (text.codePointCount(0, text.length()) <= LONGEST) return text.toString();
    text.setLength(text.offsetByCodePoints(0, LONGEST));
    return text.append('…').toString();
  }

  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
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
