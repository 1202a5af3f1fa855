package cairn.kernel.engine;

import cairn.registry.PlainText;
import java.util.List;
import java.util.Map;

/** What the functions of one module are called in stacks that people read. Immutable. */
final class FunctionLabels {
  /** Of a longer stack the innermost frames are kept. */
  static final int MAX_FRAMES = 64;

  /** Characters: names are the module's, and nothing in them may steer a screen. */
  private static final int MAX_NAME = 200;

  /** Functions below this number are not the guest's own. */
  private final int imported;

  private final FunctionNames named;
  private final Map<Integer, String> exported;

  /** {@code exported}: a name of each function that is exported. */
  FunctionLabels(int imported, FunctionNames named, Map<Integer, String> exported) {
    this.imported = imported;
    this.named = named;
    this.exported = Map.copyOf(exported);
  }

  /** The names of those of these functions that are the guest's own; the first of a long stack. */
  List<String> of(List<Integer> functions) {
    var own =
        functions.stream().filter(function -> function >= imported).limit(MAX_FRAMES).toList();
    var names = own.isEmpty() ? Map.<Integer, String>of() : named.of(own);
    return own.stream().map(function -> label(function, names)).toList();
  }

  private String label(int function, Map<Integer, String> names) {
    String name = names.getOrDefault(function, "");
    if (name.isEmpty()) name = exported.getOrDefault(function, "");
    return name.isEmpty() ? "function " + function : PlainText.line(name, MAX_NAME);
  }
}
