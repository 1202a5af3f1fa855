package cairn.kernel.gate;

import cairn.registry.Cid;
import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.ScopeKind;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of the command line, as in {@code --allow tcp=example.org:443}.
 *
 * <pre>
 * rule      = interface [ "." deed ] [ "=" scope ]
 * interface = the name of one that ships, or 64 hexadecimal digits
 * scope     = HOST [ ":" ( PORT | "*" ) ] | interface | program | any text     as the deed demands
 * program   = CID [ " --" { " " ARGUMENT } ]     ARGUMENT: see {@link ArgumentText}
 * </pre>
 *
 * Without a scope it covers everything. Without a deed, {@code --allow} with a scope is about the
 * interface's first deed that opens something (connect, of tcp), because a yes is read narrowly; a
 * no is about all deeds. Without a port it is about every port of the host. Without {@code --} a
 * program is started with any arguments, with it with exactly those that follow.
 */
public final class RuleText {
  private final List<Known> known;
  private final boolean allow;

  private RuleText(List<Known> known, boolean allow) {
    this.known = known;
    this.allow = allow;
  }

  /** What came of reading a rule. */
  public sealed interface Read {
    /** {@code localhost} is several addresses, so one text may make several rules. */
    record Ok(List<Rule> rules) implements Read {
      public Ok {
        rules = List.copyOf(rules);
      }
    }

    /** It is not a rule. {@code why}: a sentence for the user. */
    record Faulty(String why) implements Read {}
  }

  /**
   * Reads one rule. Never throws.
   *
   * @param known the interfaces that can be named ({@code Interfaces.all()})
   */
  public static Read parse(String text, boolean allow, List<Known> known) {
    return new RuleText(known, allow).read(text);
  }

  private Read read(String text) {
    int equals = text.indexOf('=');
    String what = equals < 0 ? text : text.substring(0, equals);
    Optional<String> scope =
        equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
    int dot = what.indexOf('.');
    String name = dot < 0 ? what : what.substring(0, dot);
    Optional<String> deed = dot < 0 ? Optional.empty() : Optional.of(what.substring(dot + 1));
    if (name.isEmpty())
      return faulty(text, "begins with no interface. Write it like tcp=example.org:443.");

    var named = find(name);
    if (named.isPresent()) return about(text, named.get(), deed, scope);
    if (!isHexId(name))
      return faulty(text, "names “" + name + "”, and no interface of that name ships with Cairn.");
    if (scope.isPresent())
      return faulty(
          text, "has a scope, but only deeds of interfaces that ship with Cairn have scopes.");
    return whole(InterfaceId.ofHex(name), deed, Breadth.ANY);
  }

  private Read about(String text, Known on, Optional<String> deed, Optional<String> scope) {
    Definition definition = on.definition();
    if (deed.isPresent() && definition.message(deed.get()).isEmpty())
      return faulty(
          text,
          "names “%s”, and %s has no such message; it has %s."
              .formatted(deed.get(), definition.name(), messages(definition)));
    if (scope.isEmpty()) {
      // The whole of a deed that has no parts is exactly that deed.
      boolean exact =
          deed.flatMap(d -> opens(on, d)).filter(o -> o.kind() == ScopeKind.WHOLE).isPresent();
      return whole(definition.id(), deed, exact ? Breadth.EXACT : Breadth.ANY);
    }
    var about = deed.or(() -> firstOpening(on));
    var opens = about.flatMap(d -> opens(on, d));
    if (opens.isEmpty() || opens.get().kind() == ScopeKind.WHOLE)
      return faulty(
          text,
          "has a scope, but %s can only be decided about as a whole. Leave out what follows “=”."
              .formatted(deed.map(d -> definition.name() + "." + d).orElse(definition.name())));
    return scoped(text, definition.id(), allow ? about : deed, opens.get().kind(), scope.get());
  }

  private Read scoped(
      String text, InterfaceId on, Optional<String> deed, ScopeKind kind, String scope) {
    return switch (kind) {
      case ENDPOINT -> endpoint(text, on, deed, scope);
      case INTERFACE -> {
        var named = find(scope);
        if (named.isEmpty() && !isHexId(scope))
          yield faulty(
              text, "names “" + scope + "”, which is neither an interface nor the id of one.");
        var id = named.map(k -> k.definition().id()).orElseGet(() -> InterfaceId.ofHex(scope));
        String name = named.map(k -> k.definition().name()).orElseGet(id::shortHex);
        yield exact(on, deed, new Scope.OfInterface(id, name));
      }
      case TEXT ->
          scope.isEmpty()
              ? faulty(text, "says nothing after “=”.")
              : exact(on, deed, new Scope.Text(scope));
      case PROGRAM -> program(text, on, deed, scope);
      case WHOLE -> exact(on, deed, new Scope.Whole());
    };
  }

  private Read program(String text, InterfaceId on, Optional<String> deed, String scope) {
    int space = scope.indexOf(' ');
    String address = space < 0 ? scope : scope.substring(0, space);
    if (!(Cid.parse(address) instanceof Cid.Parsed.Ok(Cid cid)))
      return faulty(text, "names “" + address + "”, which is no CID of a program.");
    String behind = space < 0 ? "" : scope.substring(space).strip();
    if (behind.isEmpty())
      return new Read.Ok(
          List.of(
              new Rule(
                  on, deed, new Scope.Program(cid.toString(), List.of()), Breadth.PROGRAM, allow)));
    if (!behind.equals("--") && !behind.startsWith("-- "))
      return faulty(text, "has words behind the CID; write arguments behind “--”.");
    var arguments = ArgumentText.read(behind.substring(2));
    return arguments.isPresent()
        ? exact(on, deed, new Scope.Program(cid.toString(), arguments.get()))
        : faulty(
            text,
            "has arguments that cannot be read; write each as a word or in quotation marks, as in"
                + " CID -- \"one two\" three.");
  }

  private Read endpoint(String text, InterfaceId on, Optional<String> deed, String scope) {
    int bracket = scope.lastIndexOf(']');
    int colon = scope.lastIndexOf(':');
    boolean bareV6 = bracket < 0 && scope.indexOf(':') != colon;
    boolean hasPort = colon > bracket && !bareV6;
    String host = hasPort ? scope.substring(0, colon) : scope;
    String port = hasPort ? scope.substring(colon + 1) : "*";

    if (host.isEmpty())
      return faulty(text, "has no host before “:”. Write it like tcp=example.org:443.");
    if (HostText.read(host) instanceof HostText.Nothing)
      return faulty(text, "names “" + host + "”, which is neither a host name nor an address.");
    boolean everyPort = port.equals("*");
    if (!everyPort && !isPort(port))
      return faulty(
          text, "has “" + port + "” for a port. A port is a number from 0 to 65535, or *.");

    int number = everyPort ? 0 : Integer.parseInt(port);
    Breadth breadth = everyPort ? Breadth.HOST : Breadth.EXACT;
    var rules = new ArrayList<Rule>();
    for (String one : spellings(host))
      rules.add(new Rule(on, deed, Scopes.endpoint(one, number), breadth, allow));
    return new Read.Ok(rules);
  }

  /**
   * A name's rule covers public addresses only. Who writes localhost means this machine, so the two
   * addresses of that name (RFC 6761, section 6.3) come with it.
   */
  private static List<String> spellings(String host) {
    return HostText.read(host) instanceof HostText.Name(String name) && name.equals("localhost")
        ? List.of(name, "127.0.0.1", "::1")
        : List.of(host);
  }

  private Read whole(InterfaceId on, Optional<String> deed, Breadth breadth) {
    return new Read.Ok(List.of(new Rule(on, deed, new Scope.Whole(), breadth, allow)));
  }

  private Read exact(InterfaceId on, Optional<String> deed, Scope scope) {
    return new Read.Ok(List.of(new Rule(on, deed, scope, Breadth.EXACT, allow)));
  }

  private Optional<Known> find(String name) {
    return known.stream()
        .filter(k -> k.descriptor().isPresent())
        .filter(k -> k.definition().name().equals(name))
        .findFirst();
  }

  private static Optional<Deed.Opens> opens(Known on, String message) {
    return on.descriptor()
        .flatMap(d -> d.message(message))
        .map(Descriptor.OfMessage::deed)
        .filter(Deed.Opens.class::isInstance)
        .map(Deed.Opens.class::cast);
  }

  private static Optional<String> firstOpening(Known on) {
    return on.definition().messages().stream()
        .map(Definition.Message::name)
        .filter(name -> opens(on, name).isPresent())
        .findFirst();
  }

  private static String messages(Definition definition) {
    return definition.messages().stream()
        .map(Definition.Message::name)
        .collect(Collectors.joining(", "));
  }

  private static boolean isHexId(String text) {
    return text.matches("[0-9a-fA-F]{64}");
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535;
  }

  private Read faulty(String text, String why) {
    return new Read.Faulty((allow ? "--allow " : "--deny ") + text + " " + why);
  }
}
