package cairn.kernel.engine;

import com.dylibso.chicory.runtime.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Keeps guest code from running while an instance is made: the engine would call the start function
 * there and then, on whatever thread that is. Opened by the guest's own thread.
 */
final class StartGate implements Machine {
  private final Machine machine;
  private boolean open;

  StartGate(Machine machine) {
    this.machine = machine;
  }

  void open() {
    open = true;
  }

  @Override
  @SuppressWarnings("NullAway") // the engine takes null for "no results"
  public long @Nullable [] call(int funcId, long[] args) {
    return open ? machine.call(funcId, args) : null;
  }
}
