package cairn.kernel.abi;

import cairn.kernel.engine.Engine;
import cairn.kernel.engine.HostFunction;
import java.util.List;

/** A set of imports that a guest may use, bound to one process. */
public interface Personality {
  /** The functions this process may import, speaking through its syscalls. */
  List<HostFunction> functions(Syscalls syscalls);

  /**
   * Whether it is meant for a program that imports all this; then its functions can be imported.
   */
  default boolean suits(List<Engine.Import> imports) {
    return true;
  }
}
