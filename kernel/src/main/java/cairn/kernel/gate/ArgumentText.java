package cairn.kernel.gate;

import cairn.registry.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A program's arguments as text that can be read, compared by eye, and read back: each in quotation
 * marks of its own, with nothing left out and nothing that cannot be seen. Different arguments have
 * different texts. Pure; any thread.
 *
 * <pre>
 * arguments = [ argument { " " argument } ]
 * argument  = '"' { character | '\' ( '"' | '\' | 'n' | 'r' | 't' | "u{" HEX "}" ) } '"'
 *           | word without spaces, quotation marks and backslashes     when read
 * </pre>
 */
public final class ArgumentText {
  private ArgumentText() {}

  /**
   * One argument in quotation marks; what is not {@linkplain PlainText#visible visible} escaped.
   */
  public static String quoted(String argument) {
    var out = new StringBuilder(argument.length() + 2).append('"');
    int marks = 0;
    for (int i = 0; i < argument.length(); ) {
      int c = argument.codePointAt(i);
      i += Character.charCount(c);
      marks = PlainText.isMark(c) ? marks + 1 : 0;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // A mark on the quotation mark would not be seen as part of the text.
          boolean plain = PlainText.visible(c) && marks <= PlainText.MAX_MARKS && isOwnSpace(c);
          if (plain && (marks == 0 || out.length() > 1)) out.appendCodePoint(c);
          else out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
    return out.append('"').toString();
  }

  /** Spaces of other widths look like this one, or like nothing. */
  private static boolean isOwnSpace(int c) {
    return c == ' ' || !Character.isSpaceChar(c);
  }

  /** All of them, a space between two. */
  public static String quoted(List<String> arguments) {
    return arguments.stream().map(ArgumentText::quoted).collect(Collectors.joining(" "));
  }

  /** Reads what {@link #quoted(List)} writes, and plain words; empty when it is neither. */
  public static Optional<List<String>> read(String text) {
    var arguments = new ArrayList<String>();
    var reader = new Reader(text);
    while (reader.skipSpaces()) {
      Optional<String> next = reader.argument();
      if (next.isEmpty()) return Optional.empty();
      arguments.add(next.get());
    }
    return Optional.of(arguments);
  }

  /** Where reading is. Confined to its caller. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    /** False: nothing follows. */
    boolean skipSpaces() {
      while (at < text.length() && text.charAt(at) == ' ') at++;
      return at < text.length();
    }

    Optional<String> argument() {
      return text.charAt(at) == '"' ? inQuotes() : word();
    }

    private Optional<String> word() {
      int end = text.indexOf(' ', at);
      String word = text.substring(at, end < 0 ? text.length() : end);
      at += word.length();
      return word.indexOf('"') < 0 && word.indexOf('\\') < 0 ? Optional.of(word) : Optional.empty();
    }

    private Optional<String> inQuotes() {
      var out = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"')
          return at == text.length() || text.charAt(at) == ' '
              ? Optional.of(out.toString())
              : Optional.empty();
        if (c != '\\') out.append(c);
        else if (!escaped(out)) return Optional.empty();
      }
      return Optional.empty();
    }

    private boolean escaped(StringBuilder out) {
      if (at == text.length()) return false;
      char c = text.charAt(at++);
      switch (c) {
        case '"', '\\' -> out.append(c);
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          return number(out);
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean number(StringBuilder out) {
      int end = text.indexOf('}', at);
      if (end < 0 || text.charAt(at) != '{') return false;
      String digits = text.substring(at + 1, end);
      if (!digits.matches("[0-9a-fA-F]{1,6}")) return false;
      int c = Integer.parseInt(digits, 16);
      if (!Character.isValidCodePoint(c)) return false;
      out.appendCodePoint(c);
      at = end + 1;
      return true;
    }
  }
}
