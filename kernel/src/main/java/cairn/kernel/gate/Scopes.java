package cairn.kernel.gate;

import cairn.registry.Cid;
import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.ScopeKind;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec.Call;
import cairn.registry.Payload;
import cairn.registry.Reaches;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads off a decoded message what a decision about it is about, as the interface's descriptor
 * says. Pure; any thread.
 */
public final class Scopes {
  /** Characters of a text that a decision is about; what is longer ends with its digest. */
  public static final int MAX_TEXT = 1000;

  private Scopes() {}

  /**
   * The scope of a message. {@link Scope.Whole} for interfaces without a descriptor, for messages
   * it does not mention, and for deeds that open nothing. Interfaces are named by the first digits
   * of their ids.
   */
  public static Scope of(Interfaces.Known known, Call call) {
    return of(known, call, InterfaceId::shortHex);
  }

  /** The same; {@code names} says how to call an interface that a message is about. */
  public static Scope of(Interfaces.Known known, Call call, Function<InterfaceId, String> names) {
    return known
        .descriptor()
        .flatMap(descriptor -> descriptor.message(call.message().name()))
        .map(
            told ->
                switch (told.deed()) {
                  case Deed.Free _, Deed.Uses _ -> new Scope.Whole();
                  case Deed.Opens opens -> opened(opens, call, names);
                })
        .orElseGet(Scope.Whole::new);
  }

  /** The endpoint at an address of 4 or 16 bytes. */
  public static Scope.Endpoint endpoint(Payload ip, int port) {
    byte[] bytes = ip.toByteArray();
    return new Scope.Endpoint(Reaches.text(bytes), port, Scope.Reach.of(bytes));
  }

  /**
   * The endpoint that a host in text means: an address when it is one, else a name. What can be
   * neither gets a host text that no name and no address has, so that nothing decided about it
   * holds for anything else.
   */
  public static Scope.Endpoint endpoint(String host, int port) {
    return switch (HostText.read(host)) {
      case HostText.Address address -> endpoint(address.ip(), port);
      case HostText.Name name -> new Scope.Endpoint(name.ascii(), port, Scope.Reach.NAME);
      case HostText.Nothing _ -> new Scope.Endpoint(escaped(host), port, Scope.Reach.NAME);
    };
  }

  private static Scope opened(Deed.Opens opens, Call call, Function<InterfaceId, String> names) {
    return switch (opens.kind()) {
      case WHOLE -> new Scope.Whole();
      case ENDPOINT -> endpoint(argument(opens, call));
      case INTERFACE -> ofInterface(argument(opens, call), names);
      case TEXT -> text(argument(opens, call));
      case PROGRAM -> program(argument(opens, call), call);
    };
  }

  /** A descriptor that does not fit its definition is a bug of ours, never of a guest. */
  private static Value argument(Deed.Opens opens, Call call) {
    String parameter =
        opens.parameter().orElseThrow(() -> misfit(opens.kind(), "it names no parameter"));
    var parameters = call.message().parameters();
    for (int i = 0; i < parameters.size(); i++)
      if (parameters.get(i).name().equals(parameter)) return call.arguments().get(i);
    throw misfit(opens.kind(), "there is no parameter " + parameter);
  }

  private static Scope endpoint(Value value) {
    return switch (value) {
      case Value.Fields address -> socketAddress(address);
      case Value.Case(String name, Optional<Value> payload)
          when payload.isPresent() && payload.get() instanceof Value.Fields fields ->
          switch (name) {
            case "address" -> socketAddress(fields);
            case "name" -> namedAddress(fields);
            default -> throw misfit(ScopeKind.ENDPOINT, "no target is called " + name);
          };
      default -> throw misfit(ScopeKind.ENDPOINT, "neither a socket-address nor a target");
    };
  }

  private static Scope socketAddress(Value.Fields address) {
    if (address.get("ip") instanceof Value.Case(String _, Optional<Value> payload)
        && payload.isPresent()
        && payload.get() instanceof Value.Bytes(Payload ip)
        && (ip.length() == 4 || ip.length() == 16)) return endpoint(ip, port(address));
    throw misfit(ScopeKind.ENDPOINT, "its ip is not 4 or 16 bytes");
  }

  private static Scope namedAddress(Value.Fields named) {
    if (named.get("host") instanceof Value.Text(String host)) return endpoint(host, port(named));
    throw misfit(ScopeKind.ENDPOINT, "its host is not a string");
  }

  private static int port(Value.Fields fields) {
    if (fields.get("port") instanceof Value.Unsigned(long port)) return (int) port;
    throw misfit(ScopeKind.ENDPOINT, "its port is not a number");
  }

  private static Scope ofInterface(Value value, Function<InterfaceId, String> names) {
    if (value instanceof Value.Bytes(Payload bytes) && bytes.length() == 32) {
      var id = InterfaceId.read(bytes.toByteArray(), 0);
      return new Scope.OfInterface(id, names.apply(id));
    }
    throw misfit(ScopeKind.INTERFACE, "it is not 32 bytes");
  }

  /** The program, and every string of the lists that are sent with it. */
  private static Scope program(Value value, Call call) {
    if (!(value instanceof Value.Bytes(Payload bytes)))
      throw misfit(ScopeKind.PROGRAM, "it is not bytes");
    var arguments = new ArrayList<String>();
    for (Value parameter : call.arguments())
      if (parameter instanceof Value.Items(var items))
        for (Value item : items) if (item instanceof Value.Text(String text)) arguments.add(text);
    return new Scope.Program(
        Scopes.program(bytes)
            .map(Cid::toString)
            .orElseGet(() -> "no program: sha256:" + Sha256.of(bytes).hex()),
        arguments);
  }

  /** The CID that these bytes are, all of them. */
  public static Optional<Cid> program(Payload bytes) {
    return Cid.read(bytes.toByteArray(), 0, bytes.length())
                instanceof Cid.Read.Ok(Cid cid, int next)
            && next == bytes.length()
        ? Optional.of(cid)
        : Optional.empty();
  }

  private static Scope text(Value value) {
    if (value instanceof Value.Text(String text)) return new Scope.Text(bounded(text));
    throw misfit(ScopeKind.TEXT, "it is not a string");
  }

  /** Grants keep scopes, so a scope is short; the digest keeps different texts different. */
  private static String bounded(String text) {
    if (text.length() <= MAX_TEXT) return text;
    return text.substring(0, MAX_TEXT) + "... sha256:" + Sha256.of(Payload.utf8(text)).hex();
  }

  private static IllegalArgumentException misfit(ScopeKind kind, String why) {
    return new IllegalArgumentException(
        "a descriptor says " + kind + " of a message that does not fit: " + why);
  }

  /** Percent signs stand in no name, so at least one is always there. */
  private static String escaped(String host) {
    var escaped = new StringBuilder("%");
    for (byte b : host.getBytes(StandardCharsets.UTF_8)) {
      if (escaped.length() > 253) return escaped.append("...").toString();
      int c = b & 0xff;
      boolean plain = c > 0x20 && c < 0x7f && c != '%';
      if (plain) escaped.append((char) c);
      else
        escaped
            .append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
    }
    return escaped.toString();
  }
}
