package cairn.shell.inspect;

import java.util.Locale;
import java.util.Set;

/**
 * Which messages are to be seen: what {@link MessageFilterParser} makes of {@code interface:tcp &&
 * size>1k}. Any thread.
 */
public sealed interface MessageFilter {
  /** Every message. */
  record All() implements MessageFilter {}

  /** Both. */
  record And(MessageFilter left, MessageFilter right) implements MessageFilter {}

  /** One of both at least. */
  record Or(MessageFilter left, MessageFilter right) implements MessageFilter {}

  /** Not this. */
  record Not(MessageFilter what) implements MessageFilter {}

  /** The text stands somewhere in the row. In lower case. */
  record Words(String text) implements MessageFilter {}

  /** The text stands in one field, or is the pid that stands there. In lower case. */
  record Says(Field field, String text) implements MessageFilter {}

  /** The field is exactly this. In lower case. */
  record Is(Field field, String text) implements MessageFilter {}

  /** It ended, or stands, in one of these ways. */
  record Ended(Set<MessageRow.Verdict> in) implements MessageFilter {
    public Ended {
      in = Set.copyOf(in);
    }
  }

  /** A number compares so. A time that has not come compares with nothing. */
  record Compares(Figure figure, Sign sign, long with) implements MessageFilter {}

  /** What can be asked about in words. */
  enum Field {
    INTERFACE,
    MESSAGE,
    FROM,
    TO,
    /** From or to. */
    PROGRAM
  }

  /** What can be compared: sizes in bytes, times in nanoseconds. */
  enum Figure {
    SIZE,
    ANSWER,
    TOOK,
    GATE,
    ASKED,
    WAITED,
    QUEUED,
    HANDLED,
    ID,
    NUMBER
  }

  /** How two numbers compare. */
  enum Sign {
    LESS,
    AT_MOST,
    SAME,
    OTHER,
    AT_LEAST,
    MORE;

    boolean holds(long left, long right) {
      return switch (this) {
        case LESS -> left < right;
        case AT_MOST -> left <= right;
        case SAME -> left == right;
        case OTHER -> left != right;
        case AT_LEAST -> left >= right;
        case MORE -> left > right;
      };
    }
  }

  /** Whether a message is to be seen. */
  default boolean passes(MessageRow row) {
    return switch (this) {
      case All() -> true;
      case And(var left, var right) -> left.passes(row) && right.passes(row);
      case Or(var left, var right) -> left.passes(row) || right.passes(row);
      case Not(var what) -> !what.passes(row);
      case Words(var text) -> says(row, text);
      case Says(var field, var text) -> says(row, field, text);
      case Is(var field, var text) -> is(row, field, text);
      case Ended(var in) -> in.contains(row.verdict());
      case Compares(var figure, var sign, var with) -> {
        long value = row.figure(figure);
        yield value >= 0 && sign.holds(value, with);
      }
    };
  }

  private static boolean says(MessageRow row, String text) {
    return lower(row.label()).contains(text)
        || lower(row.from().text()).contains(text)
        || lower(row.to().text()).contains(text)
        || lower(row.verdictWords()).contains(text);
  }

  private static boolean says(MessageRow row, Field field, String text) {
    return switch (field) {
      case INTERFACE -> lower(row.interfaceName()).contains(text) || row.hasId(text);
      case MESSAGE -> lower(row.messageName()).contains(text);
      case FROM -> row.from().says(text);
      case TO -> row.to().says(text);
      case PROGRAM -> row.from().says(text) || row.to().says(text);
    };
  }

  private static boolean is(MessageRow row, Field field, String text) {
    return switch (field) {
      case INTERFACE -> lower(row.interfaceName()).equals(text) || row.hasId(text);
      case MESSAGE -> lower(row.messageName()).equals(text);
      case FROM -> row.from().is(text);
      case TO -> row.to().is(text);
      case PROGRAM -> row.from().is(text) || row.to().is(text);
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
