package cairn.shell;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import java.nio.file.Path;
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

    record Replay(Path file) implements Closed {}
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

  /**
   * Runs the program of a tab again and records it. Until the file is made it runs on as it was,
   * and if that cannot be done, for good; then its recording says why. No effect on a tab without a
   * program, or while that is being done.
   *
   * @param chosen what the user said; a name without an extension gets one, and then replaces
   *     nothing, since nobody was asked
   */
  public void record(TabModel tab, Path chosen) {
    var shown = tab.run();
    if (shown.isEmpty()) return;
    var run = shown.get();
    if (!run.recording().making()) return;
    var name = String.valueOf(chosen.getFileName());
    boolean asked = name.indexOf('.') >= 0;
    var file = asked ? chosen : chosen.resolveSibling(name + Recordings.EXTENSION);
    needs
        .recordings()
        .create(file, asked)
        .thenAcceptAsync(made -> recordTo(tab, run, file, made), needs.fx());
  }

  private void recordTo(TabModel tab, ProgramRun run, Path file, Recordings.Made made) {
    switch (made) {
      case Recordings.Made.NotMade(var why) -> run.recording().notMade(why);
      case Recordings.Made.Ready(var log) -> {
        run.recording().made();
        // Gone elsewhere meanwhile: nothing is started behind the user's back.
        if (tabs.contains(tab) && tab.run().equals(Optional.of(run)))
          tab.renew(run.againRecorded(file, log));
        else log.unused();
      }
    }
  }

  /** Replays a recording in the selected tab. */
  public void replay(Path file) {
    selected.get().go(replayed(file));
  }

  /** Replays a recording in a tab of its own, so that the run beside it can be compared. */
  public void replayBesides(Path file) {
    if (selected.get().here().get().equals(new Location.AtPage(START))) replay(file);
    else newTab(replayed(file));
  }

  private Location replayed(Path file) {
    return new Location.AtReplay(ReplayRun.start(needs.recordings(), needs.fx(), file));
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
          case Location.AtReplay(var run) -> new Closed.Replay(run.file());
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
      case Closed.Replay(var file) -> newTab(replayed(file));
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
