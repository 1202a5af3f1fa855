package cairn.app;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.registry.PlainText;
import java.util.function.Consumer;

/** Answers the gate where there is nobody to ask: no, unless everything is allowed. */
final class HeadlessAnswers {
  /** Characters of a line; a scope's words are the program's. */
  private static final int LONGEST = 1000;

  private HeadlessAnswers() {}

  static Decision to(PermissionRequest request, boolean grantAll, Consumer<String> tell) {
    if (grantAll) return new Decision.Allow(Lifetime.ONCE, Breadth.EXACT);
    tell.accept(
        PlainText.line(
            "cairn: refused: "
                + request.interfaceName()
                + ", "
                + request.verb()
                + " "
                + words(request.scope())
                + " (allow it with "
                + flag(request)
                + ")",
            LONGEST));
    return new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);
  }

  private static String flag(PermissionRequest request) {
    String on = request.knownInterface() ? request.interfaceName() : request.on().toString();
    return switch (request.scope()) {
      case Scope.Endpoint endpoint -> "--allow " + on + "=" + words(endpoint);
      case Scope.OfInterface of -> "--allow " + on + "=" + of.id();
      case Scope.Text text -> "--allow '" + on + "=" + text.text() + "'";
      case Scope.Whole whole -> "--allow " + on;
    };
  }

  private static String words(Scope scope) {
    return switch (scope) {
      case Scope.Endpoint(String host, int port, Scope.Reach reach) ->
          (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
      case Scope.OfInterface of -> of.name();
      case Scope.Text text -> text.text();
      case Scope.Whole whole -> "";
    };
  }
}
