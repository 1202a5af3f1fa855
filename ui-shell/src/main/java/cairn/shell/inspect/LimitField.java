package cairn.shell.inspect;

import cairn.kernel.Limits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** A limit that the user can change while a process runs, as the text of a field. */
public enum LimitField {
  /** All its memories and tables, in MB. */
  MEMORY("memory", 1, 4_294),
  /** Messages that wait for it. */
  MAILBOX("mailbox", 1, 1_000_000),
  /** What these messages take, in MB. */
  MAILBOX_BYTES("mailbox-bytes", 1, 1_000),
  /** Its own questions without an answer. */
  UNANSWERED("unanswered", 1, 1_000_000);

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
      case MEMORY, MAILBOX_BYTES -> true;
      case MAILBOX, UNANSWERED -> false;
    };
  }

  private long value(Limits of) {
    return switch (this) {
      case MEMORY -> of.memory();
      case MAILBOX -> of.mailboxMessages();
      case MAILBOX_BYTES -> of.mailboxBytes();
      case UNANSWERED -> of.unanswered();
    };
  }

  private Limits with(Limits now, long value) {
    return new Limits(
        this == MEMORY ? value : now.memory(),
        this == MAILBOX ? (int) value : now.mailboxMessages(),
        this == MAILBOX_BYTES ? value : now.mailboxBytes(),
        this == UNANSWERED ? (int) value : now.unanswered(),
        now.parked(),
        now.body(),
        now.handles(),
        now.timers(),
        now.logLines(),
        now.module(),
        now.threads(),
        now.stacks());
  }
}
