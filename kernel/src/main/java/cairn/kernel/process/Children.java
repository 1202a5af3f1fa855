package cairn.kernel.process;

import cairn.kernel.Pid;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes that one process started: those that live, and the latest of those that ended and
 * that it did not wait for. Safe for any thread; its monitor is taken alone, but for the children's
 * own.
 */
final class Children {
  /** That live at once. */
  static final int MOST = 64;

  /** Ends that are kept for a parent that does not ask. */
  private static final int ENDS = 256;

  private final Map<Pid, Process> all = new LinkedHashMap<>(); // guarded by this
  private boolean closed; // guarded by this

  /** False: it has as many as it may, and this one is not to be. */
  synchronized boolean add(Process child) {
    if (closed) return false;
    int living = 0;
    for (Process each : all.values()) if (!each.isOver()) living++;
    if (living >= MOST) return false;
    all.put(child.pid(), child);
    Iterator<Process> oldest = all.values().iterator();
    while (all.size() > MOST + ENDS && oldest.hasNext())
      if (oldest.next().isOver()) oldest.remove();
    return true;
  }

  /** There are no more from now on; those there are. */
  synchronized List<Process> close() {
    closed = true;
    return List.copyOf(all.values());
  }

  synchronized Optional<Process> find(Pid pid) {
    return Optional.ofNullable(all.get(pid));
  }

  synchronized void remove(Pid pid) {
    all.remove(pid);
  }
}
