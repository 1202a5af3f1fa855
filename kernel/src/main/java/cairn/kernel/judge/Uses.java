package cairn.kernel.judge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Messages of one process that a grant let through or, being a denial, refused, and when the last
 * of them was. Any thread.
 */
final class Uses {
  private final InstantSource clock;
  private final LongAdder count = new LongAdder();

  /** Milliseconds of the clock. */
  private final AtomicLong last = new AtomicLong();

  Uses(InstantSource clock) {
    this.clock = clock;
  }

  /** One more. On the way of every message: no more than two plain stores. */
  void add() {
    last.lazySet(clock.millis());
    count.increment();
  }

  long count() {
    return count.sum();
  }

  /** How many, which are counted from 0 again. */
  long take() {
    return count.sumThenReset();
  }

  /** When the last one was. */
  Instant last() {
    return Instant.ofEpochMilli(last.get());
  }
}
