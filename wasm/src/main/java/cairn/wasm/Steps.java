package cairn.wasm;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Counts steps of work and asks, every few thousand, whether it was cancelled. One thread. */
final class Steps {
  private static final int BETWEEN = 4096;

  private final BooleanSupplier cancelled;
  private int left = BETWEEN;

  Steps(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  void take() {
    take(1);
  }

  /**
   * Counts some steps.
   *
   * @throws CancellationException when the work was cancelled
   */
  void take(int count) {
    left -= count;
    if (left > 0) return;
    left = BETWEEN;
    if (cancelled.getAsBoolean())
      throw new CancellationException("cancelled while reading a module");
  }
}
