package cairn.kernel.process;

import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.engine.Engine;
import cairn.kernel.gate.Subject;
import cairn.kernel.ipc.Ids;
import cairn.kernel.ipc.InFlight;
import cairn.kernel.ipc.Party;
import cairn.kernel.ipc.Router;
import cairn.kernel.ipc.WaitingFor;
import cairn.kernel.record.Recorder;
import cairn.registry.InterfaceId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One process, from the wish to run it to its row among the ended. Any thread.
 *
 * <p>It ends once, by whoever calls {@link #finish} first, in whatever state: then at once nobody
 * waits for it any more and nothing more is taken from it, and its thread is killed. The thread
 * itself, as the last thing it does, gives the memory back.
 *
 * <p>Its own monitor guards its fields; under it only its guest thread is told to pause or go on.
 */
final class Process implements Party.Life {
  private static final System.Logger LOG = System.getLogger(Process.class.getName());

  final OpenRequest request;

  /** The process that started it, unless the user did. */
  final Optional<Process> parent;

  /** 1 for what the user started. */
  final int depth;

  final Children children = new Children();
  final Party party;
  final Ledger ledger;
  final Instant started;
  final CompletableFuture<Exit> ended = new CompletableFuture<>();
  private final Router router;
  private final Runnable onEnd;

  /** Guarded by this, as all below. */
  private LoadStage stage = new LoadStage.Finding();

  private @Nullable Thread loading;
  private @Nullable GuestThread thread;
  private @Nullable Exit exit;
  private boolean suspended;
  private boolean begun;

  /** What its thread had used when it ended. */
  private long cpuNanos;

  /** {@code onEnd} runs once, when it has ended. */
  Process(
      Pid pid,
      OpenRequest request,
      Optional<Process> parent,
      Router router,
      Ledger.Sum memory,
      InFlight inFlight,
      Ids ids,
      Instant started,
      Runnable onEnd) {
    this.request = request;
    this.parent = parent;
    this.depth = parent.map(by -> by.depth + 1).orElse(1);
    this.router = router;
    this.started = started;
    this.onEnd = onEnd;
    this.party = new Party(pid, request.limits(), Subject.ofKernel(), inFlight, ids, this);
    this.ledger = new Ledger(request.limits().memory(), memory, () -> party.hit(Limit.MEMORY));
  }

  Pid pid() {
    return party.pid();
  }

  // ---- loading --------------------------------------------------------------------------------

  /** The thread that loads it, to be woken when it ends. */
  synchronized void loadedBy(Thread who) {
    loading = who;
  }

  synchronized void reached(LoadStage next) {
    stage = next;
  }

  synchronized boolean isOver() {
    return exit != null;
  }

  /** Its guest runs on this thread from now on. False: it has ended; the guest is not to run. */
  boolean begin(GuestThread guestThread) {
    synchronized (this) {
      if (exit != null || !party.pin()) return false;
      thread = guestThread;
      loading = null;
      begun = true;
      if (suspended) guestThread.pause();
    }
    guestThread.start();
    return true;
  }

  /** The body of its guest thread. */
  void run(Engine.Guest guest, Recorder recorder) {
    Exit how = new Exit.Killed("the kernel");
    boolean killed = true;
    recorder.begin();
    try {
      if (!isOver()) {
        how = exitOf(guest.run());
        killed = false;
      }
    } catch (GuestKilled broken) {
      // Whoever killed it has said so in finish; else the scheduler closes.
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "process " + pid() + " broke its engine", bug);
      how = new Exit.Trapped("Cairn made a mistake while running it.", List.of());
    } finally {
      finish(how);
      recorder.over(killed ? exit() : how, killed, guest, () -> leave(guest));
    }
  }

  private void leave(Engine.Guest guest) {
    guest.release();
    over();
    party.unpin();
  }

  /** Once it has ended. */
  private synchronized Exit exit() {
    return Objects.requireNonNull(exit);
  }

  private static Exit exitOf(Engine.Outcome outcome) {
    return switch (outcome) {
      case Engine.Outcome.Exited(int code) -> new Exit.Exited(code);
      case Engine.Outcome.Trapped(var reason, var stack) -> new Exit.Trapped(reason, stack);
    };
  }

  private void over() {
    Exit how;
    synchronized (this) {
      if (thread != null) cpuNanos = thread.cpuNanos();
      thread = null;
      how = exit;
    }
    // What others do when it has ended is not to be done on a carrier.
    if (how != null) ended.completeAsync(() -> how, task -> Thread.ofVirtual().start(task));
  }

  // ---- ending ---------------------------------------------------------------------------------

  /** Ends it, if it has not ended. */
  void finish(Exit how) {
    GuestThread running;
    Thread loader;
    boolean ran;
    synchronized (this) {
      if (exit != null) return;
      exit = how;
      running = thread;
      loader = loading;
      loading = null;
      ran = begun;
    }
    router.end(party);
    if (running != null) running.kill();
    if (loader != null) LockSupport.unpark(loader);
    if (!ran) over();
    onEnd.run();
  }

  void refuse(LoadFault why) {
    finish(new Exit.Refused(why));
  }

  @Override
  public void gone() {
    router.gone(party);
  }

  @Override
  public void unresponsive() {
    finish(new Exit.Trapped("It did not take the ends of processes that used it.", List.of()));
  }

  // ---- pausing --------------------------------------------------------------------------------

  synchronized void pause() {
    if (exit != null || suspended) return;
    suspended = true;
    if (thread != null) thread.pause();
  }

  synchronized void resume() {
    if (exit != null || !suspended) return;
    suspended = false;
    if (thread != null) thread.resume();
  }

  // ---- looking in -----------------------------------------------------------------------------

  /** Its row in the snapshot. {@code name}: what its program is called. */
  KernelSnapshot.OfProcess row(String name, Set<InterfaceId> handles) {
    var levels = party.levels();
    return new KernelSnapshot.OfProcess(
        pid(),
        name,
        party.subject().program(),
        state(),
        started,
        cpuNanos(),
        ledger.bytes(),
        party.limits().memory(),
        levels.messages(),
        levels.bytes(),
        levels.open(),
        levels.owed(),
        levels.oldestOpenNanos(),
        party.sent(),
        levels.received(),
        party.bytesSent(),
        levels.bytesReceived(),
        party.refused(),
        party.dropped(),
        threads(),
        handles,
        party.subject().grantsInUse(),
        parentNow(),
        party.limits(),
        party.hits());
  }

  /** What the user allows it from now on. */
  void limit(Limits others) {
    router.limit(party, others);
    ledger.limit(others.memory());
  }

  /** Whose child it is now: of those that have ended the kernel has taken the place. */
  private Pid parentNow() {
    return parent.filter(by -> !by.isOver()).map(Process::pid).orElse(Pid.KERNEL);
  }

  ProcessState state() {
    synchronized (this) {
      if (exit != null) return new ProcessState.Ended(exit);
      if (suspended) return new ProcessState.Suspended();
      if (thread == null) return new ProcessState.Loading(stage);
    }
    Optional<WaitingFor> waiting = router.waitingFor(party, 1);
    if (waiting.isEmpty()) return new ProcessState.Running();
    WaitingFor it = waiting.get();
    return it.asking().isPresent()
        ? new ProcessState.AskingUser(it.asking().get())
        : new ProcessState.Waiting(it.ids(), it.what(), it.sinceNanos());
  }

  private synchronized long cpuNanos() {
    return thread == null ? cpuNanos : thread.cpuNanos();
  }

  synchronized int threads() {
    return thread == null ? 0 : 1;
  }
}
