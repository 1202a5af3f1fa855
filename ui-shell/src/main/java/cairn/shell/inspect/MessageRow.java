package cairn.shell.inspect;

import cairn.kernel.MessageTrace.Row;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import cairn.shell.Amounts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One message as a row of {@code cairn:messages}.
 *
 * @param at when it was emitted
 * @param messageName as the definition says; {@code message 3} without one
 * @param ageNanos how old it was when it was last looked at
 */
public record MessageRow(
    Row row,
    Instant at,
    Peer from,
    Peer to,
    String interfaceName,
    String messageName,
    Verdict verdict,
    long ageNanos) {
  /** Who sent it or got it. {@code pid}: empty for Java code and for nobody. */
  public record Peer(String text, String pid, Optional<ProgramId> program) {
    boolean says(String wanted) {
      return isDigits(wanted) ? pid.equals(wanted) : text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    boolean is(String wanted) {
      return pid.equals(wanted) || text.toLowerCase(Locale.ROOT).equals(wanted);
    }

    private static boolean isDigits(String text) {
      return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
  }

  /** What became of it, with the answer looked at. */
  public enum Verdict {
    /** With its handler, or in its mailbox. */
    IN_FLIGHT,
    /** The user is being asked. */
    ASKING,
    /** For a handler or room. */
    WAITING,
    /** With success. */
    ANSWERED,
    /** Its answer is an err of its own type. */
    ERR,
    /** Its answer is the kernel's error. */
    FAILED,
    /** By the user, who was asked about it. */
    DENIED,
    /** By a decision made before, or a rule of the command. */
    DENIED_BEFORE,
    /** By Cairn: no answer of the user could have made it come true. */
    IMPOSSIBLE,
    /** Its body is not what the definition says. */
    UNFIT,
    /** One-way, taken by nobody. */
    DROPPED,
    /** One-way, taken. */
    DELIVERED,
    /** By its emitter. */
    CANCELLED,
    /** Its emitter ended. */
    ABANDONED,
    /** Not accepted. */
    NO_HANDLER,
    /** Not accepted, and nobody has a definition of the interface. */
    UNKNOWN_INTERFACE,
    /** Not accepted. */
    NO_ROOM,
    /** Not accepted. */
    OVER_LIMIT,
    /** By a filter; what went on is the next row with its id. */
    CHANGED;

    private final String words = InspectWords.say("verdict." + name().toLowerCase(Locale.ROOT));

    /** Whether something may still come. */
    public boolean isOpen() {
      return this == IN_FLIGHT || this == ASKING || this == WAITING;
    }
  }

  /** The columns, in order. */
  public static final List<Column<MessageRow>> COLUMNS =
      List.of(
          Column.text(InspectWords.say("message.time"), 128, 128, MessageRow::time),
          Column.text(InspectWords.say("message.from"), 144, 90, row -> row.from().text()),
          Column.text(InspectWords.say("message.to"), 150, 90, row -> row.to().text()),
          Column.text(InspectWords.say("message.message"), 200, 120, MessageRow::label),
          Column.number(
              InspectWords.say("message.size"),
              84,
              row -> Amounts.bytes(row.row().size()),
              Comparator.comparingInt(row -> row.row().size())),
          Column.number(
              InspectWords.say("message.took"),
              76,
              MessageRow::took,
              Comparator.comparingLong(MessageRow::tookNanos)),
          Column.<MessageRow>number(
                  InspectWords.say("message.asked"),
                  84,
                  MessageRow::asked,
                  Comparator.comparingLong(MessageRow::askedNanos))
              .tip(InspectWords.say("message.asked.tip")),
          Column.text(InspectWords.say("message.outcome"), 150, 130, MessageRow::verdictWords));

  /** {@code tcp.connect}. */
  public String label() {
    return messageName.isEmpty() ? interfaceName : interfaceName + "." + messageName;
  }

  /** {@code 11:02:41.204117}. */
  public String time() {
    return MessageNames.time(at);
  }

  /** How long it took, or takes already; nothing for a one-way that was taken at once. */
  public String took() {
    long nanos = tookNanos();
    return nanos < 0 ? "" : Figures.span(nanos);
  }

  /**
   * From its emission to its answer, or to its taking when there is none, without the time for
   * which the user was asked; -1: not known, or the user is asked now.
   */
  public long tookNanos() {
    if (verdict == Verdict.ASKING) return -1;
    long over = row.answered() >= 0 ? row.answered() : row.taken();
    long all = verdict.isOpen() ? ageNanos : over;
    return all < 0 ? -1 : Math.max(0, all - askedNanos());
  }

  /** How long the user was asked about it, or is already; nothing when he was not. */
  public String asked() {
    long nanos = askedNanos();
    return nanos <= 0 ? "" : Figures.span(nanos);
  }

  /** The same in nanoseconds, 0 when he was not. */
  public long askedNanos() {
    return timing().asked();
  }

  /** Where its time went. */
  public Timing timing() {
    return Timing.of(row, ageNanos);
  }

  /** What became of it, in words. */
  public String verdictWords() {
    return verdict.words;
  }

  /** Whether a text is the beginning of the interface's id, six digits at least. */
  boolean hasId(String digits) {
    return digits.length() >= 6 && row.on().toString().startsWith(digits);
  }

  /** The interface. */
  public InterfaceId on() {
    return row.on();
  }

  /** A number of it; negative when it has none. */
  long figure(MessageFilter.Figure figure) {
    var timing = timing();
    return switch (figure) {
      case SIZE -> row.size();
      case ANSWER -> row.answerSize();
      case TOOK -> tookNanos();
      case GATE -> timing.gate();
      case ASKED -> timing.asked();
      case WAITED -> timing.waited();
      case QUEUED -> timing.queued();
      case HANDLED -> timing.handled();
      case ID -> row.question();
      case NUMBER -> row.number();
    };
  }
}
