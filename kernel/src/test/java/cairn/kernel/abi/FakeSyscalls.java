package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Syscall;
import cairn.kernel.engine.GuestFault;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** A kernel of one process whose messages are answered by the test. One thread. */
final class FakeSyscalls implements Syscalls {
  private static final Interfaces SHIPPED = Interfaces.shipped();

  /** An open question. */
  record Open(long id, String name, List<Value> arguments, Definition.Message message) {}

  /** By "interface.message": what answers; an empty result leaves the question open. */
  private final Map<String, Function<List<Value>, Optional<Value>>> handlers = new HashMap<>();

  private final Map<Long, Open> open = new LinkedHashMap<>();
  private final Map<Long, Answer> answers = new LinkedHashMap<>();
  private long last = 1;

  /** Runs when the process would sleep; the next look must find something. */
  Runnable asleep = () -> {};

  final List<String> cancelled = new ArrayList<>();
  final List<String> sent = new ArrayList<>();

  void on(String name, Function<List<Value>, Value> handler) {
    handlers.put(name, arguments -> Optional.of(handler.apply(arguments)));
  }

  void leaveOpen(String name) {
    handlers.put(name, arguments -> Optional.empty());
  }

  /** The oldest open question of this name. */
  Open question(String name) {
    return open.values().stream().filter(q -> q.name().equals(name)).findFirst().orElseThrow();
  }

  boolean isOpen(String name) {
    return open.values().stream().anyMatch(q -> q.name().equals(name));
  }

  void answer(String name, Value value) {
    Open question = question(name);
    open.remove(question.id());
    answers.put(
        question.id(), new Answer.Success(MessageCodec.encodeAnswer(question.message(), value)));
  }

  void fail(String name) {
    Open question = question(name);
    open.remove(question.id());
    answers.put(question.id(), new Answer.Failure());
  }

  @Override
  public int emit(Syscall.EmitMessage message, LongConsumer id) {
    Definition definition = SHIPPED.find(message.to()).orElseThrow().definition();
    var decoded = MessageCodec.decodeCall(definition, message.body());
    if (!(decoded instanceof MessageCodec.Decoded.Ok<MessageCodec.Call>(var call))) {
      throw new AssertionError(decoded);
    }
    String name = definition.name() + "." + call.message().name();
    sent.add(name);
    Function<List<Value>, Optional<Value>> handler = handlers.get(name);
    if (handler == null) return NO_ROOM;
    long number = ++last;
    id.accept(number);
    open.put(number, new Open(number, name, call.arguments(), call.message()));
    Optional<Value> value = handler.apply(call.arguments());
    if (value.isPresent()) {
      open.remove(number);
      answers.put(
          number, new Answer.Success(MessageCodec.encodeAnswer(call.message(), value.get())));
    }
    return ACCEPTED;
  }

  @Override
  public Next next(Syscall.NextMessage wish) {
    Optional<Next> found = look(wish.wanted());
    if (found.isPresent() || !wish.block()) return found.orElse(new Next.Nothing());
    asleep.run();
    return look(wish.wanted()).orElseThrow(() -> new GuestFault("It waits for nothing."));
  }

  private Optional<Next> look(List<Long> wanted) {
    for (var answer : answers.entrySet()) {
      int slot = wanted.indexOf(answer.getKey());
      if (slot < 0) continue;
      answers.remove(answer.getKey());
      return Optional.of(
          new Next.Taken(
              slot, new Delivery.AnswerTo(new MessageId(answer.getKey()), answer.getValue())));
    }
    return Optional.empty();
  }

  @Override
  public boolean answer(Syscall.EmitAnswer answer) {
    throw new UnsupportedOperationException("WASI handles nothing");
  }

  @Override
  public boolean cancel(Syscall.CancelMessage message) {
    long id = message.id().number();
    Open question = open.remove(id);
    if (question != null) cancelled.add(question.name());
    return question != null || answers.remove(id) != null;
  }

  @Override
  public Answer ask(InterfaceId to, Payload body) {
    long[] id = new long[1];
    if (emit(new Syscall.EmitMessage(to, body, true, true), given -> id[0] = given) != ACCEPTED) {
      return new Answer.Failure();
    }
    Next next = next(new Syscall.NextMessage(List.of(id[0]), true, Integer.MAX_VALUE));
    return ((Delivery.AnswerTo) ((Next.Taken) next).what()).answer();
  }
}
