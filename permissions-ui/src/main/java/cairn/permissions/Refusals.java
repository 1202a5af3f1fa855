package cairn.permissions;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a program's log which of its messages no handler was given, and why: what, the first time,
 * and from then on once a minute how many more. Confined to the JavaFX thread.
 */
public final class Refusals {
  /** How long equal refusals are counted before another line tells of them. */
  private static final long MERGED_FOR = Duration.ofMinutes(1).toNanos();

  /** Where it is told: a line of this process. Never blocks. */
  @FunctionalInterface
  public interface Notes {
    /** One line for people. */
    void note(Pid pid, String line);
  }

  private record Kind(Pid pid, Optional<Refusal.About> about, Refusal.Reason reason) {}

  private record Told(long count, long atNanos) {}

  private final RefusalWords words;
  private final Notes notes;
  private final Map<Kind, Told> told = new HashMap<>();

  /** Tells these notes. */
  public Refusals(RefusalWords words, Notes notes) {
    this.words = words;
    this.notes = notes;
  }

  /** The kernel moved on. */
  public void follow(KernelSnapshot now) {
    for (var process : now.processes())
      for (var refusal : process.refusals()) tell(process, refusal, now.atNanos());
    Set<Pid> there = now.processes().stream().map(OfProcess::pid).collect(Collectors.toSet());
    told.keySet().removeIf(kind -> !there.contains(kind.pid()));
  }

  private void tell(OfProcess process, Refusal refusal, long now) {
    var kind = new Kind(process.pid(), refusal.about(), refusal.reason());
    var before = told.get(kind);
    long more = refusal.count() - (before == null ? 0 : before.count());
    if (more <= 0) return;
    boolean over = process.state() instanceof ProcessState.Ended;
    if (before != null && !over && now - before.atNanos() < MERGED_FOR) return;
    told.put(kind, new Told(refusal.count(), now));
    notes.note(process.pid(), words.line(refusal, more, before != null));
  }
}
