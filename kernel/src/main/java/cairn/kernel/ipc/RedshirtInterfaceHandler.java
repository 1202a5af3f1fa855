package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.RedshirtPersonality;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.MessageCodec.Decoded;
import cairn.registry.Payload;
import cairn.registry.Value;
import cairn.registry.WitParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Answers the interface by which programs of redshirt register, receive and answer
 * (docs/INTERFACES.md). Registering goes on to {@code interface} in the program's name, and is
 * asked about there. Any thread.
 */
public final class RedshirtInterfaceHandler implements NativeHandler {
  /** What its bodies are, but for the answer of next-message, which has no length before it. */
  private static final Definition MESSAGES =
      definition(
          """
          interface redshirt-interface-messages {
            enum register-error { already-registered }
            register: func(id: list<u8, 32>) -> result<u64, register-error>;
            next-message: func(registration: u64) -> tuple<>;
            answer: func(id: u64, answer: result<list<u8>>) -> tuple<>;
            register-b: func(id: list<u8, 32>) -> result<tuple<>, register-error>;
          }
          """);

  /** Numbers that one process may have; whoever wants more is told that others were first. */
  private static final int MOST = 256;

  private final Definition definition;
  private final Definition ours;
  private final Router router;
  private final AtomicLong last = new AtomicLong();
  private final Map<Pid, Map<Long, InterfaceId>> registrations = new ConcurrentHashMap<>();

  /** For the processes of this router. */
  public RedshirtInterfaceHandler(Interfaces interfaces, Router router) {
    this.definition = interfaces.shipped("redshirt-interface").definition();
    this.ours = interfaces.shipped("interface").definition();
    this.router = router;
    if (!definition.id().equals(RedshirtPersonality.INTERFACE))
      throw new IllegalStateException("the interface of redshirt has another id");
  }

  private static Definition definition(String source) {
    if (WitParser.parse(source) instanceof WitParser.Parsed.Ok ok) return ok.definition();
    throw new IllegalStateException(source);
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    Payload body = bytes(call.arguments().getFirst());
    if (!(MessageCodec.decodeCall(MESSAGES, body) instanceof Decoded.Ok<MessageCodec.Call>(var it))
        || !(call instanceof NativeDelivery delivery)) {
      call.fail();
      return;
    }
    switch (it.message().name()) {
      case "register", "register-b" -> register(call, it);
      case "next-message" -> next(delivery, number(it.arguments().getFirst()));
      case "answer" -> {
        answer(call.emitter(), it);
        // One-way; whoever asks all the same is not left waiting.
        call.fail();
      }
      default -> throw new IllegalStateException(it.message().name());
    }
  }

  private void register(NativeCall call, MessageCodec.Call it) {
    var id = InterfaceId.read(bytes(it.arguments().getFirst()).toByteArray(), 0);
    var register = ours.message("register").orElseThrow();
    if (registrations.getOrDefault(call.emitter(), Map.of()).size() >= MOST) {
      call.answer(Value.bytes(registered(call.emitter(), id, it.message(), new Answer.Failure())));
      return;
    }
    Consumer<Answer> answered =
        answer -> call.answer(Value.bytes(registered(call.emitter(), id, it.message(), answer)));
    Runnable cancel =
        call.relay(ours.id(), MessageCodec.encodeCall(register, it.arguments()), answered);
    call.onCancel(cancel);
  }

  private Payload registered(Pid who, InterfaceId id, Definition.Message message, Answer answer) {
    // A denial too: redshirt has no other word.
    Value told = Value.err("already-registered");
    if (isOk(answer)) {
      long number = last.incrementAndGet();
      var its = registrations.computeIfAbsent(who, pid -> new ConcurrentHashMap<>());
      // It was free to be registered, so what an older number meant has been given up.
      its.values().removeIf(id::equals);
      its.put(number, id);
      // It may have ended meanwhile, and nobody would forget it.
      if (router.party(who).isEmpty()) ended(who);
      told = Value.ok(message.name().equals("register") ? Value.unsigned(number) : Value.UNIT);
    }
    return MessageCodec.encodeAnswer(message, told);
  }

  private boolean isOk(Answer answer) {
    return answer instanceof Answer.Success(var body)
        && MessageCodec.decodeAnswer(ours.message("register").orElseThrow(), body)
            instanceof Decoded.Ok<Value>(Value.Case(var name, var _))
        && name.equals("ok");
  }

  private void next(NativeDelivery call, long registration) {
    InterfaceId id = registrations.getOrDefault(call.emitter(), Map.of()).get(registration);
    if (id == null) call.fail();
    else call.answerWithNext(id, RedshirtInterfaceHandler::packed);
  }

  /** As docs/INTERFACES.md lays a notification out. */
  private static Payload packed(Delivery what) {
    return switch (what) {
      case Delivery.Message(var on, long id, var emitter, var body) -> {
        byte[] hash = on.hash().toByteArray();
        var out = ByteBuffer.allocate(49 + body.length()).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0).put(hash).putLong(id).putLong(emitter.number()).put(body.toByteArray());
        yield Payload.owning(out.array());
      }
      case Delivery.ProcessEnded(var pid) -> {
        var out = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
        yield Payload.owning(out.put((byte) 2).putLong(pid.number()).array());
      }
      case Delivery.AnswerTo _ -> throw new IllegalArgumentException("not for a handler: " + what);
    };
  }

  private void answer(Pid who, MessageCodec.Call it) {
    var party = router.party(who);
    if (party.isEmpty()) return;
    var id = new MessageId(number(it.arguments().get(0)));
    Optional<Value> success = ((Value.Case) it.arguments().get(1)).payload();
    Answer answer =
        success.isPresent() ? new Answer.Success(bytes(success.get())) : new Answer.Failure();
    router.answer(party.get(), new Syscall.EmitAnswer(id, answer));
  }

  private static long number(Value value) {
    return ((Value.Unsigned) value).value();
  }

  private static Payload bytes(Value value) {
    return ((Value.Bytes) value).value();
  }

  @Override
  public void ended(Pid pid) {
    registrations.remove(pid);
  }

  @Override
  public void close() {
    registrations.clear();
  }
}
