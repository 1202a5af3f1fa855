package cairn.ipfs;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is held against sources until the program ends, by source. Any thread. */
final class Standing {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Set<String> liars = ConcurrentHashMap.newKeySet();
  // Source to the System.nanoTime() before which it is left alone.
  private final Map<String, Long> cooling = new ConcurrentHashMap<>();

  /** It sent bytes that do not match their hash. */
  void quarantine(String source) {
    liars.add(source);
  }

  boolean isQuarantined(String source) {
    return liars.contains(source);
  }

  /** It asked to be left alone for a while; it is, but not for ever. */
  void coolDown(String source, Duration wish) {
    var time = wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    cooling.put(source, System.nanoTime() + time.toNanos());
  }

  boolean isCooling(String source) {
    var until = cooling.get(source);
    return until != null && until - System.nanoTime() > 0;
  }
}
