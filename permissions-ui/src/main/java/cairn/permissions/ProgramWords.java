package cairn.permissions;

import cairn.registry.PlainText;

/**
 * Text that a program chose, made fit to stand among Cairn's own words: nothing in it is invisible,
 * reorders what stands around it, breaks the line or piles up.
 */
public final class ProgramWords {
  /** Characters (code points) shown of a text. */
  public static final int MAX = 120;

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
      if (!PlainText.visible(c)) continue;
      boolean mark = PlainText.isMark(c);
      marks = mark ? marks + 1 : 0;
      if (marks > PlainText.MAX_MARKS || (mark && length == 0)) continue;
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
}
