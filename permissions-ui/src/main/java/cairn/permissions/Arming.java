package cairn.permissions;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a click on Allow may count: not before the sheet has stood still before an attentive user
 * for {@link #DELAY}. Confined to the JavaFX thread.
 */
final class Arming {
  static final Duration DELAY = Duration.ofMillis(600);

  private final LongSupplier nanoTime;
  private long since;
  private boolean attentive;

  Arming(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
  }

  /** Something changed before the user's eyes: it is to be read anew. */
  void restart() {
    since = nanoTime.getAsLong();
  }

  /** Whether the sheet is in front of the user, in a window that has the keyboard. */
  void attentive(boolean now) {
    if (now && !attentive) restart();
    attentive = now;
  }

  /** From 0 to 1. */
  double progress() {
    if (!attentive) return 0;
    double part = (double) (nanoTime.getAsLong() - since) / DELAY.toNanos();
    return Math.clamp(part, 0, 1);
  }

  boolean isArmed() {
    return attentive && nanoTime.getAsLong() - since >= DELAY.toNanos();
  }
}
