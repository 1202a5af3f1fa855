package cairn.kernel.ipc;

import cairn.kernel.Deadlock;
import cairn.kernel.Pid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for whom, and the circles in it. Pure.
 *
 * <p>A process goes on when one of its threads does, and a thread when one of the things it waits
 * for comes. So a process is stuck only when every thing that every thread waits for must come from
 * a process that is stuck.
 */
final class WaitGraph {
  private WaitGraph() {}

  /** From where something may come. */
  sealed interface Hope {
    /** From that process alone. */
    record From(Deadlock.Wait edge) implements Hope {}

    /** From elsewhere: Cairn's own code, a clock, the user, or whoever comes along. */
    record Elsewhere() implements Hope {}
  }

  /**
   * A thread that waits.
   *
   * @param sinceNanos tells this wait from another with the same hopes
   * @param hopes any of which lets it go on
   */
  record ThreadWait(long sinceNanos, List<Hope> hopes) {
    ThreadWait {
      hopes = List.copyOf(hopes);
    }
  }

  /** A process of which every thread waits. */
  record Waits(Pid pid, List<ThreadWait> threads) {
    Waits {
      threads = List.copyOf(threads);
    }
  }

  /** The circles among those that are stuck: of those that share a process, one. */
  static List<Deadlock> deadlocks(List<Waits> waiting) {
    Map<Pid, Waits> stuck = new HashMap<>();
    for (Waits each : waiting) stuck.put(each.pid(), each);
    while (stuck.values().removeIf(each -> goesOn(each, stuck.keySet()))) {}
    var circles = new ArrayList<Deadlock>();
    var seen = new LinkedHashSet<Pid>();
    for (Pid start : stuck.keySet().stream().sorted().toList()) {
      var path = new ArrayList<Deadlock.Wait>();
      Pid at = start;
      while (seen.add(at)) {
        Deadlock.Wait edge = edgeOf(stuck, at);
        path.add(edge);
        at = edge.whom();
      }
      Pid back = at;
      int from = 0;
      while (from < path.size() && !path.get(from).who().equals(back)) from++;
      if (from < path.size()) circles.add(turned(path.subList(from, path.size())));
    }
    circles.sort(Comparator.comparing(circle -> circle.circle().getFirst().who()));
    return circles;
  }

  private static boolean goesOn(Waits waits, Set<Pid> stuck) {
    return waits.threads().stream()
        .anyMatch(
            thread ->
                thread.hopes().isEmpty()
                    || thread.hopes().stream()
                        .anyMatch(
                            hope ->
                                switch (hope) {
                                  case Hope.Elsewhere _ -> true;
                                  case Hope.From(var edge) -> !stuck.contains(edge.whom());
                                }));
  }

  private static Deadlock.Wait edgeOf(Map<Pid, Waits> stuck, Pid pid) {
    Waits waits = stuck.get(pid);
    if (waits != null
        && !waits.threads().isEmpty()
        && waits.threads().getFirst().hopes().getFirst() instanceof Hope.From(var edge))
      return edge;
    throw new IllegalStateException("what is stuck waits for somebody");
  }

  /** The lowest pid first. */
  private static Deadlock turned(List<Deadlock.Wait> circle) {
    int lowest = 0;
    for (int i = 1; i < circle.size(); i++)
      if (circle.get(i).who().compareTo(circle.get(lowest).who()) < 0) lowest = i;
    var all = new ArrayList<>(circle.subList(lowest, circle.size()));
    all.addAll(circle.subList(0, lowest));
    return new Deadlock(all);
  }
}
