package cairn.bench;

import java.util.Arrays;
import java.util.Locale;

/** Several measurements of one thing. */
record Spread(double min, double median, double max) {
  static Spread of(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8.3f  (%.3f .. %.3f)", median, min, max);
  }
}
