package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.Refusal;
import cairn.kernel.gate.Scope;
import cairn.kernel.judge.Wish;
import cairn.kernel.trace.TraceRing;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.Optional;

/** Messages that nobody will take: what their emitters get instead. Any thread. */
final class Refusals {
  private Refusals() {}

  /** Not accepted: its emitter knows by the status, and never had a message. */
  static void wentNowhere(
      Party from, InterfaceId to, Payload body, Refusal.Reason why, TraceRing trace) {
    wentNowhere(from, to, TraceRing.head(body), body.length(), why, trace);
  }

  /** The same, of a body that was not looked at. {@code first}: its first byte, or -1. */
  static void wentNowhere(
      Party from, InterfaceId to, int first, int length, Refusal.Reason why, TraceRing trace) {
    Track.wentNowhere(from, to, first, length, why, trace);
    from.refusals.note(new Refusal.About(to, first, Optional.empty()), why);
  }

  /** Not accepted: its emitter knows by the status. */
  static void unsent(Message message, Refusal.Reason why) {
    Track.refused(message, why);
    note(message, Optional.empty(), why);
  }

  private static void note(Message message, Optional<Scope> scope, Refusal.Reason why) {
    message.from.refusals.note(
        new Refusal.About(message.route.port.id(), TraceRing.head(message.body()), scope), why);
  }

  /** The handler has it, but not all of what it wants is allowed: an answer will say so. */
  static void partly(Message message, Wish wish, Refusal.Reason why, int head) {
    Track.refused(message, why);
    message.from.refusals.note(
        new Refusal.About(message.route.port.id(), head, Optional.of(wish.scope())), why);
    if (why instanceof Refusal.Denial) message.route.refused.incrementAndGet();
  }

  /** The user or a rule said no: politely, where the application knows how. */
  static void refuse(Message message, Wish wish, Refusal.Reason why) {
    Track.refused(message, why);
    note(message, Optional.of(wish.scope()), why);
    if (why instanceof Refusal.Denial) message.route.refused.incrementAndGet();
    message.landed();
    Question question = message.question;
    if (question == null) message.from.dropped.incrementAndGet();
    else question.asker().answer(question, refusalOf(message), false);
  }

  private static Answer refusalOf(Message message) {
    MessageCodec.Call call = message.call;
    if (call == null) return new Answer.Failure();
    return message
        .route
        .port
        .charter
        .descriptor()
        .flatMap(told -> told.message(call.message().name()))
        .flatMap(Descriptor.OfMessage::refusal)
        .<Answer>map(value -> new Answer.Success(MessageCodec.encodeAnswer(call.message(), value)))
        .orElseGet(Answer.Failure::new);
  }

  /** The body is not what the definition says, so nobody is asked about it. */
  static void refuseUnfit(Message message, Refusal.Reason why) {
    Track.refused(message, why);
    note(message, Optional.empty(), why);
    message.route.malformed.incrementAndGet();
    fail(message);
  }

  /** Nobody will take it. */
  static void fail(Message message) {
    message.landed();
    Question question = message.question;
    if (question == null) {
      message.from.dropped.incrementAndGet();
      Track.ends(message, Outcome.DROPPED);
    } else question.asker().answer(question, new Answer.Failure(), true);
  }

  /** What cannot come true is answered here: the handler might find that it can by now. */
  static void answerMoot(Message message, Wish wish, boolean reserved) {
    Refusal.Reason why = reserved ? new Refusal.Reserved() : new Refusal.Taken();
    Track.refused(message, why);
    note(message, Optional.of(wish.scope()), why);
    message.landed();
    Question question = message.question;
    MessageCodec.Call call = message.call;
    if (question == null || call == null)
      throw new IllegalStateException("what can be moot is a question that was read");
    Value error = Value.err(reserved ? "reserved" : "taken");
    question
        .asker()
        .answer(
            question, new Answer.Success(MessageCodec.encodeAnswer(call.message(), error)), true);
  }
}
