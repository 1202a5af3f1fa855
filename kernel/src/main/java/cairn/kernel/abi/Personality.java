package cairn.kernel.abi;

import cairn.kernel.engine.HostFunction;
import java.util.List;

/** A set of imports that a guest may use, bound to one process. */
@FunctionalInterface
public interface Personality {
  /** The functions this process may import, speaking through its syscalls. */
  List<HostFunction> functions(Syscalls syscalls);
}
