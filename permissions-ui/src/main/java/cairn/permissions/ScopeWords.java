package cairn.permissions;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Scope;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.ScopeKind;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.util.Optional;

/** Scopes in words. Pure. */
final class ScopeWords {
  private ScopeWords() {}

  /**
   * Part of a sentence, in the pieces that are set differently.
   *
   * @param strong what matters most: the host, the interface
   * @param rest follows it
   * @param aside said more quietly: where it leads
   */
  record Pieces(String strong, String rest, String aside) {}

  /** What a question is about. */
  static Pieces asked(Scope scope, Interfaces interfaces) {
    return switch (scope) {
      case Scope.Whole _ -> new Pieces("", "", "");
      case Scope.Endpoint(String host, int port, Scope.Reach reach) ->
          new Pieces(
              ProgramWords.clean(host, 253), " : " + port, Words.say("reach." + reach.name()));
      case Scope.OfInterface(InterfaceId id, String name) ->
          new Pieces(interfaceName(id, name, interfaces), "", "");
      case Scope.Text(String text) -> new Pieces(ProgramWords.quoted(text), "", "");
    };
  }

  /** What a rule covers. {@code kind}: how its deed is scoped, as far as known. */
  static Pieces covered(
      Scope scope, Breadth breadth, Optional<ScopeKind> kind, Interfaces interfaces) {
    if (breadth == Breadth.ANY)
      return new Pieces("", kind.map(ScopeWords::any).orElse(Words.say("any.other")), "");
    if (scope instanceof Scope.Endpoint(String host, int port, Scope.Reach reach)) {
      String name = ProgramWords.clean(host, 253);
      String place =
          breadth == Breadth.HOST
              ? Words.say("port.any", name)
              : Words.say("port", name, Integer.toString(port));
      return new Pieces("", place, Words.say("reach.grant." + reach.name()));
    }
    var pieces = asked(scope, interfaces);
    return new Pieces("", pieces.strong(), "");
  }

  /** How the deed of an interface is scoped, if a descriptor of ours says so. */
  static Optional<ScopeKind> kind(Interfaces interfaces, InterfaceId on, String deed) {
    return told(interfaces, on, deed)
        .map(Descriptor.OfMessage::deed)
        .filter(Deed.Opens.class::isInstance)
        .map(told -> ((Deed.Opens) told).kind());
  }

  /** What a descriptor of ours says about a message. */
  static Optional<Descriptor.OfMessage> told(Interfaces interfaces, InterfaceId on, String deed) {
    return interfaces.find(on).flatMap(Interfaces.Known::descriptor).flatMap(d -> d.message(deed));
  }

  /** Names are not unique: only those of interfaces that ship stand alone. */
  static String interfaceName(InterfaceId id, String name, Interfaces interfaces) {
    var shipped = interfaces.find(id).filter(known -> known.descriptor().isPresent());
    if (shipped.isPresent()) return shipped.get().definition().name();
    return Words.say("interface.unknown", ProgramWords.clean(name, 40), id.shortHex());
  }

  private static String any(ScopeKind kind) {
    return switch (kind) {
      case ENDPOINT -> Words.say("any.endpoint");
      case INTERFACE -> Words.say("any.interface");
      case TEXT -> Words.say("any.other");
      case WHOLE -> "";
    };
  }
}
