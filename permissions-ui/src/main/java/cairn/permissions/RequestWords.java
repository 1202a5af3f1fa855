package cairn.permissions;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.registry.Cid;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Interfaces;
import cairn.registry.ProgramName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions in words. Pure; safe for any thread. */
public final class RequestWords {

  private final Interfaces interfaces;

  /** With the interfaces that can be named. */
  public RequestWords(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  /**
   * One question as a line of the sheet.
   *
   * @param lead "connect to"
   * @param strong the host, the interface, the text: what the eye should find
   * @param rest ":443"
   * @param aside "public internet"
   * @param times "×12"; empty for once
   * @param chip "tcp · connect"
   * @param program which program would be started, and with what
   */
  public record Line(
      String lead,
      String strong,
      String rest,
      String aside,
      String times,
      String chip,
      Optional<StartedProgram> program) {
    /** All of it, for those who listen. */
    public String sentence() {
      return Stream.of(
              (lead + " " + strong + rest).strip(),
              program.map(StartedProgram::sentence).orElse(""),
              aside,
              times)
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  /** What the program is called on the sheet. */
  public static String name(PermissionRequest request) {
    String name = request.programName();
    // Who has no name is called by its hash, which is too long for a title.
    boolean unnamed = ProgramName.plain(name).isEmpty() || name.equals(hash(request).toString());
    String called =
        unnamed ? Words.say("sheet.unnamed", shortHash(request)) : ProgramName.quoted(name);
    if (request.startedBy().isEmpty()) return called;
    return Words.say("sheet.started", called, ProgramName.quoted(request.startedBy().getFirst()));
  }

  /** By whom the message was changed that is asked about; empty if it is as it was sent. */
  public static Optional<String> changed(PermissionRequest request) {
    return request
        .changed()
        .map(
            by ->
                Words.say(
                    request.pid().equals(by.filter()) ? "sheet.changes" : "sheet.changed",
                    ProgramName.quoted(by.senderName()),
                    ProgramName.quoted(by.filterName())));
  }

  /** The program's identity, shortened. */
  public static String shortHash(PermissionRequest request) {
    return hash(request).shortText();
  }

  private static Cid hash(PermissionRequest request) {
    return Cid.raw(request.program().hash());
  }

  /** Who wants what: the first line of the sheet. */
  public String title(List<PermissionRequest> requests) {
    var first = requests.getFirst();
    String name = name(first);
    if (!first.knownInterface()) return Words.say("sheet.title.unknown", name);
    String verb = verb(first);
    if (first.risk() == Risk.DANGER) {
      var pieces = ScopeWords.asked(first.scope(), first.deed(), interfaces);
      return Words.say("sheet.title.danger", name, (verb + " " + pieces.strong()).strip());
    }
    boolean more =
        requests.stream()
            .anyMatch(r -> !r.on().equals(first.on()) || !r.deed().equals(first.deed()));
    String suffix = more ? ".more" : "";
    if (first.scope() instanceof Scope.Program)
      return Words.say("sheet.title.program" + suffix, name);
    if (first.scope() instanceof Scope.Endpoint)
      return Words.say("sheet.title.network" + suffix, name, verb, place(requests));
    return Words.say("sheet.title" + suffix, name, verb);
  }

  /** One question. */
  public Line line(PermissionRequest request) {
    return line(request, Breadth.EXACT);
  }

  /** One question, as it would be answered by a yes of this breadth. */
  public Line line(PermissionRequest request, Breadth breadth) {
    String times = request.count() > 1 ? Words.say("row.times", request.count()) : "";
    if (!request.knownInterface()) {
      // The id stands in the chip.
      String on = ProgramWords.quoted(request.interfaceName());
      String deed = ProgramWords.quoted(request.deed());
      return new Line(
          Words.say("row.unknown", deed),
          on,
          "",
          "",
          times,
          request.on().shortHex(),
          Optional.empty());
    }
    var program = StartedProgram.of(request.scope(), breadth);
    var pieces = ScopeWords.wouldCover(request.scope(), request.deed(), breadth, interfaces);
    return new Line(
        request.verb(),
        pieces.strong(),
        pieces.rest(),
        pieces.aside(),
        times,
        Words.say("row.about", request.interfaceName(), request.deed()),
        program);
  }

  /** What becomes of the program when the user says no. */
  public String ifDenied(List<PermissionRequest> requests) {
    boolean politely = requests.stream().allMatch(r -> refusal(r).isPresent());
    return Words.say(politely ? "denied.politely" : "denied.error");
  }

  /** What the program could do once it is allowed, and what it did to be asked about. */
  public String why(PermissionRequest request, long nowNanos) {
    String on =
        request.knownInterface()
            ? request.interfaceName()
            : ScopeWords.interfaceName(request.on(), request.interfaceName(), interfaces);
    var age = Duration.ofNanos(Math.max(1_000_000_000, nowNanos - request.sinceNanos()));
    String held =
        Words.say(
            "why.held", request.count(), ProgramWords.clean(request.deed()), on, Ago.length(age));
    return Words.say("why.text", allows(request), held);
  }

  private String allows(PermissionRequest request) {
    if (!request.knownInterface()) return Words.say("allows.unknown");
    String deed = request.interfaceName() + "." + request.deed();
    if (deed.equals("tcp.connect")) return Words.say("allows.tcp.connect");
    if (deed.equals("tcp.listen")) return Words.say("allows.tcp.listen");
    if (deed.equals("interface.register")) return Words.say("allows.interface.register");
    return ScopeWords.told(interfaces, request.on(), request.deed())
        .map(Descriptor.OfMessage::documentation)
        .orElse("");
  }

  /** Why a danger is one. */
  public String danger(PermissionRequest request) {
    return Words.say(request.scope() instanceof Scope.Endpoint ? "danger.place" : "danger.other");
  }

  private Optional<?> refusal(PermissionRequest request) {
    return ScopeWords.told(interfaces, request.on(), request.deed())
        .flatMap(Descriptor.OfMessage::refusal);
  }

  private String place(List<PermissionRequest> requests) {
    var reaches =
        requests.stream()
            .map(PermissionRequest::scope)
            .filter(Scope.Endpoint.class::isInstance)
            .map(scope -> ((Scope.Endpoint) scope).reach())
            .distinct()
            .toList();
    if (reaches.equals(List.of(Scope.Reach.LOOPBACK))) return Words.say("place.LOOPBACK");
    if (reaches.equals(List.of(Scope.Reach.LOCAL))) return Words.say("place.LOCAL");
    return Words.say("place.other", subject(requests.getFirst()));
  }

  private String subject(PermissionRequest request) {
    return interfaces
        .find(request.on())
        .flatMap(Interfaces.Known::descriptor)
        .map(d -> d.title().toLowerCase(Locale.ROOT))
        .orElse(request.interfaceName());
  }

  /** A verb may end in a colon, for what follows it on a line. */
  private static String verb(PermissionRequest request) {
    String verb = request.verb();
    return verb.endsWith(":") ? verb.substring(0, verb.length() - 1) : verb;
  }
}
