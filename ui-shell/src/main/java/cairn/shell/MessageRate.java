package cairn.shell;

import cairn.kernel.KernelSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.function.ToLongFunction;

/**
 * Messages a second over the last few seconds, so that what comes in bursts reads as a number.
 * Confined to the JavaFX thread.
 */
public final class MessageRate {
  /** What the average is taken over, and up to a second more. */
  public static final Duration WINDOW = Duration.ofSeconds(5);

  /**
   * Snapshots, or what is wanted of them, from now back to {@link #WINDOW}: one a second, so that
   * little is kept and whoever counts over the same snapshots counts from the same one.
   */
  public static final class Marks<T> {
    private static final long APART = Duration.ofSeconds(1).toNanos();

    private final ToLongFunction<T> at;
    private final ArrayDeque<T> kept = new ArrayDeque<>();

    /** {@code at}: when a mark was made, in nanoseconds. */
    public Marks(ToLongFunction<T> at) {
      this.at = at;
    }

    /** Keeps a mark, unless the last one is not a second old. */
    public void add(T mark) {
      long now = at.applyAsLong(mark);
      if (kept.isEmpty() || now - at.applyAsLong(kept.getLast()) >= APART) kept.add(mark);
      // The oldest one kept is the newest that is at least as old as the window.
      while (kept.size() > 1 && now - at.applyAsLong(second()) >= WINDOW.toNanos())
        kept.removeFirst();
    }

    /** The one to count from. Throws NoSuchElementException before the first. */
    public T oldest() {
      return kept.getFirst();
    }

    /** All of them. */
    public Collection<T> oldestFirst() {
      return Collections.unmodifiableCollection(kept);
    }

    private T second() {
      var all = kept.iterator();
      all.next();
      return all.next();
    }
  }

  private record Seen(long atNanos, long messages) {}

  private final Marks<Seen> marks = new Marks<>(Seen::atNanos);

  /** Takes in a snapshot and says the rate; 0 for the first. */
  public long perSecond(KernelSnapshot now) {
    marks.add(new Seen(now.atNanos(), now.totals().messages()));
    var oldest = marks.oldest();
    return Amounts.perSecond(
        oldest.messages(), now.totals().messages(), now.atNanos() - oldest.atNanos());
  }
}
