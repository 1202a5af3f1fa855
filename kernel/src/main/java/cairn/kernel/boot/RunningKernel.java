package cairn.kernel.boot;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.Deadlock;
import cairn.kernel.Exit;
import cairn.kernel.Fallbacks;
import cairn.kernel.KeptChoice;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.MessageTrace;
import cairn.kernel.NativeHandler;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.kernel.ProgramNames;
import cairn.kernel.abi.Personalities;
import cairn.kernel.engine.Engine;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.RequestId;
import cairn.kernel.host.KernelDebugHandler;
import cairn.kernel.host.redshirt.RedshirtHandlers;
import cairn.kernel.ipc.InFlight;
import cairn.kernel.ipc.InterfaceHandler;
import cairn.kernel.ipc.KeptChoices;
import cairn.kernel.ipc.Party;
import cairn.kernel.ipc.ProcessHandler;
import cairn.kernel.ipc.RedshirtInterfaceHandler;
import cairn.kernel.ipc.Router;
import cairn.kernel.ipc.StartupHandler;
import cairn.kernel.judge.Gate;
import cairn.kernel.judge.GrantKeeper;
import cairn.kernel.judge.Subject;
import cairn.kernel.judge.Wish;
import cairn.kernel.process.KernelTimer;
import cairn.kernel.process.ProcessTable;
import cairn.kernel.process.ThreadsHandler;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.kernel.trace.TraceRing;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** The kernel behind its interface: wires the rooms together and hands calls on. */
final class RunningKernel implements Kernel {
  private static final System.Logger LOG = System.getLogger(RunningKernel.class.getName());

  private final Interfaces interfaces;
  private final ProgramNames names;
  private final Engine engine;
  private final GuestScheduler scheduler;
  private final List<NativeHandler> handlers;
  private final Gate gate;
  private final Router router;
  private final KeptChoices choices;
  private final TraceRing trace = new TraceRing();
  private final ProcessTable processes;
  private final InFlight inFlight;
  private final KernelTimer timer = new KernelTimer();
  private final AtomicBoolean closed = new AtomicBoolean();

  RunningKernel(KernelBuilder parts) {
    interfaces = parts.interfaces;
    engine = parts.engine;
    scheduler = parts.scheduler;
    names = program -> nameOf(parts.names, program);
    var grants = new GrantKeeper(parts.grants);
    inFlight = new InFlight(parts.limits.inFlight());
    gate =
        new Gate(
            interfaces,
            grants,
            parts.asker,
            (program, otherwise) -> names.name(program).orElse(otherwise),
            parts.clock,
            parts.guardedPorts,
            this::isMoot);
    router = new Router(interfaces, gate, trace, this::start);
    choices = new KeptChoices(parts.choices, router, interfaces, parts.clock);
    var personalities = new Personalities(interfaces, parts.personalities);
    processes =
        new ProcessTable(
            new ProcessTable.Surroundings(
                engine,
                scheduler,
                interfaces,
                router,
                gate,
                grants,
                choices.loaded(),
                inFlight,
                parts.limits,
                parts.verifier,
                parts.loaderNotes,
                names,
                parts.clock,
                timer,
                personalities));
    handlers = new ArrayList<>(parts.handlers);
    handlers.add(new InterfaceHandler(interfaces, router));
    handlers.add(new ProcessHandler(interfaces, router, processes));
    handlers.add(new StartupHandler(interfaces, processes));
    if (!GuestSchedulers.hasContinuations())
      engine
          .fallbacks()
          .count(Fallbacks.Kind.PLATFORM_THREADS, "the JVM does not open its continuations");
    handlers.add(new KernelDebugHandler(interfaces, this::snapshot, engine.fallbacks()));
    handlers.add(new RedshirtInterfaceHandler(interfaces, router));
    handlers.addAll(RedshirtHandlers.all(interfaces));
    handlers.add(new ThreadsHandler(interfaces, processes, timer));
    handlers.forEach(router::handle);
  }

  /** A name is for people: no fault in finding it is to stop a message. */
  private static Optional<String> nameOf(ProgramNames names, ProgramId program) {
    try {
      return names.name(program);
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "a program's name could not be found", bug);
      return Optional.empty();
    }
  }

  private boolean isMoot(Subject who, Wish wish) {
    return router.isMoot(who, wish);
  }

  private Pid start(KeptChoice choice, BiConsumer<Party, Exit> over) {
    return processes.start(choice, over);
  }

  @Override
  public Pid open(OpenRequest request) {
    return processes.open(request);
  }

  @Override
  public void end(Pid pid, String by) {
    processes.end(pid, by);
  }

  @Override
  public void pause(Pid pid) {
    processes.pause(pid);
  }

  @Override
  public void resume(Pid pid) {
    processes.resume(pid);
  }

  @Override
  public CompletionStage<Exit> ended(Pid pid) {
    return processes.whenEnded(pid);
  }

  @Override
  public KernelSnapshot snapshot() {
    var interfaceRows = router.interfaces();
    var handled = new HashMap<Pid, Set<InterfaceId>>();
    long messages = router.pastMessages();
    for (var row : interfaceRows) {
      messages += row.messages();
      if (row.handler() instanceof KernelSnapshot.HandledBy.Process(Pid pid))
        handled.computeIfAbsent(pid, key -> new HashSet<>()).add(row.id());
      for (var place : row.routing().routes())
        if (place.by() instanceof KernelSnapshot.HandledBy.Process(Pid pid))
          handled.computeIfAbsent(pid, key -> new HashSet<>()).add(row.id());
    }
    var rows = processes.rows(handled);
    int running = 0;
    int asking = 0;
    for (var row : rows)
      switch (row.state()) {
        case ProcessState.Ended _ -> {}
        case ProcessState.AskingUser _ -> {
          running++;
          asking++;
        }
        case ProcessState.Loading _,
            ProcessState.Running _,
            ProcessState.Waiting _,
            ProcessState.Suspended _ ->
            running++;
      }
    return new KernelSnapshot(
        System.nanoTime(),
        rows,
        interfaceRows,
        gate.questions(),
        new KernelSnapshot.Totals(
            running,
            asking,
            messages,
            processes.memoryBytes(),
            processes.heapBytes(),
            processes.stackBytes(),
            inFlight.bytes(),
            scheduler.description()));
  }

  @Override
  public List<KernelSnapshot.OfThread> threads(Pid pid) {
    return processes.threads(pid);
  }

  @Override
  public void decide(RequestId question, Decision decision) {
    gate.decide(question, decision);
  }

  @Override
  public List<Grant> grants() {
    return gate.grants();
  }

  @Override
  public void revoke(GrantId grant) {
    gate.revoke(grant);
  }

  @Override
  public Choice choose(InterfaceId on, Optional<ProgramId> of, Answerer who) {
    Choice choice = router.choose(on, of, who);
    if (choice == Choice.DONE && who instanceof Answerer.Usual)
      choices.forget(new KeptChoice.Where(on, of, false));
    return choice;
  }

  @Override
  public Choice filter(InterfaceId on, Optional<ProgramId> of, Optional<Pid> by) {
    Choice choice = router.filter(on, of, by);
    if (choice == Choice.DONE && by.isEmpty()) choices.forget(new KeptChoice.Where(on, of, true));
    return choice;
  }

  @Override
  public CompletionStage<Choice> keep(KeptChoice.Where where, Pid who) {
    Choice now =
        where.filter()
            ? filter(where.on(), where.of(), Optional.of(who))
            : choose(where.on(), where.of(), new Answerer.Process(who));
    var request = processes.request(who);
    var program = processes.program(who);
    if (now != Choice.DONE) return CompletableFuture.completedStage(now);
    if (request.isEmpty() || program.isEmpty())
      return CompletableFuture.completedStage(Choice.NOT_ABLE);
    if (choices.isLoader(where.on())) return CompletableFuture.completedStage(Choice.LOADS_ITSELF);
    return switch (request.get().source()) {
      case OpenRequest.Source.Bytes _ -> CompletableFuture.completedStage(Choice.NO_ADDRESS);
      case OpenRequest.Source.At(var address) -> {
        String name = names.name(program.get()).orElse(request.get().name());
        yield choices.keep(new KeptChoice(where, program.get(), name, address));
      }
    };
  }

  @Override
  public void forgetKept(KeptChoice.Where where) {
    router.forgetKept(where);
    choices.forget(where);
  }

  @Override
  public void startKept(KeptChoice.Where where) {
    router.startKept(where);
  }

  @Override
  public List<Deadlock> deadlocks() {
    return processes.deadlocks();
  }

  @Override
  public void limit(Pid pid, Limits limits) {
    processes.limit(pid, limits);
  }

  @Override
  public Interfaces interfaces() {
    return interfaces;
  }

  @Override
  public MessageTrace trace() {
    return trace;
  }

  @Override
  public void forget(Pid pid) {
    processes.forget(pid);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) return;
    router.startNothingMore();
    processes.close();
    for (NativeHandler handler : handlers.reversed()) contained(handler::close);
    contained(gate::close);
    contained(choices::close);
    contained(timer::close);
    contained(scheduler::close);
    contained(engine::close);
  }

  private static void contained(Runnable closing) {
    try {
      closing.run();
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "a part of the kernel could not be closed", bug);
    }
  }
}
