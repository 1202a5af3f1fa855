package cairn.shell;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The window's tabs. There is always one. Confined to the JavaFX thread. */
public final class ShellModel {
  /** The page a new tab shows. */
  public static final String START = "cairn:start";

  private static final int MOST_CLOSED = 25;

  // What a closed tab showed: enough to open it again.
  private sealed interface Closed {
    record Page(String address) implements Closed {}

    record Program(Target target, String name) implements Closed {}
  }

  private final ProgramRun.Needs needs;
  private final ObservableList<TabModel> tabs = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<TabModel> selected;
  private final Deque<Closed> closed = new ArrayDeque<>();

  /** A window with one tab at the start page. */
  public ShellModel(ProgramRun.Needs needs) {
    this.needs = needs;
    var first = new TabModel(new Location.AtPage(START));
    tabs.add(first);
    selected = new ReadOnlyObjectWrapper<>(first);
  }

  /** Takes in what the kernel says now. */
  public void refresh(KernelSnapshot now) {
    for (var tab : tabs) tab.refresh(now);
  }

  /** A new tab beside the selected one, selected, at the start page. */
  public TabModel newTab() {
    return newTab(new Location.AtPage(START));
  }

  /** A new tab with a page, or the tab that shows it already. */
  public TabModel openPage(String address) {
    for (var tab : tabs)
      if (tab.here().get().equals(new Location.AtPage(address))) {
        select(tab);
        return tab;
      }
    if (selected.get().here().get().equals(new Location.AtPage(START))) {
      goToPage(address);
      return selected.get();
    }
    return newTab(new Location.AtPage(address));
  }

  private TabModel newTab(Location at) {
    var tab = new TabModel(at);
    tabs.add(tabs.indexOf(selected.get()) + 1, tab);
    select(tab);
    return tab;
  }

  /** Shows a page in the selected tab. */
  public void goToPage(String address) {
    selected.get().go(new Location.AtPage(address));
  }

  /** Runs a program in the selected tab. Only on a deed of the user. */
  public void run(Target target, String name) {
    selected.get().go(new Location.AtProgram(ProgramRun.start(needs, target, name)));
  }

  /** Brings a tab to the front. */
  public void select(TabModel tab) {
    if (tabs.contains(tab)) selected.set(tab);
  }

  /** Brings the tab at a position to the front; 8 means the last one, as browsers do. */
  public void select(int position) {
    if (position == 8) select(tabs.getLast());
    else if (position < tabs.size()) select(tabs.get(position));
  }

  /** Brings the neighbour to the front, around the end. {@code step}: 1 or -1. */
  public void selectNeighbour(int step) {
    select(tabs.get(Math.floorMod(tabs.indexOf(selected.get()) + step, tabs.size())));
  }

  /** Closes a tab and ends its programs. The last one is replaced by a fresh one. */
  public void close(TabModel tab) {
    int index = tabs.indexOf(tab);
    if (index < 0) return;
    closed.push(
        switch (tab.here().get()) {
          case Location.AtPage(var address) -> new Closed.Page(address);
          case Location.AtProgram(var run) -> new Closed.Program(run.target(), run.name().get());
        });
    if (closed.size() > MOST_CLOSED) closed.removeLast();
    if (tabs.size() == 1) tabs.add(new TabModel(new Location.AtPage(START)));
    if (tab == selected.get())
      selected.set(tabs.get(index + 1 < tabs.size() ? index + 1 : index - 1));
    tabs.remove(tab);
    tab.close();
  }

  /** Opens the tab that was closed last. A program in it runs anew, with nothing of before. */
  public void reopen() {
    if (closed.isEmpty()) return;
    switch (closed.pop()) {
      case Closed.Page(var address) -> newTab(new Location.AtPage(address));
      case Closed.Program(var target, var name) ->
          newTab(new Location.AtProgram(ProgramRun.start(needs, target, name)));
    }
  }

  /** Brings the tab of a process to the front, if there is one. */
  public void show(Pid pid) {
    for (var tab : tabs)
      if (tab.show(pid)) {
        select(tab);
        return;
      }
  }

  /** Runs the program of a process anew in its tab; without a tab there is nothing to run. */
  public void restart(Pid pid) {
    for (var tab : tabs) if (tab.restart(pid)) return;
  }

  /** Ends what the tabs run: the window closes. */
  public void close() {
    tabs.forEach(TabModel::close);
  }

  /** The tabs, from left to right. */
  public ObservableList<TabModel> tabs() {
    return FXCollections.unmodifiableObservableList(tabs);
  }

  /** The tab in front. */
  public ReadOnlyObjectProperty<TabModel> selected() {
    return selected.getReadOnlyProperty();
  }

  /** The processes that the tabs show. */
  public Set<Pid> processes() {
    return tabs.stream().flatMap(tab -> tab.pid().stream()).collect(Collectors.toSet());
  }

  /** The process in front. */
  public Optional<Pid> visible() {
    return selected.get().pid();
  }
}
