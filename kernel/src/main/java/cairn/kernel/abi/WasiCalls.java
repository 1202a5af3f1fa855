package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Syscall;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One interface as a process speaks to it. What cannot be sent, is answered with an error or does
 * not decode (a handler may be a program) is empty. Any guest thread of the process.
 */
final class WasiCalls {
  private final Syscalls syscalls;
  private final InterfaceId on;
  private final Map<String, Definition.Message> messages = new HashMap<>();

  /** To an interface that ships. */
  WasiCalls(Syscalls syscalls, Definition definition) {
    this.syscalls = syscalls;
    this.on = definition.id();
    for (Definition.Message message : definition.messages()) messages.put(message.name(), message);
  }

  private Definition.Message message(String name) {
    return Optional.ofNullable(messages.get(name)).orElseThrow();
  }

  private Payload body(String name, Value... values) {
    return MessageCodec.encodeCall(message(name), List.of(values));
  }

  /** Asks and waits, also for somebody to answer the interface. */
  Optional<Value> ask(String name, Value... values) {
    return value(name, syscalls.ask(on, body(name, values)));
  }

  /** Asks and waits, unless nobody answers the interface. */
  Optional<Value> askIfAnybody(String name, Value... values) {
    Optional<MessageId> id = emit(body(name, values), false);
    if (id.isEmpty()) return Optional.empty();
    return next(syscalls, List.of(id.get()), true).flatMap(it -> value(name, it.answer()));
  }

  /** Asks and does not wait. */
  Optional<MessageId> start(String name, Value... values) {
    return emit(body(name, values), true);
  }

  private Optional<MessageId> emit(Payload body, boolean mayWait) {
    long[] id = new long[1];
    int status =
        syscalls.emit(new Syscall.EmitMessage(on, body, true, mayWait), given -> id[0] = given);
    return status == Syscalls.ACCEPTED ? Optional.of(new MessageId(id[0])) : Optional.empty();
  }

  /** Says, and expects nothing. */
  void tell(String name, Value... values) {
    syscalls.emit(new Syscall.EmitMessage(on, body(name, values), false, true), id -> {});
  }

  /** The answer to a message as a value. */
  Optional<Value> value(String name, Answer answer) {
    return switch (answer) {
      case Answer.Failure() -> Optional.empty();
      case Answer.Success(Payload body) ->
          switch (MessageCodec.decodeAnswer(message(name), body)) {
            case MessageCodec.Decoded.Ok<Value>(Value value) -> Optional.of(value);
            case MessageCodec.Decoded.Malformed<Value> _ -> Optional.empty();
          };
    };
  }

  /** Waits for, or looks for, the answer to one of these. */
  static Optional<Syscalls.Delivery.AnswerTo> next(
      Syscalls syscalls, List<MessageId> ids, boolean block) {
    List<Long> slots = ids.stream().map(MessageId::number).toList();
    return switch (syscalls.next(new Syscall.NextMessage(slots, block, Integer.MAX_VALUE))) {
      case Syscalls.Next.Taken(int _, Syscalls.Delivery.AnswerTo answer) -> Optional.of(answer);
      case Syscalls.Next.Taken _, Syscalls.Next.TooLarge _, Syscalls.Next.Nothing _ ->
          Optional.empty();
    };
  }
}
