package cairn.profile;

import cairn.kernel.gate.ArgumentText;
import cairn.kernel.gate.Scope;
import cairn.registry.InterfaceId;
import java.util.Optional;

/**
 * A scope as it stands in the table. {@code kind}, {@code scope} and {@code port} are what it is;
 * {@code about} are words about it.
 */
record ScopeColumns(String kind, String scope, int port, String about) {
  static ScopeColumns of(Scope scope) {
    return switch (scope) {
      case Scope.Whole _ -> new ScopeColumns("whole", "", 0, "");
      case Scope.Endpoint(String host, int port, Scope.Reach reach) ->
          new ScopeColumns("endpoint", host, port, reach.name());
      case Scope.OfInterface(InterfaceId id, String name) ->
          new ScopeColumns("interface", id.toString(), 0, name);
      case Scope.Program(String address, var arguments) ->
          new ScopeColumns("program", address + "\n" + ArgumentText.quoted(arguments), 0, "");
      case Scope.Text(String text) -> new ScopeColumns("text", text, 0, "");
    };
  }

  private static Optional<Scope> program(String scope) {
    int end = scope.indexOf('\n');
    if (end < 0) return Optional.empty();
    return ArgumentText.read(scope.substring(end + 1))
        .map(arguments -> new Scope.Program(scope.substring(0, end), arguments));
  }

  /** The scope; empty when the row was changed into what no scope is. */
  Optional<Scope> toScope() {
    try {
      return switch (kind) {
        case "whole" -> Optional.of(new Scope.Whole());
        case "endpoint" -> Optional.of(new Scope.Endpoint(scope, port, Scope.Reach.valueOf(about)));
        case "interface" -> Optional.of(new Scope.OfInterface(InterfaceId.ofHex(scope), about));
        case "program" -> program(scope);
        case "text" -> Optional.of(new Scope.Text(scope));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
