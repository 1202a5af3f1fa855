package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.MessageTrace.Outcome;
import cairn.registry.Descriptor;
import cairn.registry.MessageCodec;
import cairn.registry.Value;

/** Messages that nobody will take: what their emitters get instead. Any thread. */
final class Refusals {
  private Refusals() {}

  /** The user or a rule said no: politely, where the application knows how. */
  static void refuse(Message message) {
    Track.ends(message, Outcome.REFUSED);
    countRefused(message);
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
  static void refuseUnfit(Message message) {
    Track.ends(message, Outcome.UNFIT);
    countRefused(message);
    fail(message);
  }

  private static void countRefused(Message message) {
    message.landed();
    message.route.refused.incrementAndGet();
    message.from.refused.incrementAndGet();
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
  static void answerMoot(Message message, boolean reserved) {
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
