package cairn.shell.inspect;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads of the kernel that cost more than a snapshot: one at a time, away from the JavaFX thread,
 * with a rest between them. Itself confined to the JavaFX thread.
 */
final class SlowLook {
  private final long restNanos;
  private final Executor work;
  private final Executor paint;
  private boolean busy;
  private boolean looked;
  private long lastNanos;

  /** {@code work}: where it is read; {@code paint}: the JavaFX thread's. */
  SlowLook(long restNanos, Executor work, Executor paint) {
    this.restNanos = restNanos;
    this.work = work;
    this.paint = paint;
  }

  /**
   * Reads and tells on the JavaFX thread, unless a read is under way or was a moment ago: then the
   * next snapshot's look does it. {@code atNanos}: of the snapshot.
   */
  <T> void at(long atNanos, Supplier<T> read, Consumer<T> tell) {
    if (busy || (looked && atNanos - lastNanos < restNanos)) return;
    busy = true;
    looked = true;
    lastNanos = atNanos;
    work.execute(
        () -> {
          try {
            T seen = read.get();
            paint.execute(
                () -> {
                  busy = false;
                  tell.accept(seen);
                });
          } catch (RuntimeException bug) {
            // The next look may fare better; this one is told where the thread's root tells.
            paint.execute(() -> busy = false);
            throw bug;
          }
        });
  }
}
