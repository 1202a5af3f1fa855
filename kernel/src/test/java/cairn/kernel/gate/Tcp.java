package cairn.kernel.gate;

import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.OfMessage;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Descriptor.ScopeKind;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces.Known;
import cairn.registry.MessageCodec.Call;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Type;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Interfaces as the gate sees them, made by hand: what these tests are about is not the parser. */
public final class Tcp {
  private Tcp() {}

  public static final Known TCP =
      known(
          "tcp",
          Risk.ASK,
          List.of(
              told("connect", "to", new Deed.Opens(ScopeKind.ENDPOINT, Optional.of("to"))),
              told("listen", "at", new Deed.Opens(ScopeKind.ENDPOINT, Optional.of("at"))),
              told("read", "socket", new Deed.Uses())));

  public static final Known INTERFACE =
      known(
          "interface",
          Risk.ASK,
          List.of(told("register", "id", new Deed.Opens(ScopeKind.INTERFACE, Optional.of("id")))));

  public static final Known SPEECH =
      known(
          "speech",
          Risk.ASK,
          List.of(
              told("say", "text", new Deed.Opens(ScopeKind.TEXT, Optional.of("text"))),
              told("hear", "nothing", new Deed.Opens(ScopeKind.WHOLE, Optional.empty())),
              told("hush", "nothing", new Deed.Free())));

  public static final List<Known> ALL = List.of(TCP, INTERFACE, SPEECH);

  public static InterfaceId id(Known known) {
    return known.definition().id();
  }

  /** A message with one argument. */
  public static Call call(Known known, String message, Value argument) {
    return new Call(known.definition().message(message).orElseThrow(), List.of(argument));
  }

  public static Value socketAddress(int port, int... ip) {
    var bytes = new byte[ip.length];
    for (int i = 0; i < ip.length; i++) bytes[i] = (byte) ip[i];
    return Value.record(
        Value.field(
            "ip", Value.named(ip.length == 4 ? "v4" : "v6", Value.bytes(Payload.owning(bytes)))),
        Value.field("port", Value.unsigned(port)));
  }

  public static Value name(String host, int port) {
    return Value.named(
        "name",
        Value.record(
            Value.field("host", Value.text(host)), Value.field("port", Value.unsigned(port))));
  }

  /** The same definition as one met in the world, of which no descriptor speaks. */
  public static Known foreign(Known known) {
    return new Known(known.definition(), Optional.empty());
  }

  private record Told(OfMessage words, Type.Named parameter) {}

  private static Told told(String message, String parameter, Deed deed) {
    return new Told(
        new OfMessage(message, "", deed, message, Optional.empty()),
        new Type.Named(parameter, Type.Primitive.STRING));
  }

  private static Known known(String name, Risk risk, List<Told> messages) {
    var defined = new ArrayList<Definition.Message>();
    for (Told told : messages)
      defined.add(
          new Definition.Message(
              defined.size(),
              told.words().message(),
              List.of(told.parameter()),
              Optional.of(Type.Primitive.BOOL)));
    var definition =
        new Definition(
            name, defined, Optional.empty(), name, new InterfaceId(Sha256.of(Payload.utf8(name))));
    var words = messages.stream().map(Told::words).toList();
    return new Known(
        definition, Optional.of(new Descriptor(name, "", risk, Risk.DANGER, false, words)));
  }
}
