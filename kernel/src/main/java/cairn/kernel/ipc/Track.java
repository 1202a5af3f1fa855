package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.Refusal;
import cairn.kernel.trace.TraceRing;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;

/**
 * What is noted in the trace along a message's way, a line for each place where something happens
 * to it. Any thread, under any lock of this package.
 */
final class Track {
  private Track() {}

  /** It was made, and nobody else has seen it. */
  static void begins(Message message, TraceRing trace) {
    Question question = message.question;
    message.trace = trace;
    begins(message, message.from, question == null ? System.nanoTime() : question.sinceNanos);
    if (trace.bodies().any() && wants(trace, message.from))
      trace.bodies().message(message.row, message.body());
  }

  /**
   * A filter that has it in hand has given it another body: it goes on as a row of the filter's.
   */
  static void changed(Message message, Party by) {
    TraceRing trace = message.trace;
    if (trace == null) return;
    trace.ends(message.row, Outcome.CHANGED);
    begins(message, by, System.nanoTime());
    if (trace.bodies().any() && (wants(trace, message.from) || wants(trace, by)))
      trace.bodies().message(message.row, message.body());
    // Whoever ended the question meanwhile may have done so to the row before.
    Question question = message.question;
    if (question == null) return;
    switch (question.fate) {
      case WANTED -> {}
      case CANCELLED -> ends(message, Outcome.CANCELLED);
      case ASKER_ENDED -> ends(message, Outcome.ABANDONED);
    }
  }

  private static void begins(Message message, Party in, long nanos) {
    TraceRing trace = message.trace;
    if (trace == null) return;
    Question question = message.question;
    message.row =
        trace.begin(
            nanos,
            in.pid(),
            message.route.port.id(),
            TraceRing.head(message.body()),
            message.length,
            question == null ? 0 : question.id);
  }

  /** A body that was not made a message. {@code first}: its first byte, or -1. */
  static void wentNowhere(
      Party from, InterfaceId to, int first, int length, Refusal.Reason why, TraceRing trace) {
    long row = trace.begin(System.nanoTime(), from.pid(), to, first, length, 0);
    trace.ends(row, outcomeOf(why));
  }

  /** No handler is given it. */
  static void refused(Message message, Refusal.Reason why) {
    ends(message, outcomeOf(why));
  }

  private static Outcome outcomeOf(Refusal.Reason why) {
    return switch (why) {
      case Refusal.Answered _ -> Outcome.DENIED;
      case Refusal.DecidedBefore _, Refusal.RestOfRun _, Refusal.ByFlag _ -> Outcome.DENIED_BEFORE;
      case Refusal.Reserved _, Refusal.Taken _ -> Outcome.IMPOSSIBLE;
      case Refusal.Malformed _, Refusal.WrongKind _ -> Outcome.UNFIT;
      case Refusal.UnknownInterface _ -> Outcome.UNKNOWN_INTERFACE;
      case Refusal.NoHandler _ -> Outcome.NO_HANDLER;
      case Refusal.NoRoom _ -> Outcome.NO_ROOM;
      case Refusal.OverLimit _ -> Outcome.LIMIT;
    };
  }

  static void asksUser(Message message) {
    TraceRing trace = message.trace;
    if (trace != null) trace.asks(message.row);
  }

  /** He was asked for so long when its handler had it. */
  static void askedLater(Message message, long nanos) {
    TraceRing trace = message.trace;
    if (trace != null) trace.askedLater(message.row, nanos);
  }

  static void passes(Message message) {
    TraceRing trace = message.trace;
    if (trace != null) trace.passed(message.row);
  }

  static void waits(Message message) {
    TraceRing trace = message.trace;
    if (trace != null) trace.waits(message.row);
  }

  /** It is about to lie in this party's mailbox. */
  static void queues(Message message, Handler handler) {
    TraceRing trace = message.trace;
    if (trace == null || !(handler instanceof Handler.ByProcess by)) return;
    trace.queued(message.row, by.party.pid());
    if (trace.bodies().any() && wants(trace, by.party))
      trace.bodies().message(message.row, message.body());
  }

  static void handedToNative(Message message) {
    TraceRing trace = message.trace;
    if (trace == null) return;
    trace.handedToNative(message.row);
    if (message.question == null) trace.ends(message.row, Outcome.DELIVERED);
  }

  /** Its handler took it. {@code owed}: and owes an answer. */
  static void taken(Message message, boolean owed) {
    TraceRing trace = message.trace;
    if (trace == null) return;
    trace.taken(message.row);
    if (!owed) trace.ends(message.row, Outcome.DELIVERED);
  }

  static void answered(Message message, Answer answer, long nanos) {
    TraceRing trace = message.trace;
    if (trace == null) return;
    switch (answer) {
      case Answer.Success(Payload body) -> {
        trace.answered(message.row, nanos, body.length(), TraceRing.head(body));
        if (trace.bodies().any()) trace.bodies().answer(message.row, body);
      }
      case Answer.Failure _ -> trace.answered(message.row, nanos, -1, -1);
    }
  }

  /** Its emitter took the answer. */
  static void received(Message message) {
    TraceRing trace = message.trace;
    if (trace != null) trace.received(message.row);
  }

  /** Its story is over; what was noted first counts. */
  static void ends(Message message, Outcome outcome) {
    TraceRing trace = message.trace;
    if (trace != null) trace.ends(message.row, outcome);
  }

  private static boolean wants(TraceRing trace, Party party) {
    return trace.bodies().wants(party.pid(), party.subject().program());
  }
}
