package cairn.compiler;

import cairn.wasm.Import;
import java.util.Optional;

/**
 * Gives what a module imports. Asked once for each import, in order, on the instantiating thread.
 */
@FunctionalInterface
public interface Imports {
  /** What is imported; empty if there is nothing of these names. */
  Optional<External> find(Import wanted);

  /** Gives nothing. */
  static Imports none() {
    return wanted -> Optional.empty();
  }
}
