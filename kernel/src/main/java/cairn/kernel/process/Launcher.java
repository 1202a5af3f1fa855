package cairn.kernel.process;

import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.OpenRequest.Source;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.abi.CairnPersonality;
import cairn.kernel.abi.Personalities;
import cairn.kernel.abi.RedshirtPersonality;
import cairn.kernel.engine.Alarms;
import cairn.kernel.engine.Budget;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.HostFunction;
import cairn.kernel.ipc.Router;
import cairn.kernel.judge.Gate;
import cairn.kernel.judge.GrantKeeper;
import cairn.kernel.record.LogHeader;
import cairn.kernel.record.Recorder;
import cairn.kernel.record.Recording;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings processes to life: a virtual thread each waits for bytes, a pool of two threads scans,
 * parses, compiles and instantiates them, and the guest starts on the scheduler.
 */
final class Launcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Launcher.class.getName());
  private static final int WORKERS = 2;

  private final Engine engine;
  private final GuestScheduler scheduler;
  private final Router router;
  private final Gate gate;
  private final GrantKeeper grants;
  private final CompletableFuture<Void> choicesLoaded;
  private final LoaderClient loader;
  private final Alarms alarms;
  private final Personalities personalities;
  private final LoadTurns preparing = new LoadTurns(WORKERS);
  private final Budget programs;
  private final AtomicInteger workers = new AtomicInteger();
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          WORKERS,
          work ->
              Thread.ofPlatform()
                  .daemon()
                  .name("cairn-prepare-" + workers.incrementAndGet())
                  .unstarted(work));

  Launcher(
      Engine engine,
      GuestScheduler scheduler,
      Router router,
      Gate gate,
      GrantKeeper grants,
      CompletableFuture<Void> choicesLoaded,
      LoaderClient loader,
      Alarms alarms,
      Personalities personalities,
      Budget programs) {
    this.engine = engine;
    this.scheduler = scheduler;
    this.router = router;
    this.gate = gate;
    this.grants = grants;
    this.choicesLoaded = choicesLoaded;
    this.loader = loader;
    this.alarms = alarms;
    this.personalities = personalities;
    this.programs = programs;
  }

  /** Loads and starts a process. Returns at once. */
  void launch(Process process) {
    var thread =
        Thread.ofVirtual().name("cairn-load-" + process.pid()).unstarted(() -> load(process));
    process.loadedBy(thread);
    thread.start();
  }

  private void load(Process process) {
    var charge = new LoadCharge(programs);
    try {
      grants.loaded().join();
      choicesLoaded.join();
      switch (fetch(process, charge)) {
        case LoaderClient.Loaded.Failed(var why) -> process.refuse(why);
        case LoaderClient.Loaded.Module(var bytes, var from) -> {
          process.loadedFrom(from);
          prepare(process, bytes, charge);
        }
      }
    } catch (LoadSleeper.Unwanted over) {
      // It has ended, and whoever ended it has said so.
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "process " + process.pid() + " could not be loaded", bug);
      process.refuse(
          bug instanceof OutOfMemoryError || bug.getCause() instanceof OutOfMemoryError
              ? new LoadFault.NoMemoryLeft()
              : new LoadFault.NotAProgram("Cairn made a mistake while loading it."));
    } finally {
      charge.release();
    }
  }

  private LoaderClient.Loaded fetch(Process process, LoadCharge charge)
      throws InterruptedException {
    long limit = process.request().limits().module();
    return switch (process.request().source()) {
      case Source.At(var address) ->
          loader.fetch(address, limit, process.root(), charge, process::isOver, process::reached);
      case Source.Bytes(var module) -> {
        if (module.length() > limit)
          yield new LoaderClient.Loaded.Failed(new LoadFault.TooLarge(module.length(), limit));
        var full = charge.holds(module.length());
        yield full.isPresent()
            ? new LoaderClient.Loaded.Failed(full.get())
            : new LoaderClient.Loaded.Module(module, "");
      }
    };
  }

  private void prepare(Process process, Payload module, LoadCharge charge)
      throws InterruptedException, ExecutionException {
    process.reached(new LoadStage.Preparing(module.length()));
    var id = new ProgramId(Sha256.of(module));
    if (process.expected.filter(other -> !other.equals(id)).isPresent()) {
      process.refuse(
          new LoadFault.NotAProgram("its address leads to another program than was chosen"));
      return;
    }
    var request = process.request();
    var subject =
        gate.admit(
            process.pid(),
            id,
            request.name(),
            request.rules(),
            request.useStoredGrants(),
            process.party.limits(),
            process.parent.map(by -> by.party.subject()));
    process.party.become(subject);
    // An end that came before the gate knew it has nothing to tell the gate; this one has.
    if (process.isOver()) gate.ended(subject);
    else
      inTurn(
          process,
          () -> {
            charge.release(); // the engine charges what it keeps
            instantiate(process, id, module);
          });
  }

  /** Of one tree of processes one is prepared at a time: what is slow there keeps no other. */
  private void inTurn(Process process, Runnable preparation)
      throws InterruptedException, ExecutionException {
    Pid root = process.root();
    preparing.take(root, process::isOver);
    try {
      pool.submit(preparation).get();
    } finally {
      preparing.release(root);
    }
  }

  private void instantiate(Process process, ProgramId id, Payload module) {
    if (process.isOver()) return;
    long limit = process.request().limits().memory();
    boolean recorded = process.request().recording().isPresent();
    var by = new Engine.Preparation(programs, process::isOver, recorded);
    switch (engine.prepare(id, module, limit, by)) {
      case Engine.Prepared.Refused(var why) -> process.refuse(why);
      case Engine.Prepared.Ready(var code) -> instantiate(process, id, module, code);
      case Engine.Prepared.Unwanted _ -> {}
    }
  }

  private void instantiate(Process process, ProgramId id, Payload module, Engine.Code code) {
    boolean made = false;
    try {
      if (speaksTwoLanguages(code)) {
        process.refuse(
            new LoadFault.NotAProgram(
                "it imports both cairn and redshirt, and a program speaks one of the two"));
        return;
      }
      code.module().ifPresent(process::shares);
      Recorder recorder = recorder(process, id, code.module().orElse(module));
      switch (code.instantiate(
          functionsFor(code, process, recorder), recorder.around(process.ledger), alarms)) {
        case Engine.Instantiated.Failed(var why) -> process.refuse(why);
        case Engine.Instantiated.Ok(var guest) -> {
          made = true;
          start(process, guest, recorder);
        }
      }
    } finally {
      if (!made) code.close();
    }
  }

  private static boolean speaksTwoLanguages(Engine.Code code) {
    var modules = new HashSet<String>();
    for (Engine.Import each : code.imports()) modules.add(each.module());
    return modules.containsAll(List.of(CairnPersonality.MODULE, RedshirtPersonality.MODULE));
  }

  private Recorder recorder(Process process, ProgramId id, Payload module) {
    var request = process.request();
    if (request.recording().isEmpty()) return Recorder.NONE;
    var header =
        new LogHeader(
            engine.name(),
            LogHeader.Form.COMPILED,
            GuestSchedulers.STACK,
            request.limits().memory(),
            id,
            module.length(),
            request.name(),
            request.startup().arguments());
    return new Recording(process.pid(), request.recording().get(), header, module);
  }

  /** Of all that a guest could import, what this one does. */
  private List<HostFunction> functionsFor(Engine.Code code, Process process, Recorder recorder) {
    var syscalls = recorder.around(new ProcessSyscalls(router, process.party));
    return personalities.functions(syscalls, code.imports());
  }

  private void start(Process process, Engine.Guest guest, Recorder recorder) {
    if (!process.begin(guest, scheduler, recorder)) guest.release();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
