package cairn.permissions;

import cairn.kernel.gate.ArgumentText;
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
  /** Characters of arguments in a line of the permission page; above them they are counted. */
  private static final int LONGEST_ARGUMENTS = 1000;

  private ScopeWords() {}

  /**
   * Part of a sentence, in the pieces that are set differently.
   *
   * @param strong what matters most: the host, the interface
   * @param rest follows it
   * @param aside said more quietly: where it leads
   */
  record Pieces(String strong, String rest, String aside) {}

  /** The message of tcp for which port 0 stands for any free one. */
  private static final String LISTEN = "listen";

  /** What a question about a deed is about. */
  static Pieces asked(Scope scope, String deed, Interfaces interfaces) {
    return switch (scope) {
      case Scope.Whole _ -> new Pieces("", "", "");
      case Scope.Endpoint(String host, int port, Scope.Reach reach) ->
          new Pieces(host(host), port(port, deed), Words.say("reach." + reach.name()));
      case Scope.OfInterface(InterfaceId id, String name) ->
          new Pieces(interfaceName(id, name, interfaces), "", "");
      // Shown by itself: see StartedProgram.
      case Scope.Program _ -> new Pieces("", "", "");
      case Scope.Text(String text) -> new Pieces(ArgumentText.quoted(text), "", "");
    };
  }

  // An IPv6 address has colons of its own.
  private static String host(String host) {
    String clean = ProgramWords.clean(host, 253);
    return clean.indexOf(':') < 0 ? clean : "[" + clean + "]";
  }

  private static String port(int port, String deed) {
    return port == 0 && deed.equals(LISTEN) ? Words.say("port.free") : ":" + port;
  }

  /** What a yes to this question would cover: never less than is said here. */
  static Pieces wouldCover(Scope scope, String deed, Breadth breadth, Interfaces interfaces) {
    var asked = asked(scope, deed, interfaces);
    return switch (breadth) {
      case EXACT, PROGRAM -> asked;
      case HOST ->
          scope instanceof Scope.Endpoint
              ? new Pieces(asked.strong(), Words.say("port.all"), asked.aside())
              : asked;
      case ANY ->
          switch (scope) {
            case Scope.Whole _ -> asked;
            case Scope.Endpoint _ ->
                new Pieces(any(ScopeKind.ENDPOINT), "", now(asked.strong() + asked.rest()));
            case Scope.OfInterface _ ->
                new Pieces(any(ScopeKind.INTERFACE), "", now(asked.strong()));
            case Scope.Program _ -> new Pieces(any(ScopeKind.PROGRAM), "", "");
            case Scope.Text _ -> new Pieces(any(ScopeKind.TEXT), "", now(asked.strong()));
          };
    };
  }

  private static String now(String what) {
    return Words.say("row.now", what);
  }

  /** What a rule covers. {@code kind}: how its deed is scoped, as far as known. */
  static Pieces covered(
      Scope scope, String deed, Breadth breadth, Optional<ScopeKind> kind, Interfaces interfaces) {
    if (breadth == Breadth.ANY)
      return new Pieces("", kind.map(ScopeWords::any).orElse(Words.say("any.other")), "");
    if (scope instanceof Scope.Endpoint(String host, int port, Scope.Reach reach)) {
      String place =
          host(host) + (breadth == Breadth.HOST ? Words.say("port.all") : port(port, deed));
      return new Pieces("", place, Words.say("reach.grant." + reach.name()));
    }
    if (scope instanceof Scope.Program(String address, var arguments)) {
      boolean any = breadth == Breadth.PROGRAM;
      return new Pieces(
          "",
          address
              + (any
                  ? " " + Words.say("program.with.any")
                  : StartedProgram.withArguments(arguments, LONGEST_ARGUMENTS)),
          "");
    }
    var pieces = asked(scope, deed, interfaces);
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
    String clean = ProgramWords.clean(name, 40);
    return clean.isEmpty() ? id.shortHex() : Words.say("interface.unknown", clean, id.shortHex());
  }

  private static String any(ScopeKind kind) {
    return switch (kind) {
      case ENDPOINT -> Words.say("any.endpoint");
      case INTERFACE -> Words.say("any.interface");
      case PROGRAM -> Words.say("any.program");
      case TEXT -> Words.say("any.other");
      case WHOLE -> "";
    };
  }
}
