package cairn.kernel.ipc;

import cairn.kernel.Limit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often a process reached its limits. Safe for any thread. */
final class LimitHits {
  private final Map<Limit, LongAdder> counts = new ConcurrentHashMap<>(4);

  void hit(Limit limit) {
    counts.computeIfAbsent(limit, key -> new LongAdder()).increment();
  }

  Map<Limit, Long> counts() {
    if (counts.isEmpty()) return Map.of();
    var all = new EnumMap<Limit, Long>(Limit.class);
    counts.forEach((limit, count) -> all.put(limit, count.sum()));
    return all;
  }
}
