package cairn.shell.inspect;

import java.util.Locale;

/** Shares, short time spans and clocks as the inspectors write them. */
public final class Figures {
  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private Figures() {}

  /** {@code 38.4 %}. */
  public static String percent(double percent) {
    return String.format(locale(), "%.1f %%", percent);
  }

  /**
   * {@code 0.4 µs}, {@code 41 µs}, {@code 0.8 ms}, {@code 14 ms}, {@code 3.2 s}, {@code 4 min},
   * {@code 2 h}.
   */
  public static String span(long nanos) {
    long span = Math.max(0, nanos);
    if (span > 0 && span < 10 * MICRO)
      return String.format(locale(), "%.1f µs", span / (double) MICRO);
    if (span < 100 * MICRO) return span / MICRO + " µs";
    if (span < 10 * MILLI) return String.format(locale(), "%.1f ms", span / (double) MILLI);
    if (span < SECOND) return span / MILLI + " ms";
    if (span < 60 * SECOND) return String.format(locale(), "%.1f s", span / (double) SECOND);
    if (span < 3600 * SECOND) return span / (60 * SECOND) + " min";
    return span / (3600 * SECOND) + " h";
  }

  /** As {@link #span}, but with tenths of microseconds: {@code 0.6 µs}. */
  public static String exactly(long nanos) {
    if (nanos <= 0) return "0";
    return nanos < 100 * MICRO
        ? String.format(locale(), "%.1f µs", nanos / (double) MICRO)
        : span(nanos);
  }

  /** {@code 00:14:07}. */
  public static String clock(long seconds) {
    long span = Math.max(0, seconds);
    return String.format(Locale.ROOT, "%02d:%02d:%02d", span / 3600, span / 60 % 60, span % 60);
  }

  private static Locale locale() {
    return Locale.getDefault(Locale.Category.FORMAT);
  }
}
