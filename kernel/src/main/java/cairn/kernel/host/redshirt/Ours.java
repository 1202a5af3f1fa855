package cairn.kernel.host.redshirt;

import cairn.kernel.Answer;
import cairn.kernel.NativeCall;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.MessageCodec.Decoded;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One of Cairn's interfaces, spoken to in the name of a program of redshirt. Any thread. */
record Ours(Definition definition) {
  static Ours of(Interfaces interfaces, String name) {
    return new Ours(interfaces.shipped(name).definition());
  }

  /** Sends a one-way. */
  void tell(NativeCall call, String name, Value... arguments) {
    var message = definition.message(name).orElseThrow();
    call.relay(definition.id(), MessageCodec.encodeCall(message, List.of(arguments)));
  }

  /**
   * Asks; {@code answered} gets the answer, or nothing for an error, once, perhaps at once.
   *
   * @return cancels the question
   */
  Runnable ask(
      NativeCall call, String name, Consumer<Optional<Value>> answered, Value... arguments) {
    var message = definition.message(name).orElseThrow();
    return call.relay(
        definition.id(),
        MessageCodec.encodeCall(message, List.of(arguments)),
        answer -> answered.accept(read(message, answer)));
  }

  private static Optional<Value> read(Definition.Message message, Answer answer) {
    // Whoever answers may be a program, and its bytes anything.
    return answer instanceof Answer.Success(var body)
            && MessageCodec.decodeAnswer(message, body) instanceof Decoded.Ok<Value>(var value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** What a result that is ok carries. */
  static Optional<Value> ok(Optional<Value> answer) {
    return answer.isPresent()
            && answer.get() instanceof Value.Case(var name, var payload)
            && name.equals("ok")
        ? payload
        : Optional.empty();
  }

  /** Which error a result is; empty text for an error answer or none at all. */
  static String error(Optional<Value> answer) {
    return answer.isPresent()
            && answer.get() instanceof Value.Case(var name, var payload)
            && name.equals("err")
            && payload.isPresent()
            && payload.get() instanceof Value.Case(var error, var _)
        ? error
        : "";
  }
}
