package cairn.app;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.host.LogSink;
import cairn.shell.LogLines;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the newest log lines of every process: at most {@value #KEPT} lines and 1 MiB of each, and
 * 64 MiB of all together. When all together are too many, the oldest lines of whoever has more than
 * its share go. Any thread; each process's lines are guarded by their own monitor, held for a few
 * instructions; no two are held at once.
 */
final class RecentLog implements LogSink, LogLines {
  private static final int KEPT = 2000;
  private static final int OF_ONE = 1 << 20;
  private static final int OF_ALL = 64 << 20;

  /** What a line costs beside its text: its record, its time, its place. */
  private static final int LINE = 128;

  private final ConcurrentHashMap<Pid, OfProcess> processes = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final InstantSource clock;
  private final long ofOne;
  private final long ofAll;

  RecentLog(InstantSource clock) {
    this(clock, OF_ONE, OF_ALL);
  }

  /** With other limits, in bytes. */
  RecentLog(InstantSource clock, long ofOne, long ofAll) {
    this.clock = clock;
    this.ofOne = ofOne;
    this.ofAll = ofAll;
  }

  private static final class OfProcess {
    // Guarded by this; bytes are read without it, to find who has most.
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final AtomicLong bytes = new AtomicLong();
    private long count;

    /** Its row is gone; nothing is kept of it any more. */
    private boolean gone;
  }

  @Override
  public void line(Pid pid, String level, String text) {
    var of = processes.computeIfAbsent(pid, p -> new OfProcess());
    var line = new Line(clock.instant(), level, text);
    synchronized (of) {
      if (of.gone) return;
      of.lines.addLast(line);
      of.count++;
      charge(of, cost(line));
      while (of.lines.size() > KEPT || of.bytes.get() > ofOne) dropOldest(of);
    }
    if (bytes.get() > ofAll) makeRoom(of);
  }

  /** The largest pays, by a quarter, so that this is done seldom; who wrote last if it is large. */
  private void makeRoom(OfProcess writer) {
    long share = ofAll / Math.max(1, processes.size());
    while (bytes.get() > ofAll) {
      var payer = writer;
      if (writer.bytes.get() <= share)
        for (var other : processes.values())
          if (other.bytes.get() > payer.bytes.get()) payer = other;
      synchronized (payer) {
        if (payer.lines.isEmpty()) return;
        long target = payer.bytes.get() / 4 * 3;
        do dropOldest(payer);
        while (!payer.lines.isEmpty() && payer.bytes.get() > target);
      }
    }
  }

  /** Under the process's monitor. */
  private void dropOldest(OfProcess of) {
    charge(of, -cost(of.lines.removeFirst()));
  }

  /** Under the process's monitor. */
  private void charge(OfProcess of, long more) {
    of.bytes.addAndGet(more);
    bytes.addAndGet(more);
  }

  private static long cost(Line line) {
    return LINE + 2L * line.text().length();
  }

  /** Bytes of all lines. */
  long bytes() {
    return bytes.get();
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
    for (var entry : processes.entrySet()) {
      Pid pid = entry.getKey();
      if (rows.contains(pid) || newest.filter(n -> pid.number() < n.number()).isEmpty()) continue;
      var of = entry.getValue();
      synchronized (of) {
        of.gone = true;
        while (!of.lines.isEmpty()) dropOldest(of);
      }
      processes.remove(pid, of);
    }
  }
}
