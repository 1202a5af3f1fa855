package cairn.permissions;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keys that were meant for something else: the user was typing when the sheet came. They are thrown
 * away until there was a pause of {@link Arming#DELAY}, and a key that is held down until it is let
 * go. Confined to the JavaFX thread.
 */
public final class TypedAhead {
  private final LongSupplier nanoTime;
  private final Set<String> held = new HashSet<>();
  private long quietFrom;

  /** With the sheet just shown. */
  public TypedAhead(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    restart();
  }

  /** The sheet was shown, or its window came back. */
  public void restart() {
    held.clear();
    quietFrom = nanoTime.getAsLong() + Arming.DELAY.toNanos();
  }

  /** A key went down, or repeats. True: it is not for the sheet. */
  public boolean pressed(String key) {
    boolean early = nanoTime.getAsLong() - quietFrom < 0;
    if (early) {
      held.add(key);
      quietFrom = nanoTime.getAsLong() + Arming.DELAY.toNanos();
    }
    return early || held.contains(key);
  }

  /** A character came of keys. True: it is not for the sheet. */
  public boolean typed() {
    return !held.isEmpty() || nanoTime.getAsLong() - quietFrom < 0;
  }

  /** A key went up. True: it is not for the sheet. */
  public boolean released(String key) {
    return held.remove(key) || nanoTime.getAsLong() - quietFrom < 0;
  }
}
