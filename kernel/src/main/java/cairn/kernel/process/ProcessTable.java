package cairn.kernel.process;

import cairn.kernel.Deadlock;
import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelLimits;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.LoadFault;
import cairn.kernel.LoaderNotes;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.ProgramNames;
import cairn.kernel.ProgramVerifier;
import cairn.kernel.Startup;
import cairn.kernel.abi.Personalities;
import cairn.kernel.engine.Alarms;
import cairn.kernel.engine.Engine;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.ipc.Families;
import cairn.kernel.ipc.Ids;
import cairn.kernel.ipc.InFlight;
import cairn.kernel.ipc.Party;
import cairn.kernel.ipc.Router;
import cairn.kernel.ipc.Starter;
import cairn.kernel.judge.Gate;
import cairn.kernel.judge.GrantKeeper;
import cairn.kernel.judge.Subject;
import cairn.kernel.schedule.GuestScheduler;
import cairn.registry.ContentAddress;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Risk;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * All processes, the ended ones until they are forgotten, and how they come to life. Any thread;
 * nothing here blocks but {@link #close}.
 */
public final class ProcessTable implements Families, Starter {
  private static final long PATIENCE_MILLIS = 1500;

  /** Bytes of tables that each process may have as long as there are any. */
  private static final long SMALL_TABLES = 1 << 20;

  /** Generations of processes that started each other. */
  private static final int DEPTH = 8;

  private final Interfaces interfaces;
  private final Router router;
  private final KernelLimits limits;
  private final InFlight inFlight;
  private final Ids ids;
  private final Share.Sum memory;
  private final Share.Sum heap;
  private final Stacks.Sum stacks;
  private final ProgramNames names;
  private final InstantSource clock;
  private final Launcher launcher;

  private final Map<Pid, Process> processes = new ConcurrentSkipListMap<>();
  private final AtomicLong lastPid = new AtomicLong();
  private final AtomicInteger living = new AtomicInteger();
  private final Starts starts = new Starts(System::nanoTime);

  /** The ended ones, oldest first. Guarded by itself. */
  private final ArrayDeque<Process> over = new ArrayDeque<>();

  /** What processes are made of and live among. */
  public record Surroundings(
      Engine engine,
      GuestScheduler scheduler,
      Interfaces interfaces,
      Router router,
      Gate gate,
      GrantKeeper grants,
      CompletableFuture<Void> choicesLoaded,
      InFlight inFlight,
      KernelLimits limits,
      ProgramVerifier verifier,
      LoaderNotes loaderNotes,
      ProgramNames names,
      InstantSource clock,
      Alarms alarms,
      Personalities personalities) {}

  /** With no process but the kernel itself, which loads. */
  public ProcessTable(Surroundings in) {
    this.interfaces = in.interfaces();
    this.router = in.router();
    this.limits = in.limits();
    this.inFlight = in.inFlight();
    this.ids = new Ids();
    this.memory = new Share.Sum(limits.memory(), KernelLimits.SMALL_MEMORY);
    this.heap = new Share.Sum(limits.heap(), SMALL_TABLES);
    this.stacks = new Stacks.Sum(limits.stacks());
    this.names = in.names();
    this.clock = in.clock();
    var kernel =
        new Party(Pid.KERNEL, KERNEL_LIMITS, Subject.ofKernel(), inFlight, ids, new Undying());
    var loader =
        new LoaderClient(router, kernel, in.verifier(), in.loaderNotes(), limits, in.interfaces());
    this.launcher =
        new Launcher(
            in.engine(),
            in.scheduler(),
            router,
            in.gate(),
            in.grants(),
            in.choicesLoaded(),
            loader,
            in.alarms(),
            in.personalities(),
            heap.ofNobody());
  }

  /** The kernel asks one question per load. */
  private static final Limits KERNEL_LIMITS =
      new Limits(
          0,
          0,
          Limits.DEFAULT.mailboxMessages(),
          Limits.DEFAULT.mailboxBytes(),
          Integer.MAX_VALUE,
          0,
          Limits.DEFAULT.body(),
          0,
          0,
          0,
          0,
          0,
          0);

  private record Undying() implements Party.Life {
    @Override
    public void gone() {}

    @Override
    public void unresponsive() {}
  }

  /** A new process, Loading; ended at once if there are too many. */
  public Pid open(OpenRequest request) {
    return begin(
        made(request, Optional.empty(), Optional.empty(), (process, how) -> ended(process)));
  }

  @Override
  public Pid start(KeptChoice choice, BiConsumer<Party, Exit> over) {
    return begin(
        made(
            OpenRequest.of(choice.from(), choice.name()).withRules(mayAnswer(choice)),
            Optional.empty(),
            Optional.of(choice.program()),
            (process, how) -> {
              ended(process);
              over.accept(process.party, how);
            }));
  }

  /**
   * Who was chosen to answer in every run may: that was the user's word when he chose, so he is not
   * asked for it again. Where answering is a danger he is, each time.
   */
  private List<Rule> mayAnswer(KeptChoice choice) {
    InterfaceId on = choice.where().on();
    var known = interfaces.find(on);
    var risk =
        known.flatMap(Interfaces.Known::descriptor).map(Descriptor::registering).orElse(Risk.ASK);
    return switch (risk) {
      case FREE, DANGER -> List.of();
      case ASK ->
          List.of(
              new Rule(
                  interfaces.shipped("interface").definition().id(),
                  Optional.of("register"),
                  new Scope.OfInterface(
                      on, known.map(it -> it.definition().name()).orElseGet(on::shortHex)),
                  Breadth.EXACT,
                  true));
    };
  }

  private Pid begin(Process process) {
    enter(process);
    if (!process.isOver()) launcher.launch(process);
    return process.pid();
  }

  private Process made(
      OpenRequest request,
      Optional<Process> parent,
      Optional<ProgramId> expected,
      BiConsumer<Process, Exit> onEnd) {
    var pid = new Pid(lastPid.incrementAndGet());
    return new Process(
        pid,
        request,
        parent,
        expected,
        router,
        memory,
        heap,
        stacks,
        inFlight,
        ids,
        clock.instant(),
        onEnd);
  }

  private void enter(Process process) {
    Pid pid = process.pid();
    processes.put(pid, process);
    router.join(process.party);
    if (living.incrementAndGet() > limits.processes())
      process.refuse(new LoadFault.LimitReached("processes"));
  }

  @Override
  public Optional<Pid> spawn(Pid parent, ContentAddress program, List<String> arguments) {
    Process by = processes.get(parent);
    if (by == null || by.isOver() || by.depth >= DEPTH || living.get() >= limits.processes())
      return Optional.empty();
    var request =
        new OpenRequest(
            new OpenRequest.Source.At(program),
            program.root().toString(),
            new Startup(
                Payload.utf8(program.root().toString()),
                arguments.stream().map(Payload::utf8).toList(),
                by.request().startup().environment()),
            List.of(),
            by.request().useStoredGrants(),
            by.party.limits(),
            Optional.empty());
    Process child =
        made(request, Optional.of(by), Optional.empty(), (process, how) -> ended(process));
    // In this order: who may start none uses up nobody's starts.
    if (!by.children.add(child)) return Optional.empty();
    if (!starts.take()) {
      by.children.remove(child.pid());
      return Optional.empty();
    }
    return Optional.of(begin(child));
  }

  @Override
  public boolean isChild(Pid parent, Pid child) {
    return child(parent, child).isPresent();
  }

  private Optional<Process> child(Pid parent, Pid child) {
    Process by = processes.get(parent);
    return by == null ? Optional.empty() : by.children.find(child);
  }

  @Override
  public Optional<CompletionStage<Exit>> whenEnded(Pid parent, Pid child) {
    return child(parent, child).map(process -> process.whenEnded);
  }

  @Override
  public void taken(Pid parent, Pid child) {
    Process by = processes.get(parent);
    if (by != null) by.children.remove(child);
  }

  @Override
  public Optional<ProgramId> program(Pid pid) {
    return Optional.ofNullable(processes.get(pid))
        .flatMap(process -> process.party.subject().program());
  }

  /** As {@link cairn.kernel.Kernel#limit}. */
  public void limit(Pid pid, Limits others) {
    Process process = processes.get(pid);
    if (process != null) process.limit(others);
  }

  private void ended(Process process) {
    living.decrementAndGet();
    if (!processes.containsKey(process.pid())) return;
    var tooOld = new ArrayList<Process>();
    synchronized (over) {
      over.add(process);
      while (over.size() > limits.endedKept()) tooOld.add(over.removeFirst());
    }
    for (Process old : tooOld) drop(old);
  }

  @Override
  public Optional<OpenRequest> request(Pid pid) {
    return Optional.ofNullable(processes.get(pid)).map(Process::request);
  }

  /** As {@link cairn.kernel.Kernel#threads}. */
  public List<KernelSnapshot.OfThread> threads(Pid pid) {
    return process(pid).map(Process::threadRows).orElse(List.of());
  }

  /** A process that has not been forgotten. */
  Optional<Process> process(Pid pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  /** As {@link cairn.kernel.Kernel#end}. */
  @Override
  public void end(Pid pid, String by) {
    Process process = processes.get(pid);
    if (process != null) process.finish(new Exit.Killed(by));
  }

  /** As {@link cairn.kernel.Kernel#pause}. */
  public void pause(Pid pid) {
    Process process = processes.get(pid);
    if (process != null) process.pause();
  }

  /** As {@link cairn.kernel.Kernel#resume}. */
  public void resume(Pid pid) {
    Process process = processes.get(pid);
    if (process != null) process.resume();
  }

  /** As {@link cairn.kernel.Kernel#ended}. */
  public CompletionStage<Exit> whenEnded(Pid pid) {
    Process process = processes.get(pid);
    return process == null
        ? CompletableFuture.failedFuture(new IllegalArgumentException("no process " + pid))
        : process.whenEnded;
  }

  /** As {@link cairn.kernel.Kernel#forget}. */
  public void forget(Pid pid) {
    Process process = processes.get(pid);
    if (process == null || !process.isOver()) return;
    synchronized (over) {
      over.remove(process);
    }
    drop(process);
  }

  private void drop(Process process) {
    processes.remove(process.pid());
    router.forget(process.party);
  }

  /** Ends all that live, and waits a moment for their threads. */
  public void close() {
    for (Process process : processes.values()) process.finish(new Exit.Killed("the kernel closes"));
    launcher.close();
    var all = processes.values().stream().map(process -> process.ended).toList();
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      // The scheduler's own close kills what is left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link cairn.kernel.Kernel#deadlocks}. */
  public List<Deadlock> deadlocks() {
    var threads = new LinkedHashMap<Party, Integer>();
    for (Process process : processes.values())
      if (!process.isOver()) threads.put(process.party, process.threads());
    return router.deadlocks(threads);
  }

  /** Rows by pid. {@code handled}: the interfaces that processes answer. */
  public List<KernelSnapshot.OfProcess> rows(Map<Pid, Set<InterfaceId>> handled) {
    var rows = new ArrayList<KernelSnapshot.OfProcess>();
    for (Process process : processes.values())
      rows.add(process.row(nameOf(process), handled.getOrDefault(process.pid(), Set.of())));
    return rows;
  }

  private String nameOf(Process process) {
    return process.party.subject().program().flatMap(names::name).orElse(process.request().name());
  }

  /** Bytes of heap that stacks keep which were put down. */
  public long stackBytes() {
    return stacks.bytes();
  }

  /** Bytes of all memories. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** Bytes of heap that modules and tables take. */
  public long heapBytes() {
    return heap.bytes();
  }
}
