package cairn.shell.inspect;

import cairn.kernel.Deadlock;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.kernel.gate.Grant;
import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What {@code cairn:processes} shows, and what it can have done. Confined to the JavaFX thread; the
 * kernel's calls return at once, and what costs more than a snapshot is read elsewhere.
 */
public final class ProcessesModel {
  private static final long A_SECOND = 1_000_000_000;
  private static final long HALF_A_SECOND = 500_000_000;

  private final Kernel kernel;
  private final Activity activity;
  private final Consumer<Pid> restart;
  private final LiveRows<Pid, ProcessRow> rows = new LiveRows<>(ProcessRow::pid);
  private final ReadOnlyIntegerWrapper running = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper asking = new ReadOnlyIntegerWrapper();
  private Map<Pid, OfProcess> newest = Map.of();
  private Optional<KernelSnapshot> last = Optional.empty();
  private final SlowLook deadlockLook;
  private final ReadOnlyObjectWrapper<List<DeadlockLine>> deadlocks =
      new ReadOnlyObjectWrapper<>(List.of());
  private final SlowLook threadLook;
  private final ReadOnlyObjectWrapper<Threads> threads =
      new ReadOnlyObjectWrapper<>(new Threads(Pid.KERNEL, List.of()));
  private Optional<Pid> chosen = Optional.empty();

  /** The threads of one process. */
  public record Threads(Pid of, List<ThreadLine> lines) {
    public Threads {
      lines = List.copyOf(lines);
    }
  }

  /**
   * {@code restart}: ends a process and runs its program anew; {@code work}: reads what is dear;
   * {@code paint}: the JavaFX thread's.
   */
  public ProcessesModel(
      Kernel kernel, Activity activity, Consumer<Pid> restart, Executor work, Executor paint) {
    this.kernel = kernel;
    this.activity = activity;
    this.restart = restart;
    orderInTree();
    deadlockLook = new SlowLook(A_SECOND, work, paint);
    threadLook = new SlowLook(HALF_A_SECOND, work, paint);
  }

  /** The rows. */
  public LiveRows<Pid, ProcessRow> rows() {
    return rows;
  }

  /** Orders the rows so that each stands behind the one that started it, as at first. */
  public void orderInTree() {
    rows.order(Comparator.comparing(row -> row.now().line(), Lineage.IN_TREE));
  }

  /** Processes that are not over. */
  public ReadOnlyIntegerProperty running() {
    return running.getReadOnlyProperty();
  }

  /** Processes that wait for the user. */
  public ReadOnlyIntegerProperty asking() {
    return asking.getReadOnlyProperty();
  }

  /** The kernel moved on. */
  public void take(KernelSnapshot now) {
    activity.record(now);
    last = Optional.of(now);
    var names = new InterfaceNames(kernel.interfaces(), now);
    var allowed = new HashMap<ProgramId, List<Grant>>();
    for (var grant : kernel.grants())
      if (grant.rule().allow())
        allowed.computeIfAbsent(grant.program(), program -> new ArrayList<>()).add(grant);
    var taken = new ArrayList<ProcessRow>(now.processes().size());
    var processes = new HashMap<Pid, OfProcess>();
    for (var process : now.processes()) processes.put(process.pid(), process);
    for (var process : now.processes())
      taken.add(
          ProcessRow.of(
              process,
              Lineage.of(process, processes),
              now.atNanos(),
              activity.of(process),
              names.of(process.handles()),
              names.of(permissions(process, allowed))));
    newest = processes;
    rows.take(taken);
    running.set((int) now.processes().stream().filter(p -> !isOver(p)).count());
    asking.set((int) now.questions().stream().map(question -> question.pid()).distinct().count());
    lookAtThreads();
    deadlockLook.at(now.atNanos(), kernel::deadlocks, this::name);
  }

  private void name(List<Deadlock> found) {
    deadlocks.set(found.stream().map(each -> DeadlockLine.of(each, newest)).toList());
  }

  /** Circles of processes that wait for each other, looked at once a second. */
  public ReadOnlyObjectProperty<List<DeadlockLine>> deadlocks() {
    return deadlocks.getReadOnlyProperty();
  }

  /** Ends one. */
  public void end(Pid pid) {
    kernel.end(pid, InspectWords.say("by.you"));
  }

  /** Whose threads are looked at; nobody's while there is none. */
  public void choose(Optional<Pid> pid) {
    if (pid.equals(chosen)) return;
    chosen = pid;
    lookAtThreads();
  }

  /** The threads last looked at. Changes after {@link #choose} and {@link #take}. */
  public ReadOnlyObjectProperty<Threads> threads() {
    return threads.getReadOnlyProperty();
  }

  private void lookAtThreads() {
    if (chosen.isEmpty() || last.isEmpty()) return;
    var pid = chosen.get();
    threadLook.at(
        last.get().atNanos(),
        () -> new Threads(pid, kernel.threads(pid).stream().map(ThreadLine::of).toList()),
        threads::set);
  }

  private static boolean isOver(OfProcess process) {
    return process.state() instanceof ProcessState.Ended;
  }

  private static List<InterfaceId> permissions(
      OfProcess process, Map<ProgramId, List<Grant>> allowed) {
    return process.program().map(program -> allowed.getOrDefault(program, List.of())).stream()
        .flatMap(List::stream)
        .filter(grant -> grant.run().isEmpty() || grant.run().get().equals(process.pid()))
        .map(grant -> grant.rule().on())
        .distinct()
        .toList();
  }

  /** Everything known of a process, while it is in the table. */
  public Optional<ProcessDetails> details(Pid pid) {
    var process = newest.get(pid);
    return process == null || last.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ProcessDetails.of(
                process,
                last.get(),
                threads.get().of().equals(pid) ? threads.get().lines() : List.of(),
                activity));
  }

  /** Gives a process other limits from now on. */
  public void limit(Pid pid, Limits limits) {
    kernel.limit(pid, limits);
  }

  /** Shows what matches all words of a text. */
  public void filter(String text) {
    var wanted = text.strip();
    rows.filter(wanted.isEmpty() ? row -> true : row -> row.matches(wanted));
  }

  /** Pauses what runs; if nothing of it runs, resumes what is paused. */
  public void pauseOrResume(Collection<ProcessRow> chosen) {
    boolean pause = chosen.stream().anyMatch(row -> row.phase() == ProcessRow.Phase.ALIVE);
    for (var row : chosen)
      switch (row.phase()) {
        case ALIVE -> kernel.pause(row.pid());
        case PAUSED -> {
          if (!pause) kernel.resume(row.pid());
        }
        case OVER -> {}
      }
  }

  /** Ends what runs. */
  public void end(Collection<ProcessRow> chosen) {
    for (var row : chosen)
      switch (row.phase()) {
        case ALIVE, PAUSED -> end(row.pid());
        case OVER -> {}
      }
  }

  /** What is over leaves the table. */
  public void remove(Collection<ProcessRow> chosen) {
    for (var row : chosen)
      switch (row.phase()) {
        case ALIVE, PAUSED -> {}
        case OVER -> kernel.forget(row.pid());
      }
  }

  /** Runs the programs anew. */
  public void restart(Collection<ProcessRow> chosen) {
    for (var row : chosen) restart.accept(row.pid());
  }
}
