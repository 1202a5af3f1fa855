package cairn.shell.inspect;

import cairn.kernel.Limits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A limit that the user can change while a process runs, as the text of a field. All of them but
 * the size of a module, which counts when it is loaded and never again.
 */
public enum LimitField {
  /** All its memories, in MB. */
  MEMORY("memory", 1, 1_000_000),
  /** What its tables take of the Java heap, in MB. */
  TABLES("tables", 1, 1_000),
  /** Messages that wait for it. */
  MAILBOX("mailbox", 1, 1_000_000),
  /** What these messages take, in MB. */
  MAILBOX_BYTES("mailbox-bytes", 1, 1_000),
  /** Its own questions without an answer. */
  UNANSWERED("unanswered", 1, 1_000_000),
  /** Its messages that wait for the user. */
  PARKED("parked", 1, 100_000),
  /** What one message takes, in MB. */
  BODY("body", 1, 1_000),
  /** Sockets, and open files and folders. */
  HANDLES("handles", 1, 1_000_000),
  /** Alarms at once. */
  TIMERS("timers", 1, 1_000_000),
  /** Log lines a second. */
  LOG_LINES("log-lines", 1, 1_000_000),
  /** Guest threads. */
  THREADS("threads", 1, 1_000),
  /** The stacks of its threads, in MB. */
  STACKS("stacks", 1, 1_000);

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}([.,][0-9]{1,6})?");
  private static final BigDecimal MB = BigDecimal.valueOf(1_000_000);

  private final String key;
  private final long least;
  private final long most;

  LimitField(String key, long least, long most) {
    this.key = key;
    this.least = least;
    this.most = most;
  }

  /** What stands beside the field. */
  public String label() {
    return InspectWords.say("limit.field." + key);
  }

  /** Why a text is none of its values. */
  String fault() {
    return InspectWords.say(isSize() ? "limit.no-size" : "limit.no-count", label(), least, most);
  }

  /** What stands in the field at first: a size to the tenth of a MB. */
  public String text(Limits now) {
    return isSize()
        ? BigDecimal.valueOf(value(now))
            .divide(MB, 1, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : Long.toString(value(now));
  }

  /** Empty: the text is none of its values. A text that was not changed changes nothing. */
  Optional<Limits> read(String text, Limits now) {
    var typed = text.strip();
    if (typed.equals(text(now))) return Optional.of(now);
    if (!(isSize() ? SIZE : COUNT).matcher(typed).matches()) return Optional.empty();
    var number = new BigDecimal(typed.replace(',', '.'));
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) return Optional.empty();
    return Optional.of(with(now, (isSize() ? number.multiply(MB) : number).longValue()));
  }

  private boolean isSize() {
    return switch (this) {
      case MEMORY, TABLES, MAILBOX_BYTES, BODY, STACKS -> true;
      case MAILBOX, UNANSWERED, PARKED, HANDLES, TIMERS, LOG_LINES, THREADS -> false;
    };
  }

  private long value(Limits of) {
    return switch (this) {
      case MEMORY -> of.memory();
      case TABLES -> of.tables();
      case MAILBOX -> of.mailboxMessages();
      case MAILBOX_BYTES -> of.mailboxBytes();
      case UNANSWERED -> of.unanswered();
      case PARKED -> of.parked();
      case BODY -> of.body();
      case HANDLES -> of.handles();
      case TIMERS -> of.timers();
      case LOG_LINES -> of.logLines();
      case THREADS -> of.threads();
      case STACKS -> of.stacks();
    };
  }

  private Limits with(Limits now, long value) {
    return new Limits(
        either(MEMORY, value, now),
        either(TABLES, value, now),
        (int) either(MAILBOX, value, now),
        either(MAILBOX_BYTES, value, now),
        (int) either(UNANSWERED, value, now),
        (int) either(PARKED, value, now),
        (int) either(BODY, value, now),
        (int) either(HANDLES, value, now),
        (int) either(TIMERS, value, now),
        (int) either(LOG_LINES, value, now),
        now.module(),
        (int) either(THREADS, value, now),
        either(STACKS, value, now));
  }

  private long either(LimitField which, long value, Limits now) {
    return this == which ? value : which.value(now);
  }
}
