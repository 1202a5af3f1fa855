package cairn.kernel;

import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.HostFunction;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What a script sees of the world: the raw imports of {@code cairn} over its memory, and words for
 * the usual calls. Confined to its guest thread.
 */
public final class ScriptGuest {
  public static final int NEEDS_ANSWER = 1;
  public static final int MAY_WAIT = 2;
  public static final int QUESTION = NEEDS_ANSWER | MAY_WAIT;

  private static final int INTERFACE = 0;
  private static final int TABLE = 64;
  private static final int ID = 128;
  private static final int SLOTS = 256;
  private static final int BODY = 8192;
  private static final int OUT = 32_768;
  private static final int ROOM = 32_768;
  private static final Interfaces SHIPPED = Interfaces.shipped();

  public final GuestMemory memory;
  private final Map<String, HostFunction> functions;
  private final List<Consumer<ScriptGuest>> threads;

  ScriptGuest(
      GuestMemory memory,
      Map<String, HostFunction> functions,
      List<Consumer<ScriptGuest>> threads) {
    this.memory = memory;
    this.functions = functions;
    this.threads = threads;
  }

  /** What emit gave back. */
  public record Sent(int status, long id) {}

  /**
   * What next wrote: the raw bytes, read by the layouts of docs/ABI.md. {@code kind} 0 is a
   * message, 1 an answer, 2 an end.
   */
  public record Got(int kind, long id, long pid, int slot, boolean error, Payload body) {}

  /** The same guest, but {@code told} is told the id of what it emits the moment it is written. */
  public ScriptGuest telling(LongConsumer told) {
    InvocationHandler watching =
        (proxy, method, arguments) -> {
          Object result = method.invoke(memory, arguments);
          if (method.getName().equals("putI64")
              && arguments[0] instanceof Long at
              && at == ID
              && arguments[1] instanceof Long id
              && id > 0) told.accept(id);
          return result;
        };
    var watched =
        (GuestMemory)
            Proxy.newProxyInstance(
                ScriptGuest.class.getClassLoader(), new Class<?>[] {GuestMemory.class}, watching);
    return new ScriptGuest(watched, functions, threads);
  }

  /** Calls an import with raw arguments. */
  public int call(String name, long... arguments) {
    var function = functions.get(name);
    if (function == null) throw new IllegalArgumentException("no import " + name);
    return (int) function.body().call(memory, arguments);
  }

  public Sent emit(InterfaceId to, Payload body, int flags) {
    memory.write(INTERFACE, to.hash().toByteArray(), 0, 32);
    memory.write(BODY, body);
    memory.putI32(TABLE, BODY);
    memory.putI32(TABLE + 4, body.length());
    memory.putI64(ID, -1);
    int status = call("emit_message", INTERFACE, TABLE, 1, flags, ID);
    return new Sent(status, memory.i64(ID));
  }

  public Sent emit(InterfaceId to, String body, int flags) {
    return emit(to, Payload.utf8(body), flags);
  }

  /** A body of that many buffers, each of that many zero bytes. */
  public Sent emitLarge(InterfaceId to, int buffers, int each, int flags) {
    memory.write(INTERFACE, to.hash().toByteArray(), 0, 32);
    for (int i = 0; i < buffers; i++) {
      memory.putI32(OUT + 8L * i, 0);
      memory.putI32(OUT + 8L * i + 4, each);
    }
    memory.putI64(ID, -1);
    int status = call("emit_message", INTERFACE, OUT, buffers, flags, ID);
    return new Sent(status, memory.i64(ID));
  }

  /** Sleeps until somebody handles the interface of this name; see TestKernel.release. */
  public void hold(String name) {
    emit(TestKernel.own(name), "", MAY_WAIT);
  }

  /** Next with these slots; returns its status. */
  public int next(int room, boolean block, long... slots) {
    for (int i = 0; i < slots.length; i++) memory.putI64(SLOTS + 8 * i, slots[i]);
    return call("next_message", SLOTS, slots.length, OUT, room, block ? 1 : 0);
  }

  /** A slot after the last next. */
  public long slot(int index) {
    return memory.i64(SLOTS + 8 * index);
  }

  /** What the last next wrote. */
  public Got got(int size) {
    int kind = memory.u8(OUT);
    return switch (kind) {
      case 0 ->
          new Got(
              0,
              memory.i64(OUT + 33),
              memory.i64(OUT + 41),
              memory.i32(OUT + 49),
              false,
              Payload.owning(memory.read(OUT + 53, size - 53)));
      case 1 ->
          new Got(
              1,
              memory.i64(OUT + 1),
              -1,
              memory.i32(OUT + 9),
              memory.u8(OUT + 13) == 1,
              Payload.owning(memory.read(OUT + 14, size - 14)));
      case 2 -> new Got(2, 0, memory.i64(OUT + 1), memory.i32(OUT + 9), false, Payload.EMPTY);
      default -> throw new IllegalStateException("kind " + kind);
    };
  }

  /** Waits for one of these. */
  public Got await(long... slots) {
    return got(next(ROOM, true, slots));
  }

  /** Waits for a message or an end. */
  public Got receive() {
    return await(1);
  }

  /** Waits for a message, and overlooks ends. */
  public Got message() {
    while (true) {
      var got = receive();
      if (got.kind == 0) return got;
    }
  }

  public int answer(long id, String body) {
    return answer(id, Payload.utf8(body));
  }

  public int answer(long id, Payload body) {
    memory.write(BODY, body);
    memory.putI32(TABLE, BODY);
    memory.putI32(TABLE + 4, body.length());
    return call("emit_answer", id, TABLE, 1, 0);
  }

  public int answerError(long id) {
    return call("emit_answer", id, 0, 0, 1);
  }

  public int cancel(long id) {
    return call("cancel_message", id);
  }

  /** Asks and waits; an error answer reads "error". */
  public String ask(InterfaceId to, String body) {
    var sent = emit(to, body, QUESTION);
    if (sent.status != 0) return "status " + sent.status;
    var got = await(sent.id);
    return got.error ? "error" : got.body.utf8();
  }

  /** Starts a thread that runs this, with a memory of its own; answers "ok" or the error. */
  public String thread(Consumer<ScriptGuest> body) {
    var it = SHIPPED.shipped("threads").definition();
    var message = it.message("spawn").orElseThrow();
    int index;
    synchronized (threads) {
      index = threads.size();
      threads.add(body);
    }
    var call =
        MessageCodec.encodeCall(
            message, List.of(Value.named("some", Value.unsigned(index)), Value.unsigned(0)));
    return result(message, await(emit(it.id(), call, NEEDS_ANSWER).id()));
  }

  /** Registers as handler; answers "ok" or the error. */
  public String register(InterfaceId id) {
    var it = SHIPPED.shipped("interface").definition();
    var message = it.message("register").orElseThrow();
    var body =
        MessageCodec.encodeCall(
            message, List.of(Value.bytes(Payload.owning(id.hash().toByteArray()))));
    return result(message, await(emit(it.id(), body, NEEDS_ANSWER).id()));
  }

  private static String result(Definition.Message message, Got got) {
    if (got.error) return "error";
    return switch (MessageCodec.decodeAnswer(message, got.body)) {
      case MessageCodec.Decoded.Ok<Value>(Value.Case(var name, var payload)) ->
          name.equals("ok")
              ? "ok"
              : payload.orElseThrow() instanceof Value.Case(var error, var _) ? error : "?";
      case MessageCodec.Decoded.Ok<Value>(var other) -> other.toString();
      case MessageCodec.Decoded.Malformed<Value> malformed -> malformed.toString();
    };
  }
}
