package cairn.kernel.ipc;

import cairn.kernel.Refusal;
import cairn.kernel.Refusal.About;
import cairn.kernel.Refusal.Reason;
import cairn.kernel.gate.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts a process's messages that no handler was given, by what they wanted and why. Bounded: of
 * {@value #MOST} kinds each is counted by itself, all others by their reason alone. Any thread, no
 * lock of its own.
 */
final class RefusalCounts {
  static final int MOST = 64;

  private record Key(Optional<About> about, Reason reason) {}

  private static final class Count {
    final Reason first;
    final LongAdder messages = new LongAdder();
    volatile long lastNanos;

    Count(Reason first) {
      this.first = first;
    }
  }

  private final Map<Key, Count> counts = new ConcurrentHashMap<>(2);

  /** One more. */
  void note(About about, Reason reason) {
    // Where in the body the fault is differs from message to message.
    Reason alike = reason instanceof Refusal.Malformed ? new Refusal.Malformed(0, "") : reason;
    var key = new Key(Optional.of(bounded(about)), alike);
    Count count = counts.get(key);
    if (count == null && counts.size() >= MOST) key = new Key(Optional.empty(), alike);
    if (count == null) count = counts.computeIfAbsent(key, absent -> new Count(reason));
    count.lastNanos = System.nanoTime();
    count.messages.increment();
  }

  /** What a program chose and is longer than this is not kept. */
  private static final int LONGEST_ARGUMENTS = 2000;

  private static About bounded(About about) {
    if (about.scope().isPresent()
        && about.scope().get() instanceof Scope.Program(String _, var arguments)
        && arguments.stream().mapToLong(each -> each.length() + 16L).sum() > LONGEST_ARGUMENTS)
      return new About(about.on(), about.message(), Optional.empty());
    return about;
  }

  /** All of them, the newest last. */
  List<Refusal> list() {
    if (counts.isEmpty()) return List.of();
    return counts.entrySet().stream()
        .map(
            entry ->
                new Refusal(
                    entry.getKey().about(),
                    entry.getValue().first,
                    entry.getValue().messages.sum(),
                    entry.getValue().lastNanos))
        .filter(refusal -> refusal.count() > 0)
        .sorted(Comparator.comparingLong(Refusal::lastNanos))
        .toList();
  }
}
