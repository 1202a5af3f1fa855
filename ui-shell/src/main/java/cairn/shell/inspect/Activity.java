package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.registry.InterfaceId;
import cairn.shell.Amounts;
import cairn.shell.MessageRate;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes rates of counters. Use of a processor is taken over about the last second, whatever the
 * distance of the snapshots, so that it neither trembles nor lags. Messages are counted over {@link
 * MessageRate#WINDOW}, as in the status bar, since many programs speak once a second; what is
 * counted is each message where it is sent and where it is taken, and no answers. Once a second
 * both are kept for the charts, for {@value History#SAMPLES} seconds. Confined to the JavaFX
 * thread.
 */
public final class Activity {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

  /**
   * What a process did lately. {@code cpuPercent}: 100 is one core; {@code messagesPerSecond}: sent
   * by it or taken by it.
   */
  public record Rates(double cpuPercent, long messagesPerSecond) {
    static final Rates NONE = new Rates(0, 0);
  }

  private record Seen(
      long atNanos, Map<Pid, OfProcess> processes, Map<InterfaceId, OfInterface> interfaces) {
    static Seen of(KernelSnapshot snapshot) {
      return new Seen(
          snapshot.atNanos(),
          snapshot.processes().stream()
              .collect(Collectors.toMap(OfProcess::pid, Function.identity(), (a, b) -> b)),
          snapshot.interfaces().stream()
              .collect(Collectors.toMap(OfInterface::id, Function.identity(), (a, b) -> b)));
    }
  }

  private final ArrayDeque<Seen> window = new ArrayDeque<>();

  /** Older ones, about a second between them. */
  private final MessageRate.Marks<Seen> marks = new MessageRate.Marks<>(Seen::atNanos);

  private final Map<Pid, History> histories = new HashMap<>();
  private long sampledAt = Long.MIN_VALUE;

  /** Takes a snapshot; one that was taken already, or is older, changes nothing. */
  public void record(KernelSnapshot snapshot) {
    long now = snapshot.atNanos();
    if (!window.isEmpty() && now - window.getLast().atNanos() <= 0) return;
    var seen = Seen.of(snapshot);
    window.add(seen);
    marks.add(seen);
    // The first one stays as long as the second is not old enough to take its place.
    while (window.size() > 2 && now - second().atNanos() >= WINDOW) window.remove();
    if (sampledAt == Long.MIN_VALUE || now - sampledAt >= WINDOW) {
      sampledAt = now;
      sample(snapshot);
    }
  }

  private Seen second() {
    var seen = window.iterator();
    seen.next();
    return seen.next();
  }

  private void sample(KernelSnapshot snapshot) {
    for (var process : snapshot.processes()) {
      if (window.size() < 2 || !window.getFirst().processes().containsKey(process.pid())) continue;
      var rates = of(process);
      histories
          .computeIfAbsent(process.pid(), pid -> new History())
          .add(
              rates.cpuPercent(),
              (double) process.memoryBytes(),
              (double) messagesOfLastSecond(process));
    }
    var alive = snapshot.processes().stream().map(OfProcess::pid).collect(Collectors.toSet());
    histories.keySet().retainAll(alive);
  }

  /** What a process of the newest snapshot did. */
  public Rates of(OfProcess process) {
    if (window.size() < 2) return Rates.NONE;
    var before = window.getFirst().processes().get(process.pid());
    long nanos = window.getLast().atNanos() - window.getFirst().atNanos();
    if (before == null || nanos <= 0) return Rates.NONE;
    long cpu = Math.max(0, process.cpuNanos() - before.cpuNanos());
    return new Rates(cpu * 100.0 / nanos, messagesPerSecond(process));
  }

  private long messagesPerSecond(OfProcess process) {
    // One that began meanwhile is counted from where it was first seen.
    for (var mark : marks.oldestFirst()) {
      var before = mark.processes().get(process.pid());
      if (before != null) return rate(process, before, mark);
    }
    return messagesOfLastSecond(process);
  }

  private long messagesOfLastSecond(OfProcess process) {
    var before = window.getFirst().processes().get(process.pid());
    return before == null ? 0 : rate(process, before, window.getFirst());
  }

  private long rate(OfProcess now, OfProcess before, Seen then) {
    return Amounts.perSecond(
        messages(before), messages(now), window.getLast().atNanos() - then.atNanos());
  }

  private static long messages(OfProcess process) {
    return process.sent() + process.received() - process.answers();
  }

  /** Messages a second to an interface of the newest snapshot. */
  public long messagesPerSecond(OfInterface of) {
    if (window.size() < 2) return 0;
    var oldest = marks.oldest();
    var before = oldest.interfaces().get(of.id());
    // An interface that was not there had no messages yet.
    long earlier = before == null ? 0 : before.messages();
    return Amounts.perSecond(earlier, of.messages(), window.getLast().atNanos() - oldest.atNanos());
  }

  /** The last minutes of a process, if it is known. */
  public Optional<History> history(Pid pid) {
    return Optional.ofNullable(histories.get(pid));
  }
}
