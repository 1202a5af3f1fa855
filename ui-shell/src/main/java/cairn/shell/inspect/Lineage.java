package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a process stands among those that started each other.
 *
 * @param path from the first of its line that is in the table to itself
 * @param missing who started the first of the line, when that is in the table no more
 * @param orphaned whether the one that started it has ended
 */
public record Lineage(List<Pid> path, Optional<Pid> missing, boolean orphaned) {
  /** Those that were started stand behind the one that did, before the next of its own. */
  static final Comparator<Lineage> IN_TREE = Lineage::compare;

  public Lineage {
    path = List.copyOf(path);
  }

  /** Of a process; {@code table}: all that can be seen. */
  static Lineage of(OfProcess process, Map<Pid, OfProcess> table) {
    var path = new ArrayList<Pid>();
    OfProcess at = process;
    while (true) {
      path.addFirst(at.pid());
      var parent = table.get(at.parent());
      // Pids only grow, so that no line leads back to itself.
      if (parent == null || parent.pid().compareTo(at.pid()) >= 0) break;
      at = parent;
    }
    Optional<Pid> missing =
        at.parent().equals(Pid.KERNEL) ? Optional.empty() : Optional.of(at.parent());
    var parent = table.get(process.parent());
    boolean orphaned =
        parent == null
            ? !process.parent().equals(Pid.KERNEL)
            : parent.state() instanceof ProcessState.Ended;
    return new Lineage(path, missing, orphaned);
  }

  /** How many of its line stand above it. */
  public int depth() {
    return path.size() - 1;
  }

  private static int compare(Lineage one, Lineage other) {
    int both = Math.min(one.path.size(), other.path.size());
    for (int i = 0; i < both; i++) {
      int order = one.path.get(i).compareTo(other.path.get(i));
      if (order != 0) return order;
    }
    return Integer.compare(one.path.size(), other.path.size());
  }
}
