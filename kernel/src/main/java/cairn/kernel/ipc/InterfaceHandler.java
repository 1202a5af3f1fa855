package cairn.kernel.ipc;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;

/** Answers {@code interface}: processes begin and stop to handle interfaces. Any thread. */
public final class InterfaceHandler implements NativeHandler {
  private final Definition definition;
  private final Router router;

  /** For the processes of this router. */
  public InterfaceHandler(Interfaces interfaces, Router router) {
    this.definition = interfaces.shipped("interface").definition();
    this.router = router;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    var party = router.party(call.emitter());
    if (party.isEmpty()) {
      call.fail();
      return;
    }
    var id = InterfaceId.read(bytes(call.arguments().getFirst()).toByteArray(), 0);
    call.answer(
        switch (call.message().name()) {
          case "register" -> register(party.get(), id);
          case "unregister" ->
              router.ports().unregister(party.get(), id) ? Value.named("ok") : Value.named("err");
          default -> throw new IllegalStateException(call.message().name());
        });
  }

  private Value register(Party party, InterfaceId id) {
    if (router.ports().isReserved(id)) return Value.err("reserved");
    return switch (router.ports().register(party, id)) {
      case OK -> Value.ok(Value.UNIT);
      case TAKEN -> Value.err("taken");
      case REFUSED -> Value.err("denied");
    };
  }

  private static Payload bytes(Value value) {
    if (value instanceof Value.Bytes(Payload payload)) return payload;
    throw new IllegalArgumentException("not bytes: " + value);
  }

  /** What a process handles is freed by its end itself. */
  @Override
  public void ended(Pid pid) {}

  @Override
  public void close() {}
}
