package cairn.shell.inspect;

import cairn.shell.inspect.MessageFilter.Field;
import cairn.shell.inspect.MessageFilter.Figure;
import cairn.shell.inspect.MessageFilter.Sign;
import cairn.shell.inspect.MessageRow.Verdict;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters. By recursive descent over
 *
 * <pre>
 * any   := all ("||" all)*
 * all   := one ("&amp;&amp;"? one)*
 * one   := "!" one | "(" any ")" | field sign value | value
 * sign  := ":" | "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * value := a word, or a text in double quotes
 * </pre>
 *
 * A word alone is looked for everywhere. {@code outcome:denied}, {@code size>1k}, {@code
 * took>=2ms}. At most {@value #LONGEST} characters and {@value #DEEPEST} levels. Never throws.
 */
public final class MessageFilterParser {
  static final int LONGEST = 2000;
  static final int DEEPEST = 50;

  private static final Map<String, Field> FIELDS =
      Map.of(
          "interface", Field.INTERFACE,
          "message", Field.MESSAGE,
          "from", Field.FROM,
          "to", Field.TO,
          "program", Field.PROGRAM,
          "pid", Field.PROGRAM);

  private static final Map<String, Figure> FIGURES =
      Map.of(
          "size", Figure.SIZE,
          "answer", Figure.ANSWER,
          "took", Figure.TOOK,
          "gate", Figure.GATE,
          "asked", Figure.ASKED,
          "waited", Figure.WAITED,
          "queued", Figure.QUEUED,
          "handled", Figure.HANDLED,
          "id", Figure.ID,
          "row", Figure.NUMBER);

  private static final Map<String, Set<Verdict>> OUTCOMES =
      Map.ofEntries(
          Map.entry("open", EnumSet.of(Verdict.IN_FLIGHT, Verdict.ASKING, Verdict.WAITING)),
          Map.entry("asking", EnumSet.of(Verdict.ASKING)),
          Map.entry("waiting", EnumSet.of(Verdict.WAITING)),
          Map.entry("ok", EnumSet.of(Verdict.ANSWERED, Verdict.DELIVERED)),
          Map.entry("answered", EnumSet.of(Verdict.ANSWERED, Verdict.ERR, Verdict.FAILED)),
          Map.entry("delivered", EnumSet.of(Verdict.DELIVERED)),
          Map.entry("err", EnumSet.of(Verdict.ERR)),
          Map.entry("error", EnumSet.of(Verdict.ERR, Verdict.FAILED)),
          Map.entry("failed", EnumSet.of(Verdict.FAILED)),
          Map.entry("denied", EnumSet.of(Verdict.DENIED, Verdict.DENIED_BEFORE)),
          Map.entry(
              "refused",
              EnumSet.of(Verdict.DENIED, Verdict.DENIED_BEFORE, Verdict.IMPOSSIBLE, Verdict.UNFIT)),
          Map.entry("malformed", EnumSet.of(Verdict.UNFIT)),
          Map.entry("unfit", EnumSet.of(Verdict.UNFIT)),
          Map.entry("dropped", EnumSet.of(Verdict.DROPPED)),
          Map.entry("changed", EnumSet.of(Verdict.CHANGED)),
          Map.entry("cancelled", EnumSet.of(Verdict.CANCELLED, Verdict.ABANDONED)),
          Map.entry("unknown", EnumSet.of(Verdict.UNKNOWN_INTERFACE)),
          Map.entry(
              "unsent",
              EnumSet.of(
                  Verdict.NO_HANDLER,
                  Verdict.UNKNOWN_INTERFACE,
                  Verdict.NO_ROOM,
                  Verdict.OVER_LIMIT)));

  /** What came of reading a filter. */
  public sealed interface Parsed {
    /** It can be used. */
    record Ok(MessageFilter filter) implements Parsed {}

    /**
     * It cannot. {@code at}: the character, from 0, where it goes wrong; {@code why}: for people.
     */
    record Wrong(int at, String why) implements Parsed {}
  }

  /** The text goes wrong; caught in {@link #parse}. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;
    final int at;
    final String why;

    Misfit(int at, String key, Object... places) {
      super(null, null, false, false);
      this.at = at;
      this.why = InspectWords.say("filter." + key, places);
    }
  }

  private final String text;
  private int at;
  private int depth;

  private MessageFilterParser(String text) {
    this.text = text;
  }

  /** Reads a filter; a blank one shows all. */
  public static Parsed parse(String text) {
    if (text.isBlank()) return new Parsed.Ok(new MessageFilter.All());
    var parser = new MessageFilterParser(text);
    try {
      if (text.length() > LONGEST) throw new Misfit(LONGEST, "too-long");
      var filter = parser.any();
      if (parser.more()) throw new Misfit(parser.at, "not-here", parser.rest());
      return new Parsed.Ok(filter);
    } catch (Misfit misfit) {
      return new Parsed.Wrong(misfit.at, misfit.why);
    }
  }

  private MessageFilter any() throws Misfit {
    var filter = all();
    while (take("||")) filter = new MessageFilter.Or(filter, all());
    return filter;
  }

  private MessageFilter all() throws Misfit {
    var filter = one();
    while (true) {
      boolean and = take("&&");
      if (!and && (!more() || text.startsWith("||", at) || text.charAt(at) == ')')) return filter;
      filter = new MessageFilter.And(filter, one());
    }
  }

  private MessageFilter one() throws Misfit {
    if (!more()) throw new Misfit(at, "ends");
    if (++depth > DEEPEST) throw new Misfit(at, "too-deep");
    try {
      if (take("!")) return new MessageFilter.Not(one());
      if (take("(")) {
        int opened = at - 1;
        var inside = any();
        if (!take(")")) throw new Misfit(opened, "no-close");
        return inside;
      }
      return term();
    } finally {
      depth--;
    }
  }

  private MessageFilter term() throws Misfit {
    int from = at;
    boolean quoted = text.charAt(at) == '"';
    String word = word();
    Sign sign = quoted ? null : sign();
    if (sign == null) return new MessageFilter.Words(word);
    boolean colon = text.charAt(at - 1) == ':';
    String name = word.toLowerCase(Locale.ROOT);
    Field field = FIELDS.get(name);
    Figure figure = FIGURES.get(name);
    boolean outcome = name.equals("outcome");
    if (field == null && figure == null && !outcome) throw new Misfit(from, "no-field", word);
    int valueAt = at;
    if (!startsWord()) throw new Misfit(at, "no-value", word);
    String value = word();
    if (figure != null)
      return new MessageFilter.Compares(figure, sign, number(figure, value, valueAt));
    if (sign != Sign.SAME && sign != Sign.OTHER) throw new Misfit(valueAt - 1, "no-order", word);
    var means = outcome ? outcome(value, valueAt) : says(field, colon, value);
    return sign == Sign.OTHER ? new MessageFilter.Not(means) : means;
  }

  private static MessageFilter says(@Nullable Field field, boolean colon, String value) {
    if (field == null) throw new IllegalStateException("a field was read");
    return colon ? new MessageFilter.Says(field, value) : new MessageFilter.Is(field, value);
  }

  private static MessageFilter outcome(String value, int valueAt) throws Misfit {
    Set<Verdict> in = OUTCOMES.get(value);
    if (in == null)
      throw new Misfit(
          valueAt,
          "no-outcome",
          value,
          String.join(", ", OUTCOMES.keySet().stream().sorted().toList()));
    return new MessageFilter.Ended(in);
  }

  private static long number(Figure figure, String value, int valueAt) throws Misfit {
    int digits = 0;
    while (digits < value.length()
        && (isDigit(value.charAt(digits)) || value.charAt(digits) == '.')) digits++;
    BigDecimal factor =
        switch (figure) {
          case SIZE, ANSWER -> bytes(value.substring(digits));
          case TOOK, GATE, ASKED, WAITED, QUEUED, HANDLED -> nanos(value.substring(digits));
          case ID, NUMBER -> value.length() == digits ? BigDecimal.ONE : null;
        };
    if (factor == null || digits == 0 || digits > 18) throw new Misfit(valueAt, "no-number", value);
    try {
      return new BigDecimal(value.substring(0, digits)).multiply(factor).longValueExact();
    } catch (ArithmeticException | NumberFormatException odd) {
      throw new Misfit(valueAt, "no-number", value);
    }
  }

  private static @Nullable BigDecimal bytes(String unit) {
    return switch (unit) {
      case "", "b" -> BigDecimal.ONE;
      case "k", "kb" -> BigDecimal.valueOf(1_000);
      case "m", "mb" -> BigDecimal.valueOf(1_000_000);
      default -> null;
    };
  }

  private static @Nullable BigDecimal nanos(String unit) {
    return switch (unit) {
      case "ns" -> BigDecimal.ONE;
      case "us", "µs" -> BigDecimal.valueOf(1_000);
      case "", "ms" -> BigDecimal.valueOf(1_000_000);
      case "s" -> BigDecimal.valueOf(1_000_000_000);
      default -> null;
    };
  }

  // ---- characters -----------------------------------------------------------------------------

  /** A word or a quoted text, in lower case. */
  private String word() throws Misfit {
    int from = at;
    if (text.charAt(at) == '"') {
      int end = text.indexOf('"', at + 1);
      if (end < 0) throw new Misfit(from, "no-quote");
      at = end + 1;
      return text.substring(from + 1, end).toLowerCase(Locale.ROOT);
    }
    while (at < text.length() && isOfWord(text.charAt(at))) at++;
    if (at == from) throw new Misfit(at, "not-here", rest());
    return text.substring(from, at).toLowerCase(Locale.ROOT);
  }

  private boolean startsWord() {
    return at < text.length() && (text.charAt(at) == '"' || isOfWord(text.charAt(at)));
  }

  private @Nullable Sign sign() {
    if (at >= text.length()) return null;
    Sign sign =
        switch (text.charAt(at)) {
          case ':', '=' -> Sign.SAME;
          case '!' -> text.startsWith("!=", at) ? Sign.OTHER : null;
          case '<' -> text.startsWith("<=", at) ? Sign.AT_MOST : Sign.LESS;
          case '>' -> text.startsWith(">=", at) ? Sign.AT_LEAST : Sign.MORE;
          default -> null;
        };
    if (sign != null)
      at += sign == Sign.OTHER || sign == Sign.AT_MOST || sign == Sign.AT_LEAST ? 2 : 1;
    return sign;
  }

  private boolean take(String token) {
    if (!more() || !text.startsWith(token, at)) return false;
    at += token.length();
    return true;
  }

  /** Passes blanks; whether anything follows. */
  private boolean more() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    return at < text.length();
  }

  private String rest() {
    return text.substring(at, Math.min(text.length(), at + 1));
  }

  private static boolean isOfWord(char c) {
    return !Character.isWhitespace(c) && "()!\":=<>&|".indexOf(c) < 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
