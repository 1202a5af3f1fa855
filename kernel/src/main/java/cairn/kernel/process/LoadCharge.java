package cairn.kernel.process;

import cairn.kernel.LoadFault;
import cairn.kernel.engine.Budget;
import java.util.Optional;

/** What one load holds of the heap for modules, until the engine holds the module. Any thread. */
final class LoadCharge {
  private final Budget heap;

  /** Guarded by this, as the next. */
  private long taken;

  private boolean over;

  LoadCharge(Budget heap) {
    this.heap = heap;
  }

  /** It holds so many bytes now, or held more already. A fault: there are not so many. */
  synchronized Optional<LoadFault> holds(long bytes) {
    if (over || bytes <= taken) return Optional.empty();
    if (!heap.take(bytes - taken))
      return Optional.of(new LoadFault.HeapFull(bytes, heap.free(), heap.most()));
    taken = bytes;
    return Optional.empty();
  }

  /** Gives all of it back, and takes no more. Idempotent. */
  synchronized void release() {
    over = true;
    if (taken > 0) heap.giveBack(taken);
    taken = 0;
  }
}
