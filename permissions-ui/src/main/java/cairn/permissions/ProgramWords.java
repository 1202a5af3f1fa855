package cairn.permissions;

/**
 * Text that a program chose, made fit to stand among Cairn's own words: nothing in it is invisible,
 * reorders what stands around it, breaks the line or piles up.
 */
public final class ProgramWords {
  /** Characters (code points) shown of a text. */
  public static final int MAX = 120;

  /** Combining marks on one character; more are an attack on the line above. */
  private static final int MAX_MARKS = 2;

  private ProgramWords() {}

  /** At most {@value #MAX} characters of a text, cleaned; may be empty. */
  public static String clean(String text) {
    return clean(text, MAX);
  }

  /** At most {@code max} characters of a text, cleaned, the last one "…" if some are missing. */
  public static String clean(String text, int max) {
    var clean = new StringBuilder();
    int length = 0;
    int marks = 0;
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        space = length > 0;
        continue;
      }
      if (isHidden(c)) continue;
      boolean mark = isMark(c);
      marks = mark ? marks + 1 : 0;
      if (marks > MAX_MARKS || (mark && length == 0)) continue;
      if (length + (space ? 2 : 1) > max)
        return clean
            .delete(clean.offsetByCodePoints(clean.length(), -1), clean.length())
            .append('…')
            .toString();
      if (space) {
        clean.append(' ');
        length++;
        space = false;
      }
      clean.appendCodePoint(c);
      length++;
    }
    return clean.toString();
  }

  /** The same in quotation marks, so that it reads as somebody's words. */
  public static String quoted(String text) {
    // Its own quotation marks would end ours.
    return Words.say(
        "quoted", clean(text).replace('“', '\'').replace('”', '\'').replace('"', '\''));
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      // Letters and marks by their class, but with nothing to see.
      default ->
          c == 0x034F
              || c == 0x115F
              || c == 0x1160
              || c == 0x17B4
              || c == 0x17B5
              || c == 0x2800
              || c == 0x3164
              || c == 0xFFA0
              || (c >= 0xFE00 && c <= 0xFE0F)
              || (c >= 0xE0100 && c <= 0xE01EF);
    };
  }
}
