package cairn.app;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of the three standard streams were not open when Cairn was started. The launcher looks
 * before the JVM starts, puts the null device in their place, so that no file of the JVM gets their
 * numbers, and says so in the system property {@value #PROPERTY}: their digits in a row.
 */
final class ClosedStreams {
  static final String PROPERTY = "cairn.closed";

  private ClosedStreams() {}

  /** Their numbers; none when Cairn was started in another way. */
  static Set<Integer> read() {
    return System.getProperty(PROPERTY, "")
        .chars()
        .map(digit -> digit - '0')
        .filter(number -> number >= 0 && number <= 2)
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }
}
