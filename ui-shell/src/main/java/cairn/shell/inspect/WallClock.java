package cairn.shell.inspect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * Tells what time of day it was at a moment of {@link System#nanoTime}. The two go apart when the
 * clock is set or the machine sleeps; so they are compared with every {@link #look}, and a moment
 * is told by the comparison that held when it was. Confined to the task that reads the trace.
 */
final class WallClock {
  private static final Duration APART = Duration.ofMillis(50);
  private static final int MOST = 256;

  /** They were compared at {@code nanos}; it holds for moments from {@code from} on. */
  private record Mark(long from, Instant at, long nanos) {
    Instant tell(long moment) {
      return at.plusNanos(moment - nanos);
    }
  }

  private final InstantSource clock;
  private final LongSupplier nanos;

  /** Oldest first; never empty. */
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  private long looked;

  WallClock(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    looked = nanos.getAsLong();
    marks.add(new Mark(looked, clock.instant(), looked));
  }

  /** Compares the two. */
  void look() {
    long now = nanos.getAsLong();
    Instant at = clock.instant();
    if (Duration.between(marks.getLast().tell(now), at).abs().compareTo(APART) > 0) {
      marks.add(new Mark(looked, at, now));
      if (marks.size() > MOST) marks.removeFirst();
    }
    looked = now;
  }

  /** The time of day at a moment; what was before the first look is told by that. */
  Instant at(long moment) {
    Iterator<Mark> newest = marks.descendingIterator();
    while (newest.hasNext()) {
      Mark mark = newest.next();
      if (moment - mark.from() >= 0) return mark.tell(moment);
    }
    return marks.getFirst().tell(moment);
  }
}
