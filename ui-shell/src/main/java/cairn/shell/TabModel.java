package cairn.shell;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * A tab: what it shows and what it showed before. A program lives as long as the tab can go back to
 * it; going back to it finds it as it was left. Confined to the JavaFX thread.
 */
public final class TabModel {
  /** How far back a tab can go. */
  static final int LONGEST_TRAIL = 50;

  private final List<Location> trail = new ArrayList<>();
  private int at;
  private final ReadOnlyObjectWrapper<Location> here;
  private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canGoForward = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper reloads = new ReadOnlyIntegerWrapper();

  TabModel(Location first) {
    trail.add(first);
    here = new ReadOnlyObjectWrapper<>(first);
  }

  /** Shows something else; what lay ahead is dropped. */
  void go(Location next) {
    if (next.equals(here.get())) return;
    while (trail.size() > at + 1) release(trail.removeLast());
    trail.add(next);
    if (trail.size() > LONGEST_TRAIL) release(trail.removeFirst());
    at = trail.size() - 1;
    arrive();
  }

  /** Goes back one step, if it can. */
  public void back() {
    if (at == 0) return;
    at--;
    arrive();
  }

  /** Goes forward again, if it can. */
  public void forward() {
    if (at == trail.size() - 1) return;
    at++;
    arrive();
  }

  /** Ends the program and starts it anew; makes a page anew. */
  public void reload() {
    switch (here.get()) {
      case Location.AtPage _ -> reloads.set(reloads.get() + 1);
      case Location.AtProgram(var run) -> {
        trail.set(at, new Location.AtProgram(run.again()));
        arrive();
      }
      case Location.AtReplay(var run) -> {
        trail.set(at, new Location.AtReplay(run.again()));
        arrive();
      }
    }
  }

  private void arrive() {
    canGoBack.set(at > 0);
    canGoForward.set(at < trail.size() - 1);
    here.set(trail.get(at));
  }

  void refresh(KernelSnapshot now) {
    for (var place : trail) if (place instanceof Location.AtProgram(var run)) run.refresh(now);
  }

  /** The tab is gone, and its programs with it. */
  void close() {
    trail.forEach(TabModel::release);
  }

  private static void release(Location place) {
    switch (place) {
      case Location.AtPage _ -> {}
      case Location.AtProgram(var run) -> run.release();
      case Location.AtReplay(var run) -> run.stop();
    }
  }

  /** What it shows. */
  public ReadOnlyObjectProperty<Location> here() {
    return here.getReadOnlyProperty();
  }

  /** All that it can go to, oldest first. */
  public List<Location> trail() {
    return List.copyOf(trail);
  }

  /** Whether {@link #back} leads anywhere. */
  public ReadOnlyBooleanProperty canGoBack() {
    return canGoBack.getReadOnlyProperty();
  }

  /** Whether {@link #forward} leads anywhere. */
  public ReadOnlyBooleanProperty canGoForward() {
    return canGoForward.getReadOnlyProperty();
  }

  /** Grows by one when a page is to be made anew. */
  public ReadOnlyIntegerProperty reloads() {
    return reloads.getReadOnlyProperty();
  }

  /** The program it shows. */
  public Optional<ProgramRun> run() {
    return here.get() instanceof Location.AtProgram(var run) ? Optional.of(run) : Optional.empty();
  }

  /** The replay it shows. */
  public Optional<ReplayRun> replay() {
    return here.get() instanceof Location.AtReplay(var run) ? Optional.of(run) : Optional.empty();
  }

  /** Puts another run in the place of the one it shows. */
  void renew(ProgramRun next) {
    trail.set(at, new Location.AtProgram(next));
    arrive();
  }

  /** The process it shows. */
  public Optional<Pid> pid() {
    return run().flatMap(run -> run.pid().get());
  }

  /** Goes to the step that shows a process. Whether there is one. */
  boolean show(Pid pid) {
    for (int i = 0; i < trail.size(); i++)
      if (trail.get(i) instanceof Location.AtProgram(var run)
          && run.pid().get().equals(Optional.of(pid))) {
        at = i;
        arrive();
        return true;
      }
    return false;
  }

  /** Runs the program of a process anew, at its step. Whether it has one. */
  boolean restart(Pid pid) {
    for (int i = 0; i < trail.size(); i++)
      if (trail.get(i) instanceof Location.AtProgram(var run)
          && run.pid().get().equals(Optional.of(pid))) {
        trail.set(i, new Location.AtProgram(run.again()));
        arrive();
        return true;
      }
    return false;
  }
}
