package cairn.app;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.LogSink;
import cairn.kernel.Pid;
import cairn.shell.LogLines;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the newest {@value #KEPT} log lines of every process. Any thread; each process's lines are
 * guarded by their own monitor, held for a few instructions.
 */
final class RecentLog implements LogSink, LogLines {
  private static final int KEPT = 2000;

  private final ConcurrentHashMap<Pid, OfProcess> processes = new ConcurrentHashMap<>();
  private final InstantSource clock;

  RecentLog(InstantSource clock) {
    this.clock = clock;
  }

  private static final class OfProcess {
    // Guarded by this.
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private long count;
  }

  @Override
  public void line(Pid pid, String level, String text) {
    var of = processes.computeIfAbsent(pid, p -> new OfProcess());
    var line = new Line(clock.instant(), level, text);
    synchronized (of) {
      if (of.lines.size() == KEPT) of.lines.removeFirst();
      of.lines.addLast(line);
      of.count++;
    }
  }

  @Override
  public List<Line> newest(Pid pid, int most) {
    var of = processes.get(pid);
    if (of == null) return List.of();
    synchronized (of) {
      var all = new ArrayList<>(of.lines);
      return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }
  }

  @Override
  public long count(Pid pid) {
    var of = processes.get(pid);
    if (of == null) return 0;
    synchronized (of) {
      return of.count;
    }
  }

  /** Forgets the lines of processes whose rows are gone: nobody will ask for them again. */
  void keepOnly(KernelSnapshot now) {
    var rows = new HashSet<Pid>();
    for (var row : now.processes()) rows.add(row.pid());
    var newest = rows.stream().max(Comparator.comparingLong(Pid::number));
    // One that began after the snapshot was taken is not gone.
    processes
        .keySet()
        .removeIf(
            pid ->
                !rows.contains(pid) && newest.filter(n -> pid.number() < n.number()).isPresent());
  }
}
