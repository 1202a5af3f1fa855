package cairn.app;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Refusal;
import cairn.kernel.gate.ArgumentText;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.PermissionRequest.Changed;
import cairn.kernel.gate.RuleText;
import cairn.kernel.gate.Scope;
import cairn.permissions.RefusalWords;
import cairn.registry.Interfaces;
import cairn.registry.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers the gate where there is nobody to ask: no, unless everything is allowed. What is told is
 * one line, in which nothing is left out that is not counted, and the flag in it allows what was
 * refused.
 */
final class HeadlessAnswers {
  /** Characters of arguments that are written out; above them they are counted. */
  private static final int LONGEST = 2000;

  private final Interfaces interfaces;

  /** With the interfaces that rules can name. */
  HeadlessAnswers(Interfaces interfaces) {
    this.interfaces = interfaces;
  }

  Decision to(PermissionRequest request, boolean grantAll, Consumer<String> tell) {
    if (grantAll) return new Decision.Allow(Lifetime.ONCE, Breadth.EXACT);
    tell.accept(
        "cairn: refused: "
            + request.interfaceName()
            + ", "
            + (request.verb() + " " + words(request.scope())).strip()
            + request.changed().map(HeadlessAnswers::changed).orElse("")
            + " ("
            + hint(request)
            + ")");
    return new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);
  }

  /**
   * Tells, at the end, of messages that no handler was given for another reason than that somebody
   * had to be asked: malformed ones, those that a rule denies, those that nobody answers.
   */
  static void others(KernelSnapshot now, Interfaces interfaces, Consumer<String> tell) {
    var words = new RefusalWords(interfaces);
    for (var process : now.processes())
      for (var refusal : process.refusals())
        if (!(refusal.reason() instanceof Refusal.Answered))
          tell.accept(
              PlainText.shortened(
                  "cairn: " + words.line(refusal, refusal.count(), false), LONGEST));
  }

  private static String changed(Changed by) {
    return ", as "
        + ArgumentText.quoted(by.filterName())
        + " changed what "
        + ArgumentText.quoted(by.senderName())
        + " sent";
  }

  /** How the same could be allowed. */
  private String hint(PermissionRequest request) {
    return switch (request.scope()) {
      case Scope.Program(var address, var arguments) when isLong(arguments) ->
          "allow it, with any arguments, with " + flag(request, Optional.of(address));
      case Scope.Program(var address, var arguments) ->
          "allow it with "
              + flag(
                  request,
                  Optional.of((address + " -- " + ArgumentText.quoted(arguments)).strip()));
      case Scope.Endpoint endpoint ->
          "allow it with " + flag(request, Optional.of(words(endpoint)));
      case Scope.OfInterface(var id, var _) ->
          "allow it with " + flag(request, Optional.of(id.toString()));
      case Scope.Text(var text) when !isPlain(text) ->
          "no --allow can name it, since not all of it can be seen";
      case Scope.Text(var text) -> "allow it with " + flag(request, Optional.of(text));
      case Scope.Whole _ -> "allow it with " + flag(request, Optional.empty());
    };
  }

  private String flag(PermissionRequest request, Optional<String> scope) {
    // An interface that nobody describes is allowed as a whole.
    if (!request.knownInterface()) return "--allow " + request.on();
    String whole = request.interfaceName() + "." + request.deed();
    if (scope.isEmpty()) return "--allow " + whole;
    String brief = request.interfaceName() + "=" + scope.get();
    boolean isBrief = request.scope() instanceof Scope.Endpoint && isAbout(brief, request);
    return "--allow " + forShell(isBrief ? brief : whole + "=" + scope.get());
  }

  /** Whether a rule without its deed is about the deed that was refused. */
  private boolean isAbout(String rule, PermissionRequest request) {
    return RuleText.parse(rule, true, interfaces.all()) instanceof RuleText.Read.Ok(var rules)
        && rules.stream().allMatch(r -> r.deed().equals(Optional.of(request.deed())));
  }

  /** One word of a POSIX shell. */
  private static String forShell(String word) {
    return word.matches("[A-Za-z0-9._:/=-]*") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isLong(List<String> arguments) {
    long sum = 0;
    for (String argument : arguments) sum += argument.length() + 3;
    return sum > LONGEST;
  }

  private static boolean isPlain(String text) {
    return text.equals(PlainText.shortened(text, Integer.MAX_VALUE));
  }

  private static String words(Scope scope) {
    return switch (scope) {
      case Scope.Endpoint(String host, int port, Scope.Reach _) ->
          (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
      case Scope.OfInterface of -> of.name();
      case Scope.Program(var address, var arguments) -> address + with(arguments);
      case Scope.Text(var text) -> isPlain(text) ? text : ArgumentText.quoted(text);
      case Scope.Whole _ -> "";
    };
  }

  private static String with(List<String> arguments) {
    if (arguments.isEmpty()) return " without arguments";
    String count = arguments.size() == 1 ? "1 argument" : arguments.size() + " arguments";
    if (!isLong(arguments)) return " with " + count + ": " + ArgumentText.quoted(arguments);
    long characters = arguments.stream().mapToLong(String::length).sum();
    return " with " + count + " of " + characters + " characters, which are not shown here";
  }
}
