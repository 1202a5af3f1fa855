package cairn.kernel.judge;

import cairn.kernel.gate.Scope;
import cairn.kernel.gate.Scopes;
import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.Risk;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import java.util.List;
import java.util.Optional;

/**
 * What the gate knows about one interface, made ready once. Immutable; any thread.
 *
 * <p>Only a descriptor of the application says which deeds are harmless and what a scope is.
 * Without one, the interface is asked about as a whole.
 */
public final class Charter {
  /** The deed of an interface that nobody describes: using it at all. */
  static final String USE = "use";

  private final InterfaceId id;
  private final Optional<Interfaces.Known> known;
  private final Optional<Descriptor> descriptor;
  private final List<OfMessage> messages;

  private record OfMessage(Deed deed, String verb) {}

  private Charter(InterfaceId id, Optional<Interfaces.Known> known) {
    this.id = id;
    this.known = known;
    this.descriptor = known.flatMap(Interfaces.Known::descriptor);
    this.messages =
        descriptor
            .map(
                told ->
                    known.orElseThrow().definition().messages().stream()
                        .map(
                            message ->
                                told.message(message.name())
                                    .map(about -> new OfMessage(about.deed(), about.verb()))
                                    .orElseGet(Charter::unmentioned))
                        .toList())
            .orElseGet(List::of);
  }

  private static OfMessage unmentioned() {
    return new OfMessage(new Deed.Opens(Descriptor.ScopeKind.WHOLE, Optional.empty()), Charter.USE);
  }

  /** For this interface, of which this is known. */
  public static Charter of(InterfaceId id, Optional<Interfaces.Known> known) {
    return new Charter(id, known);
  }

  /** The interface. */
  public InterfaceId id() {
    return id;
  }

  /** Its definition, if anybody has one. */
  public Optional<Definition> definition() {
    return known.map(Interfaces.Known::definition);
  }

  /** What people are told about it; present only for interfaces of the application. */
  public Optional<Descriptor> descriptor() {
    return descriptor;
  }

  /** Its name, or the first digits of its id. */
  public String name() {
    return definition().map(Definition::name).orElseGet(id::shortHex);
  }

  /** Whether the gate must read a body before it can decide. */
  public boolean readsBodies() {
    return descriptor.isPresent()
        && descriptor.get().risk() != Risk.FREE
        && definition().orElseThrow().rawLabel().isEmpty();
  }

  /** Whether one decision covers every message of it. */
  boolean isDecidedAsOne() {
    return descriptor.isEmpty() || !readsBodies();
  }

  /** What a message wants. {@code call}: the decoded body, where {@link #readsBodies}. */
  Wish wish(Optional<MessageCodec.Call> call, Interfaces interfaces) {
    if (descriptor.isEmpty() || call.isEmpty()) {
      Risk risk = descriptor.map(Descriptor::risk).orElse(Risk.ASK);
      return new Wish(this, USE, USE, new Scope.Whole(), Optional.empty(), risk, false);
    }
    MessageCodec.Call read = call.get();
    OfMessage about = messages.get(read.message().index());
    String deed = read.message().name();
    return switch (about.deed()) {
      case Deed.Free _ ->
          new Wish(this, deed, about.verb(), new Scope.Whole(), Optional.empty(), Risk.FREE, false);
      case Deed.Uses _ ->
          new Wish(this, deed, about.verb(), new Scope.Whole(), Optional.empty(), Risk.FREE, true);
      case Deed.Opens _ -> {
        Scope scope = Scopes.of(known.orElseThrow(), read, other -> nameOf(interfaces, other));
        yield new Wish(
            this, deed, about.verb(), scope, Optional.empty(), riskOf(scope, interfaces), false);
      }
    };
  }

  /** Handling another interface is as dangerous as that one is to handle. */
  private Risk riskOf(Scope scope, Interfaces interfaces) {
    return switch (scope) {
      case Scope.OfInterface(InterfaceId other, String _) ->
          interfaces
              .find(other)
              .flatMap(Interfaces.Known::descriptor)
              .map(Descriptor::registering)
              .orElse(Risk.ASK);
      case Scope.Whole _, Scope.Endpoint _, Scope.Program _, Scope.Text _ ->
          descriptor.orElseThrow().risk();
    };
  }

  private static String nameOf(Interfaces interfaces, InterfaceId other) {
    return interfaces.find(other).map(it -> it.definition().name()).orElseGet(other::shortHex);
  }
}
