package cairn.kernel.engine;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that the threads of a process share. Any thread; no locks.
 *
 * <p>The array is as long as the memory may ever become, for it must not move while another thread
 * writes to it; that much is charged. When there is not so much to be had, the memory may grow less
 * far than it would like to.
 */
final class SharedBytes {
  private static final int PAGE = ModuleScan.PAGE;

  final byte[] bytes;
  final WaitQueues waits;
  final MemoryLimits limits;
  private final AtomicInteger pages;

  private SharedBytes(MemoryLimits limits, byte[] bytes, WaitQueues waits) {
    this.limits = limits;
    this.bytes = bytes;
    this.waits = waits;
    this.pages = new AtomicInteger(limits.initialPages());
  }

  /**
   * {@code wanted}: shared, at most {@link ModuleScan#MAX_PAGES}; its first pages have been charged
   * already.
   */
  static SharedBytes reserve(MemoryLimits wanted, Charge charge, Alarms alarms) {
    int first = wanted.initialPages();
    int most = wanted.maximumPages();
    while (true) {
      long more = (long) (most - first) * PAGE;
      if (more == 0 || charge.take(more)) {
        try {
          return new SharedBytes(
              new MemoryLimits(first, most, true), new byte[most * PAGE], new WaitQueues(alarms));
        } catch (OutOfMemoryError e) {
          charge.giveBack(more);
          if (most == first) throw e;
        }
      }
      most = first + (most - first) / 2;
    }
  }

  /** Bytes of the memory now; never less than before. */
  int limit() {
    return pages.get() * PAGE;
  }

  /** As memory.grow. */
  int grow(int more) {
    while (true) {
      int now = pages.get();
      long wanted = now + Integer.toUnsignedLong(more);
      if (wanted > limits.maximumPages()) return -1;
      if (pages.compareAndSet(now, (int) wanted)) return now;
    }
  }
}
