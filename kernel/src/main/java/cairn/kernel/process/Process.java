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
import cairn.kernel.ProgramId;
import cairn.kernel.RecordingEnd;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.WaitQueues;
import cairn.kernel.ipc.Ids;
import cairn.kernel.ipc.InFlight;
import cairn.kernel.ipc.Party;
import cairn.kernel.ipc.Router;
import cairn.kernel.ipc.WaitingFor;
import cairn.kernel.judge.Subject;
import cairn.kernel.record.Recorder;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One process, from the wish to run it to its row among the ended. Any thread.
 *
 * <p>It ends once, by whoever calls {@link #finish} first, in whatever state: then at once nobody
 * waits for it any more and nothing more is taken from it, and its threads are killed. The last of
 * them, as the last thing it does, gives the memory back.
 *
 * <p>Its own monitor guards its fields; under it only its guest threads are told to pause or go on.
 *
 * <p>Longer than others, because a life cycle is one state under that one monitor.
 */
final class Process implements Party.Life {
  private static final System.Logger LOG = System.getLogger(Process.class.getName());

  /** The process that started it, unless the user did. */
  final Optional<Process> parent;

  /** 1 for what the user started. */
  final int depth;

  /** What its program must turn out to be, if that was said. */
  final Optional<ProgramId> expected;

  final Children children = new Children();
  final Party party;
  final Ledger ledger;
  private final Stacks stacks;
  final Instant started;
  private final long startedNanos = System.nanoTime();
  final CompletableFuture<Exit> ended = new CompletableFuture<>();

  /** The same for others: one for all who ask, since each would hang on it until the end. */
  final CompletionStage<Exit> whenEnded = ended.minimalCompletionStage();

  private final Router router;
  private final BiConsumer<Process, Exit> onEnd;
  private volatile String loadedFrom = "";

  /** Guarded by this, as all below. */
  private LoadStage stage = new LoadStage.Finding();

  /** Less of it when it has ended. */
  private OpenRequest request;

  private @Nullable Thread loading;
  private final ProcessThreads threads = new ProcessThreads();
  private @Nullable GuestScheduler scheduler;
  private Recorder recorder = Recorder.NONE;
  private @Nullable Exit exit;
  private boolean suspended;
  private boolean begun;

  /** {@code onEnd} runs once, when it has ended. */
  Process(
      Pid pid,
      OpenRequest request,
      Optional<Process> parent,
      Optional<ProgramId> expected,
      Router router,
      Share.Sum allMemory,
      Share.Sum heap,
      Stacks.Sum allStacks,
      InFlight inFlight,
      Ids ids,
      Instant started,
      BiConsumer<Process, Exit> onEnd) {
    this.request = request;
    this.parent = parent;
    this.expected = expected;
    this.depth = parent.map(by -> by.depth + 1).orElse(1);
    this.router = router;
    this.started = started;
    this.onEnd = onEnd;
    this.party = new Party(pid, request.limits(), Subject.ofKernel(), inFlight, ids, this);
    this.ledger =
        new Ledger(
            new Share(request.limits().memory(), allMemory, () -> party.hit(Limit.MEMORY)),
            new Share(request.limits().tables(), heap, () -> party.hit(Limit.TABLES)));
    this.stacks = new Stacks(request.limits().stacks(), allStacks, () -> party.hit(Limit.STACKS));
  }

  Pid pid() {
    return party.pid();
  }

  /** The process at the root of its tree: the one that the user started, ended or not. */
  Pid root() {
    Process at = this;
    while (at.parent.isPresent()) at = at.parent.get();
    return at.pid();
  }

  /** With what it was opened; {@link OpenRequest#ended} once it has ended. */
  synchronized OpenRequest request() {
    return request;
  }

  /** Its module's bytes are these, which others have too: it keeps no copy of its own. */
  synchronized void shares(Payload module) {
    request = request.sharing(module);
  }

  // ---- loading --------------------------------------------------------------------------------

  /** The thread that loads it, to be woken when it ends. */
  synchronized void loadedBy(Thread who) {
    loading = who;
  }

  /** Who sent the last bytes of its program, for people. */
  void loadedFrom(String source) {
    loadedFrom = source;
  }

  synchronized void reached(LoadStage next) {
    stage = next;
  }

  synchronized boolean isOver() {
    return exit != null;
  }

  /** Its guest runs on a thread of its own from now on. False: it has ended; nothing runs. */
  boolean begin(Engine.Guest guest, GuestScheduler on, Recorder recordedBy) {
    var member = member(on, "process " + pid(), 0, guest);
    synchronized (this) {
      if (exit != null || !party.pin()) return false;
      recorder = recordedBy;
      threads.begin(member);
      scheduler = on;
      loading = null;
      begun = true;
      if (suspended) member.thread().pause();
      // Under the monitor: who sees that it no longer loads may rely on its thread to run.
      member.thread().start();
    }
    return true;
  }

  // ---- threads --------------------------------------------------------------------------------

  /** What came of starting a thread. */
  sealed interface Spawned {
    /** It runs. */
    record Ok(int number) implements Spawned {}

    /** There are as many as there may be, or the process ends. */
    record TooMany() implements Spawned {}

    /** Nothing to run. */
    record Failed(Engine.Sibling why) implements Spawned {}
  }

  /**
   * Starts a further thread; {@code begin} is told its number. Takes as long as instantiating does:
   * never on a carrier.
   */
  Spawned spawn(IntFunction<Engine.ThreadStart> begin) {
    int number;
    Engine.Guest first;
    GuestScheduler on;
    synchronized (this) {
      first = threads.first();
      on = scheduler;
      if (exit != null || first == null || on == null) return new Spawned.TooMany();
      if (!stacks.hasRoom()) return new Spawned.TooMany();
      var promised = threads.promise(party.limits().threads());
      if (promised.isEmpty()) return new Spawned.TooMany();
      number = promised.getAsInt();
    }
    long began = System.nanoTime();
    var sibling = first.thread(begin.apply(number));
    synchronized (this) {
      threads.spent(System.nanoTime() - began);
    }
    if (!(sibling instanceof Engine.Sibling.Ok(var guest))) {
      synchronized (this) {
        threads.breakPromise();
      }
      return new Spawned.Failed(sibling);
    }
    var member = member(on, "process " + pid() + " thread " + number, number, guest);
    synchronized (this) {
      if (exit != null || !party.pin()) {
        threads.breakPromise();
        number = 0;
      } else {
        threads.add(member);
        if (suspended) member.thread().pause();
      }
    }
    if (number == 0) {
      guest.release();
      return new Spawned.TooMany();
    }
    recorder().stop(RecordingEnd.Why.SECOND_THREAD);
    member.thread().start();
    return new Spawned.Ok(number);
  }

  /** Who waits for whom in its memory; empty: it is not shared, or not there. */
  Optional<WaitQueues> waits() {
    Engine.Guest guest;
    synchronized (this) {
      guest = threads.first();
    }
    return guest == null ? Optional.empty() : guest.waits();
  }

  /** The memory that its threads share. */
  Optional<GuestMemory> memory() {
    Engine.Guest guest;
    synchronized (this) {
      guest = threads.first();
    }
    return guest == null ? Optional.empty() : Optional.of(guest.memory());
  }

  private ProcessThreads.Member member(
      GuestScheduler on, String name, int number, Engine.Guest guest) {
    var self = new AtomicReference<ProcessThreads.@Nullable Member>();
    var thread =
        on.create(
            name,
            () -> run(Objects.requireNonNull(self.get())),
            () -> lost(Objects.requireNonNull(self.get())),
            stacks);
    var member = new ProcessThreads.Member(number, thread, guest);
    self.set(member);
    return member;
  }

  /** The body of each of its guest threads. */
  private void run(ProcessThreads.Member me) {
    Exit how = new Exit.Killed("the kernel");
    boolean ends = true;
    boolean broken = true;
    // A recording is of the first thread; it has stopped when there is another.
    var log = me.number() == 0 ? recorder() : Recorder.NONE;
    log.begin();
    try {
      if (!isOver()) {
        switch (me.guest().run()) {
          case Engine.Outcome.Exited(int code) -> how = new Exit.Exited(code);
          case Engine.Outcome.Trapped(var kind, var reason, var stack) ->
              how = new Exit.Trapped(kind, reason, stack);
          case Engine.Outcome.Returned() -> ends = false;
        }
        broken = false;
      }
    } catch (GuestKilled killed) {
      // Whoever killed it has said so in finish; else the scheduler closes.
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "process " + pid() + " broke its engine", bug);
      how = new Exit.Trapped("Cairn made a mistake while running it.", List.of());
    } finally {
      try {
        if (ends) finish(how);
      } finally {
        me.thread().releaseStack();
        log.over(broken ? exit() : how, broken, me.guest(), () -> leave(me));
      }
    }
  }

  /** The JVM could not run one of its threads to the end. */
  private void lost(ProcessThreads.Member me) {
    try {
      finish(new Exit.Trapped("Cairn had no memory or stack left to run it.", List.of()));
    } finally {
      leave(me);
    }
  }

  private void leave(ProcessThreads.Member me) {
    try {
      // Before it leaves: the last to leave says that all is given back.
      if (me.number() != 0) me.guest().release();
    } finally {
      Engine.Guest memory;
      synchronized (this) {
        threads.remove(me);
        memory = threads.takeMemory();
      }
      try {
        if (memory != null) memory.release();
      } finally {
        if (memory != null) over();
        party.unpin();
      }
    }
  }

  /** How it ended; of a thread that was broken off, which only an end does. */
  private synchronized Exit exit() {
    return exit == null ? new Exit.Killed("the kernel") : exit;
  }

  private synchronized Recorder recorder() {
    return recorder;
  }

  private void over() {
    Exit how;
    synchronized (this) {
      how = exit;
    }
    // What others do when it has ended is not to be done on a carrier.
    if (how == null) return;
    try {
      ended.completeAsync(() -> how, task -> Thread.ofVirtual().start(task));
    } catch (OutOfMemoryError noThread) {
      // Late and here is better than never.
      ended.complete(how);
    }
  }

  // ---- ending ---------------------------------------------------------------------------------

  /**
   * Ends it, if it has not ended. Whoever ends a process that would have gone on ends all that it
   * has started, too: nobody sees those where it was seen. What ends by itself leaves its children.
   */
  void finish(Exit how) {
    List<ProcessThreads.Member> running;
    Thread loader;
    boolean ran;
    synchronized (this) {
      if (exit != null) return;
      exit = how;
      request = request.ended();
      running = threads.members();
      loader = loading;
      loading = null;
      ran = begun;
    }
    try {
      router.end(party);
    } finally {
      for (var member : running) member.thread().kill();
      if (loader != null) LockSupport.unpark(loader);
      if (!ran) over();
      onEnd.accept(this, how);
      if (how instanceof Exit.Killed) for (Process child : children.close()) child.finish(how);
    }
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
    threads.pause();
  }

  synchronized void resume() {
    if (exit != null || !suspended) return;
    suspended = false;
    threads.resume();
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
        startedNanos,
        cpuNanos(),
        ledger.memoryBytes(),
        ledger.tableBytes(),
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
        party.refusals(),
        party.dropped(),
        threads(),
        handles,
        party.subject().grantsInUse(),
        parent.map(Process::pid).orElse(Pid.KERNEL),
        party.limits(),
        party.hits(),
        stacks.bytes(),
        levels.answers(),
        loadedFrom);
  }

  /** What the user allows it from now on. */
  void limit(Limits others) {
    // Its memory was made to grow no further, so a larger figure would be shown and not hold.
    var possible = others.withMemory(Math.min(others.memory(), request().limits().memory()));
    router.limit(party, possible);
    ledger.limit(possible);
    stacks.limit(possible.stacks());
  }

  ProcessState state() {
    int count;
    Engine.Guest first;
    synchronized (this) {
      if (exit != null) return new ProcessState.Ended(exit);
      if (suspended) return new ProcessState.Suspended();
      if (threads.isEmpty()) return new ProcessState.Loading(stage);
      count = threads.size();
      first = threads.first();
    }
    int asleep = first == null ? 0 : first.waits().map(WaitQueues::sleeping).orElse(0);
    if (asleep > 0 && asleep >= count)
      return new ProcessState.Waiting(Set.of(), "another of its threads", System.nanoTime());
    Optional<WaitingFor> waiting = router.waitingFor(party, count - asleep);
    if (waiting.isEmpty()) return new ProcessState.Running();
    WaitingFor it = waiting.get();
    return it.asking().isPresent()
        ? new ProcessState.AskingUser(it.asking().get())
        : new ProcessState.Waiting(it.ids(), it.what(), it.sinceNanos());
  }

  /** Its threads, as {@link cairn.kernel.Kernel#threads} shows them. */
  List<KernelSnapshot.OfThread> threadRows() {
    List<ProcessThreads.Member> members;
    boolean paused;
    synchronized (this) {
      members = threads.members();
      paused = suspended;
    }
    var waits = waits();
    return members.stream().map(member -> threadRow(member, paused, waits)).toList();
  }

  private static KernelSnapshot.OfThread threadRow(
      ProcessThreads.Member member, boolean paused, Optional<WaitQueues> waits) {
    GuestThread thread = member.thread();
    List<String> frames = thread.stack();
    String doing;
    if (paused) doing = "paused";
    else if (waits.isPresent() && waits.get().sleeps(thread)) doing = "waits for another thread";
    else doing = frames.isEmpty() ? "runs" : "waits for a message";
    return new KernelSnapshot.OfThread(
        member.number(),
        doing,
        thread.cpuNanos(),
        thread.stackBytes(),
        frames.isEmpty() ? List.of() : member.guest().functions(frames));
  }

  private synchronized long cpuNanos() {
    return threads.cpuNanos();
  }

  synchronized int threads() {
    return threads.size();
  }
}
