package cairn.registry;

import java.nio.charset.StandardCharsets;

/** Reads an interface definition in the source form of docs/INTERFACES.md: a subset of WIT. */
public final class WitParser {
  /** The longest source, in UTF-16 units, comments included. */
  public static final int MAX_SOURCE = 256 * 1024;

  /** The longest canonical text, in bytes. */
  public static final int MAX_CANONICAL = 64 * 1024;

  /** The most messages of an interface. */
  public static final int MAX_MESSAGES = 256;

  /** The most cases of a variant or an enum. */
  public static final int MAX_CASES = 256;

  /** The most flags of a set. */
  public static final int MAX_FLAGS = 64;

  /** How deep types may nest; a type without parts has depth 1. */
  public static final int MAX_DEPTH = 32;

  /** The longest name and the longest label of a raw interface, in characters. */
  public static final int MAX_NAME = 64;

  /** The most bytes that the parts of fixed size of one type may take. */
  public static final int MAX_STATIC_SIZE = 16 << 20;

  private WitParser() {}

  /** What came of reading a text. */
  public sealed interface Parsed {
    /** A definition. */
    record Ok(Definition definition) implements Parsed {}

    /**
     * The text does not parse. Line and column (in code points) count from 1. {@code found} is
     * quoted where it stands in the text, and safe to show.
     */
    record Fault(int line, int column, String expected, String found) implements Parsed {
      /** "line 3, column 14: expected a type, found 'u65'". */
      public String sentence() {
        return "line "
            + line
            + ", column "
            + column
            + ": expected "
            + expected
            + ", found "
            + found;
      }
    }
  }

  /** Parses one interface. Never throws, whatever the text. */
  public static Parsed parse(String text) {
    if (text.length() > MAX_SOURCE)
      return new Parsed.Fault(
          1,
          1,
          "a text of at most " + MAX_SOURCE + " characters",
          "one of " + text.length() + " characters");
    return new WitGrammar(WitLexer.tokens(text)).parse();
  }

  /** Parses bytes fetched for an id: accepted only in canonical form. */
  public static Parsed parseCanonical(Payload bytes) {
    if (bytes.length() > MAX_CANONICAL)
      return new Parsed.Fault(
          1,
          1,
          "a canonical text of at most " + MAX_CANONICAL + " bytes",
          "one of " + bytes.length() + " bytes");
    // One char a byte, so that nothing is repaired on the way; the canonical text is ASCII.
    String text = new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    return switch (parse(text)) {
      case Parsed.Fault fault -> fault;
      case Parsed.Ok ok ->
          ok.definition().canonicalText().equals(text)
              ? ok
              : difference(ok.definition().canonicalText(), text);
    };
  }

  private static Parsed.Fault difference(String canonical, String text) {
    int line = 1;
    int column = 1;
    int at = 0;
    while (at < text.length() && at < canonical.length() && text.charAt(at) == canonical.charAt(at))
      if (text.charAt(at++) == '\n') {
        line++;
        column = 1;
      } else column++;
    return new Parsed.Fault(
        line, column, "the canonical form, " + rest(canonical, at), rest(text, at));
  }

  private static String rest(String text, int from) {
    if (from >= text.length()) return "the end of the text";
    return "'"
        + PlainText.shortened(text.substring(from, Math.min(text.length(), from + 60)), 30)
        + "'";
  }
}
