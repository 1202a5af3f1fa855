package cairn.registry;

import cairn.registry.WitToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a definition's text into tokens; comments and white space go. Never throws: what fits
 * nowhere becomes one {@link Kind#BAD} token, and the parser says what it expected there.
 */
final class WitLexer {
  private final String text;
  private final List<WitToken> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int column = 1;

  private WitLexer(String text) {
    this.text = text;
  }

  /** All tokens, the last one {@link Kind#END} or {@link Kind#BAD}. */
  static List<WitToken> tokens(String text) {
    var lexer = new WitLexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') advance();
      else if (text.startsWith("//", at)) lineComment();
      else if (text.startsWith("/*", at)) {
        if (!blockComment()) return;
      } else if (text.startsWith("->", at)) add(Kind.MARK, "->", 2);
      else if (isWordCharacter(c) || c == '%') word();
      else if (c == '"') {
        if (!label()) return;
      } else if ("{}()<>,:;=".indexOf(c) >= 0) add(Kind.MARK, String.valueOf(c), 1);
      else {
        bad("'" + Character.toString(text.codePointAt(at)) + "'");
        return;
      }
    }
    tokens.add(new WitToken(Kind.END, "", line, column));
  }

  private void lineComment() {
    while (at < text.length() && text.charAt(at) != '\n') advance();
  }

  /** Block comments nest, as in WIT. */
  private boolean blockComment() {
    int fromLine = line;
    int fromColumn = column;
    int open = 0;
    while (at < text.length()) {
      if (text.startsWith("/*", at)) {
        open++;
        advance();
        advance();
      } else if (text.startsWith("*/", at)) {
        open--;
        advance();
        advance();
        if (open == 0) return true;
      } else advance();
    }
    tokens.add(new WitToken(Kind.BAD, "a comment that does not end", fromLine, fromColumn));
    return false;
  }

  private void word() {
    int end = at;
    if (text.charAt(end) == '%') end++;
    int begin = end;
    while (end < text.length() && isWordCharacter(text.charAt(end)) && !text.startsWith("->", end))
      end++;
    String word = text.substring(begin, end);
    boolean escaped = begin > at;
    if (!escaped && word.equals("_")) add(Kind.MARK, word, end - at);
    else if (!escaped && isNumber(word)) add(Kind.NUMBER, word, end - at);
    else if (!isName(word)) add(Kind.BAD, "'" + text.substring(at, end) + "'", end - at);
    else {
      add(Kind.NAME, word, end - at);
      if (tokens.size() == 1 && word.equals("package")) packageName();
    }
  }

  /** Only behind {@code package} as the first word: {@code my:things/more@1.0.0}. */
  private void packageName() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) advance();
    int end = at;
    boolean colon = false;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (!isWordCharacter(c) && "%:/@.+".indexOf(c) < 0) break;
      colon |= c == ':';
      end++;
    }
    if (colon) add(Kind.PACKAGE, text.substring(at, end), end - at);
  }

  private boolean label() {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') end++;
    if (end >= text.length() || text.charAt(end) != '"') {
      bad("a label that does not end");
      return false;
    }
    add(Kind.LABEL, text.substring(at + 1, end), end + 1 - at);
    return true;
  }

  private void add(Kind kind, String what, int length) {
    tokens.add(new WitToken(kind, what, line, column));
    int end = at + length;
    while (at < end) advance();
  }

  private void bad(String what) {
    tokens.add(new WitToken(Kind.BAD, what, line, column));
  }

  /** One code point on. */
  private void advance() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c == '\n') {
      line++;
      column = 1;
    } else column++;
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static boolean isNumber(String word) {
    if (word.isEmpty() || word.length() > 9 || (word.length() > 1 && word.charAt(0) == '0'))
      return false;
    return word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** [a-z][a-z0-9]*(-[a-z0-9]+)*, at most {@value WitParser#MAX_NAME} characters. */
  static boolean isName(String word) {
    if (word.isEmpty() || word.length() > WitParser.MAX_NAME) return false;
    char first = word.charAt(0);
    if (first < 'a' || first > 'z' || word.endsWith("-") || word.contains("--")) return false;
    return word.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}
