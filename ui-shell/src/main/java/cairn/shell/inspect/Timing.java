package cairn.shell.inspect;

import cairn.kernel.MessageTrace;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.MessageTrace.Row;

/**
 * Where a message's time went, in nanoseconds; {@link MessageTrace#NEVER} for a stretch that it has
 * not finished.
 *
 * @param gate until it was decided about, without the next
 * @param asked for which the user was asked, at the gate and later; so far, while he is asked at
 *     the gate; 0: not at all
 * @param waited then, for a handler or room
 * @param queued then, in the handler's mailbox
 * @param handled then, until the answer, without the time for which the user was asked meanwhile
 * @param answerQueued then, until its emitter took the answer
 */
public record Timing(
    long gate, long asked, long waited, long queued, long handled, long answerQueued) {
  /** Of a row that is so old now. */
  public static Timing of(Row row, long ageNanos) {
    long passed = Math.max(0, row.passed());
    boolean placed = row.queued() >= 0;
    boolean asksNow = row.askedAtGate() == MessageTrace.NEVER;
    long atGate = asksNow ? ageNanos : row.askedAtGate();
    long handled = between(row.taken(), row.answered());
    boolean decided = placed || row.passed() >= 0 || row.outcome() == Outcome.DENIED;
    return new Timing(
        decided ? Math.max(0, passed - atGate) : MessageTrace.NEVER,
        atGate + row.askedLater(),
        placed ? Math.max(0, row.queued() - passed) : MessageTrace.NEVER,
        between(Math.max(passed, row.queued()), row.taken()),
        handled < 0 ? handled : Math.max(0, handled - row.askedLater()),
        between(row.answered(), row.received()));
  }

  private static long between(long from, long to) {
    return from < 0 || to < 0 ? MessageTrace.NEVER : Math.max(0, to - from);
  }

  /** The sum of what is known. */
  public long sum() {
    return Math.max(0, gate)
        + asked
        + Math.max(0, waited)
        + Math.max(0, queued)
        + Math.max(0, handled)
        + Math.max(0, answerQueued);
  }
}
