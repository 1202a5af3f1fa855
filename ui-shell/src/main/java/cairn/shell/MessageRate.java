package cairn.shell;

import cairn.kernel.KernelSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Messages a second over the last few seconds, so that what comes in bursts reads as a number.
 * Confined to the JavaFX thread.
 */
public final class MessageRate {
  /** What the average is taken over. */
  public static final Duration WINDOW = Duration.ofSeconds(5);

  private record Seen(long atNanos, long messages) {}

  private final ArrayDeque<Seen> seen = new ArrayDeque<>();

  /** Takes in a snapshot and says the rate; 0 for the first. */
  public long perSecond(KernelSnapshot now) {
    seen.addLast(new Seen(now.atNanos(), now.totals().messages()));
    // The oldest one kept is the newest that is at least as old as the window.
    while (seen.size() > 2 && now.atNanos() - second().atNanos() >= WINDOW.toNanos())
      seen.removeFirst();
    var oldest = seen.getFirst();
    return Amounts.perSecond(
        oldest.messages(), now.totals().messages(), now.atNanos() - oldest.atNanos());
  }

  private Seen second() {
    var all = seen.iterator();
    all.next();
    return all.next();
  }
}
