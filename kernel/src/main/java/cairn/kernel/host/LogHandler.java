package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.PlainText;
import cairn.registry.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers {@code log}: cleans lines and passes on as many a second as the process may. The rest is
 * dropped and counted, and one line says how many.
 */
public final class LogHandler implements NativeHandler {
  /** The most characters of a line. */
  public static final int LINE = 4096;

  private static final long SECOND = 1_000_000_000;

  private final Definition definition;
  private final LogSink sink;
  private final Clocks clocks;
  private final Map<Pid, Lines> processes = new ConcurrentHashMap<>();

  /** Lines go to the sink; the clock measures seconds. */
  public LogHandler(Interfaces interfaces, LogSink sink, Clocks clocks) {
    this.definition = interfaces.shipped("log").definition();
    this.sink = sink;
    this.clocks = clocks;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    var level = (Value.Case) call.arguments().get(0);
    var text = (Value.Text) call.arguments().get(1);
    Lines lines = processes.computeIfAbsent(call.emitter(), Lines::new);
    int limit = call.limits().logLines();
    // Another thread may be at it, and not for a moment only.
    Runnable kept = call.keep();
    lines.turns.run(
        () -> {
          try {
            lines.add(level.name(), text.value(), limit);
          } finally {
            kept.run();
          }
        });
  }

  /** How many lines of this process were dropped; 0 when it has ended. */
  public long dropped(Pid pid) {
    Lines lines = processes.get(pid);
    return lines == null ? 0 : lines.droppedInAll.get();
  }

  @Override
  public void ended(Pid pid) {
    Lines lines = processes.remove(pid);
    if (lines != null) lines.turns.run(lines::tellDropped);
  }

  @Override
  public void close() {
    processes.clear();
  }

  /** One process's lines in the second that began at {@link #since}. */
  private final class Lines {
    private final Pid pid;
    private final Turns turns = new Turns();
    // Written in turns only.
    private long since = Long.MIN_VALUE;
    private int passed;
    private long dropped;
    private int limit;
    private final AtomicLong droppedInAll = new AtomicLong();

    Lines(Pid pid) {
      this.pid = pid;
    }

    void add(String level, String text, int limitNow) {
      long now = clocks.monotonic();
      if (since == Long.MIN_VALUE || now - since >= SECOND) {
        tellDropped();
        since = now;
        passed = 0;
      }
      limit = limitNow;
      if (passed >= limit) {
        dropped++;
        droppedInAll.incrementAndGet();
        return;
      }
      passed++;
      sink.line(pid, level, PlainText.line(text, LINE));
    }

    void tellDropped() {
      if (dropped == 0) return;
      String lines = dropped == 1 ? "1 line was dropped" : dropped + " lines were dropped";
      dropped = 0;
      sink.line(pid, "warn", lines + ": a program may log " + limit + " a second.");
    }
  }
}
