package cairn.kernel.process;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a load goes on fast enough. There are only so many loads at once, so a loader that hands
 * out a byte from time to time would keep all others out. Confined to its load; knows no clock.
 */
final class LoadPace {
  /** The least bytes in each period that a program as loader has to bring. */
  static final int LEAST = 32 << 10;

  private final Duration whole;
  private final Duration period;
  private final boolean rated;
  private final long began;

  private long periodBegan;
  private long inPeriod;

  /**
   * A load that begins at this time.
   *
   * @param whole the most time it may take
   * @param period the time in which {@link #LEAST} bytes have to come, if {@code rated}; the native
   *     loader looks after its sources itself
   */
  LoadPace(long nowNanos, Duration whole, Duration period, boolean rated) {
    this.whole = whole;
    this.period = period;
    this.rated = rated;
    this.began = nowNanos;
    this.periodBegan = nowNanos;
  }

  /**
   * So many bytes have come, by this time. What is wrong with that, as a clause; empty: nothing.
   */
  Optional<String> after(int bytes, long nowNanos) {
    inPeriod += bytes;
    if (nowNanos - began > whole.toNanos())
      return Optional.of("the program was not whole after " + words(whole));
    if (nowNanos - periodBegan < period.toNanos()) return Optional.empty();
    if (rated && inPeriod < LEAST)
      return Optional.of(
          "it brought less than " + (LEAST >> 10) + " KiB of the program in " + words(period));
    periodBegan = nowNanos;
    inPeriod = 0;
    return Optional.empty();
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0 && time.toMinutes() > 1
        ? time.toMinutes() + " minutes"
        : time.toSeconds() + " seconds";
  }
}
