package cairn.registry;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.TreeSet;

/**
 * What a program is called. The name comes from an address, a directory or a file, so whoever made
 * those chose it: it is cut, nothing in it is invisible or ends Cairn's quotation marks, and
 * letters that may look like others are named by their script. Pure; any thread.
 *
 * <p>In sentences a name stands in quotation marks ({@link #quoted}); alone, where only a name of a
 * program can stand, beside its picture say, it stands without ({@link #alone}).
 *
 * <p>The mark is a plain rule, not a table of confusable characters (Unicode Technical Standard 39,
 * section 4): any letter outside of ASCII is told of. Names of one foreign script, which such a
 * table lets pass, can look like Latin ones, and who reads that script is not told anything new.
 */
public final class ProgramName {
  /** Characters (code points) of a name that are shown. */
  public static final int MAX = 40;

  private ProgramName() {}

  /** The name in quotation marks, with what is to be known of its letters: “fetch”. */
  public static String quoted(String name) {
    return "“" + plain(name) + "”" + remark(name);
  }

  /** The name with what is to be known of its letters; empty when nothing of it can be seen. */
  public static String alone(String name) {
    return plain(name) + remark(name);
  }

  /** The name, cut and cleaned; empty when nothing of it can be seen. */
  public static String plain(String name) {
    var out = new StringBuilder();
    int length = 0;
    int marks = 0;
    boolean space = false;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        space = length > 0;
        continue;
      }
      if (!PlainText.visible(c)) continue;
      marks = PlainText.isMark(c) ? marks + 1 : 0;
      if (marks > PlainText.MAX_MARKS || (marks > 0 && (length == 0 || space))) continue;
      if (length + (space ? 2 : 1) > MAX) {
        int end = out.offsetByCodePoints(out.length(), length < MAX ? 0 : -1);
        return out.replace(end, out.length(), "…").toString();
      }
      if (space) out.append(' ');
      length += space ? 2 : 1;
      space = false;
      out.appendCodePoint(isQuote(c) ? '\'' : c);
    }
    return out.toString();
  }

  /** " (Cyrillic and Latin letters)", if there are others than a to z; empty if not. */
  public static String remark(String name) {
    var scripts = new TreeSet<String>();
    boolean foreign = false;
    for (int c : plain(name).codePoints().toArray()) {
      if (!Character.isLetter(c)) continue;
      foreign |= c >= 0x80;
      scripts.add(script(c));
    }
    if (!foreign) return "";
    if (scripts.size() == 1 && scripts.first().equals("Latin")) return " (letters beyond a–z)";
    return " (" + String.join(" and ", scripts) + " letters)";
  }

  private static String script(int letter) {
    var script = UnicodeScript.of(letter);
    if (script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED) return "symbolic";
    String name = script.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static boolean isQuote(int c) {
    int type = Character.getType(c);
    return type == Character.INITIAL_QUOTE_PUNCTUATION
        || type == Character.FINAL_QUOTE_PUNCTUATION
        || "\"„‚〝〞〟＂❛❜❝❞❟❠".indexOf(c) >= 0;
  }
}
