package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.kernel.gate.PermissionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.scene.Node;

/**
 * The sheets of a tab: its program's own, and after it those of programs without a tab that run for
 * it: what it has started, and what answers it or is being started to. On the JavaFX thread.
 */
final class TabSheets implements SheetHost {
  private final SheetHost all;
  private final Supplier<Set<Pid>> inTabs;

  /** Who asks without having a tab, by the process whose tab shows it. */
  private Map<Pid, List<Pid>> behind = Map.of();

  /** Whose sheet hangs in a tab that is in front, by the tab's process. */
  private final Map<Pid, Pid> hanging = new HashMap<>();

  /** {@code inTabs}: the processes that tabs show. */
  TabSheets(SheetHost all, Supplier<Set<Pid>> inTabs) {
    this.all = all;
    this.inTabs = inTabs;
  }

  @Override
  public void refresh(KernelSnapshot now) {
    all.refresh(now);
    var tabs = inTabs.get();
    var asking =
        now.questions().stream()
            .map(PermissionRequest::pid)
            .filter(pid -> !tabs.contains(pid))
            .collect(Collectors.toSet());
    behind = asking.isEmpty() ? Map.of() : whoAsksWhere(now, asking, tabs);
  }

  private static Map<Pid, List<Pid>> whoAsksWhere(
      KernelSnapshot now, Set<Pid> asking, Set<Pid> tabs) {
    Map<Pid, OfProcess> rows =
        now.processes().stream().collect(Collectors.toMap(OfProcess::pid, Function.identity()));
    var found = new HashMap<Pid, List<Pid>>();
    for (Pid pid : asking.stream().sorted().toList()) {
      var shownIn = new HashSet<Pid>();
      OfProcess row = rows.get(pid);
      while (row != null && !tabs.contains(row.pid())) row = rows.get(row.parent());
      if (row != null) shownIn.add(row.pid());
      for (OfInterface each : now.interfaces())
        if (answers(each, pid)) shownIn.addAll(each.users());
      shownIn.retainAll(tabs);
      for (Pid tab : shownIn) found.computeIfAbsent(tab, key -> new ArrayList<>()).add(pid);
    }
    return found;
  }

  /** Whether a process answers or filters an interface, or was started to. */
  private static boolean answers(OfInterface of, Pid pid) {
    var by = new HandledBy.Process(pid);
    var routing = of.routing();
    return of.handler().equals(by)
        || routing.routes().stream().anyMatch(place -> place.by().equals(by))
        || routing.filters().stream().anyMatch(place -> place.by().equals(by))
        || routing.kept().stream().anyMatch(kept -> kept.now().equals(new Keeping.Starts(pid)));
  }

  /** Who has a sheet to show in this tab. */
  private Optional<Pid> asker(Pid tab) {
    if (all.sheet(tab).isPresent()) return Optional.of(tab);
    return behind.getOrDefault(tab, List.of()).stream()
        .filter(pid -> all.sheet(pid).isPresent())
        .findFirst();
  }

  @Override
  public Optional<Node> sheet(Pid tab) {
    return asker(tab).flatMap(all::sheet);
  }

  @Override
  public int waiting(Pid tab) {
    int sum = all.waiting(tab);
    for (Pid pid : behind.getOrDefault(tab, List.of())) sum += all.waiting(pid);
    return sum;
  }

  @Override
  public void shown(Pid tab, boolean shown) {
    Optional<Pid> asker = shown ? asker(tab) : Optional.empty();
    Pid before = hanging.get(tab);
    if (before != null && !asker.equals(Optional.of(before))) all.shown(before, false);
    hanging.remove(tab);
    asker.ifPresent(
        now -> {
          hanging.put(tab, now);
          all.shown(now, true);
        });
  }

  @Override
  public void recall(Pid tab) {
    all.recall(tab);
    for (Pid pid : behind.getOrDefault(tab, List.of())) all.recall(pid);
  }

  @Override
  public void onChange(Runnable action) {
    all.onChange(action);
  }
}
