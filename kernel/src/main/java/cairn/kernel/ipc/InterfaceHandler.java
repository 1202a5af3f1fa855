package cairn.kernel.ipc;

import cairn.kernel.MessageId;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;

/**
 * Answers {@code interface}: processes begin and stop to handle interfaces, and filters pass on
 * what they took. Any thread.
 */
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
    var first = call.arguments().getFirst();
    call.answer(
        switch (call.message().name()) {
          case "register" -> register(party.get(), interfaceOf(first));
          case "unregister" -> done(router.ports().unregister(party.get(), interfaceOf(first)));
          case "pass" -> done(router.pass(party.get(), messageOf(first)));
          case "pass-changed" ->
              switch (router.passChanged(
                  party.get(), messageOf(first), bytes(call.arguments().get(1)))) {
                case OK -> Value.ok(Value.UNIT);
                case UNKNOWN -> Value.err("unknown");
                case UNFIT -> Value.err("unfit");
                case LIMIT -> Value.err("limit-reached");
              };
          default -> throw new IllegalStateException(call.message().name());
        });
  }

  private static Value done(boolean done) {
    return Value.named(done ? "ok" : "err");
  }

  private static InterfaceId interfaceOf(Value value) {
    return InterfaceId.read(bytes(value).toByteArray(), 0);
  }

  private static MessageId messageOf(Value value) {
    if (value instanceof Value.Unsigned(long number)) return new MessageId(number);
    throw new IllegalArgumentException("not an id: " + value);
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
