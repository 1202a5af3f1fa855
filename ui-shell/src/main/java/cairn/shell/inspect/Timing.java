package cairn.shell.inspect;

import cairn.kernel.MessageTrace;
import cairn.kernel.MessageTrace.Row;

/**
 * Where a message's time went, in nanoseconds; {@link MessageTrace#NEVER} for a stretch that it has
 * not finished.
 *
 * @param gate until it was allowed
 * @param waited then, for a handler or room
 * @param queued then, in the handler's mailbox
 * @param handled then, until the answer
 * @param answerQueued then, until its emitter took the answer
 */
public record Timing(long gate, long waited, long queued, long handled, long answerQueued) {
  /** Of a row. */
  public static Timing of(Row row) {
    long passed = Math.max(0, row.passed());
    boolean placed = row.queued() >= 0;
    return new Timing(
        placed || row.passed() >= 0 ? passed : MessageTrace.NEVER,
        placed ? Math.max(0, row.queued() - passed) : MessageTrace.NEVER,
        between(Math.max(passed, row.queued()), row.taken()),
        between(row.taken(), row.answered()),
        between(row.answered(), row.received()));
  }

  private static long between(long from, long to) {
    return from < 0 || to < 0 ? MessageTrace.NEVER : Math.max(0, to - from);
  }

  /** The sum of what is known. */
  public long sum() {
    return Math.max(0, gate)
        + Math.max(0, waited)
        + Math.max(0, queued)
        + Math.max(0, handled)
        + Math.max(0, answerQueued);
  }
}
