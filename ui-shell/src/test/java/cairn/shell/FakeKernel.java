package cairn.shell;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.MessageTrace;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.kernel.Refusal;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.RequestId;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A kernel whose processes do what the test says. Used by one thread at a time. */
public final class FakeKernel implements Kernel {
  private final Map<Pid, OfProcess> processes = new LinkedHashMap<>();
  private final Map<Pid, CompletableFuture<Exit>> endings = new LinkedHashMap<>();
  public final List<OpenRequest> opened = new ArrayList<>();
  public final List<String> calls = new ArrayList<>();
  public long messages;

  /** Whoever looks meets an error. */
  public volatile boolean fails;

  private final Map<Pid, Long> refused = new LinkedHashMap<>();
  private final java.util.Map<Pid, Pid> parents = new java.util.HashMap<>();
  private final Map<Pid, Integer> grants = new LinkedHashMap<>();
  private final List<OfInterface> interfaces = new ArrayList<>();
  private long next = 1;
  private long nanos;

  @Override
  public synchronized Pid open(OpenRequest request) {
    opened.add(request);
    var pid = new Pid(next++);
    endings.put(pid, new CompletableFuture<>());
    put(pid, request.name(), Optional.empty(), new ProcessState.Loading(new LoadStage.Finding()));
    return pid;
  }

  /** A process started another. */
  public synchronized Pid spawn(Pid parent, String name) {
    var pid = new Pid(next++);
    endings.put(pid, new CompletableFuture<>());
    parents.put(pid, parent);
    put(pid, name, Optional.empty(), new ProcessState.Running());
    return pid;
  }

  /** The pid of the process opened last. */
  public Pid latest() {
    return new Pid(next - 1);
  }

  public synchronized void state(Pid pid, ProcessState state) {
    var was = process(pid);
    put(pid, was.name(), was.program(), state);
    if (state instanceof ProcessState.Ended(var exit)) ending(pid).complete(exit);
  }

  public synchronized void loading(Pid pid, LoadStage stage) {
    state(pid, new ProcessState.Loading(stage));
  }

  public synchronized void refuse(Pid pid, LoadFault why) {
    state(pid, new ProcessState.Ended(new Exit.Refused(why)));
  }

  /** Its bytes are verified and it runs. */
  public synchronized void live(Pid pid, ProgramId program) {
    put(pid, process(pid).name(), Optional.of(program), new ProcessState.Running());
  }

  /** So many of its messages were refused. */
  public synchronized void refused(Pid pid, long count) {
    refused.put(pid, count);
    state(pid, process(pid).state());
  }

  /** So many grants have let something of it through. */
  public synchronized void grants(Pid pid, int count) {
    grants.put(pid, count);
    state(pid, process(pid).state());
  }

  /** It waits until somebody answers an interface of this name. */
  public synchronized void waitsFor(Pid pid, String name) {
    waitsFor(pid, name, KernelSnapshot.Routing.NONE);
  }

  /** The same, where the user has said something. */
  public synchronized void waitsFor(Pid pid, String name, KernelSnapshot.Routing said) {
    interfaces.clear();
    interfaces.add(
        new OfInterface(
            new InterfaceId(FakeLibrary.hash(name)),
            name,
            new KernelSnapshot.HandledBy.Nobody(),
            0,
            0,
            0,
            0,
            0,
            1,
            Set.of(pid),
            0,
            said));
  }

  private OfProcess process(Pid pid) {
    return Objects.requireNonNull(processes.get(pid));
  }

  private CompletableFuture<Exit> ending(Pid pid) {
    return Objects.requireNonNull(endings.get(pid));
  }

  private void put(Pid pid, String name, Optional<ProgramId> program, ProcessState state) {
    processes.put(
        pid,
        new OfProcess(
            pid,
            name,
            program,
            state,
            Instant.EPOCH,
            0,
            0,
            1 << 20,
            0,
            256 << 20,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            refusals(refused.getOrDefault(pid, 0L)),
            0,
            1,
            Set.of(),
            grants.getOrDefault(pid, 0),
            parents.getOrDefault(pid, Pid.KERNEL),
            cairn.kernel.Limits.DEFAULT,
            java.util.Map.of(),
            0,
            0,
            ""));
  }

  private static java.util.List<Refusal> refusals(long count) {
    return count == 0
        ? java.util.List.of()
        : java.util.List.of(new Refusal(Optional.empty(), new Refusal.Answered(), count, 0));
  }

  @Override
  public synchronized void end(Pid pid, String by) {
    calls.add("end " + pid + " by " + by);
    state(pid, new ProcessState.Ended(new Exit.Killed(by)));
  }

  @Override
  public synchronized void pause(Pid pid) {
    calls.add("pause " + pid);
    state(pid, new ProcessState.Suspended());
  }

  @Override
  public synchronized void resume(Pid pid) {
    calls.add("resume " + pid);
    state(pid, new ProcessState.Running());
  }

  @Override
  public CompletionStage<Exit> ended(Pid pid) {
    return ending(pid);
  }

  @Override
  public synchronized KernelSnapshot snapshot() {
    if (fails) throw new StackOverflowError("too deep");
    nanos += 250_000_000;
    int running =
        (int)
            processes.values().stream()
                .filter(process -> !(process.state() instanceof ProcessState.Ended))
                .count();
    return new KernelSnapshot(
        nanos,
        List.copyOf(processes.values()),
        List.copyOf(interfaces),
        List.of(),
        new KernelSnapshot.Totals(running, 0, messages, 0, 0, 0, 0, "scripted"));
  }

  @Override
  public void decide(RequestId question, Decision decision) {}

  @Override
  public List<Grant> grants() {
    return List.of();
  }

  @Override
  public void limit(Pid pid, cairn.kernel.Limits limits) {
    calls.add("limit " + pid);
  }

  @Override
  public List<cairn.kernel.Deadlock> deadlocks() {
    return List.of();
  }

  @Override
  public Choice choose(InterfaceId on, Optional<ProgramId> of, Answerer who) {
    calls.add("choose " + who + " for " + on.shortHex());
    return Choice.DONE;
  }

  @Override
  public Choice filter(InterfaceId on, Optional<ProgramId> of, Optional<Pid> by) {
    calls.add("filter " + on.shortHex());
    return Choice.DONE;
  }

  @Override
  public CompletionStage<Choice> keep(KeptChoice.Where where, Pid who) {
    calls.add("keep " + who + " for " + where.on().shortHex());
    return CompletableFuture.completedStage(Choice.DONE);
  }

  @Override
  public void forgetKept(KeptChoice.Where where) {
    calls.add("forget " + where.on().shortHex());
  }

  @Override
  public void startKept(KeptChoice.Where where) {
    calls.add("start " + where.on().shortHex());
  }

  @Override
  public void revoke(GrantId grant) {}

  @Override
  public List<KernelSnapshot.OfThread> threads(Pid pid) {
    throw new UnsupportedOperationException("the shell itself does not look at threads");
  }

  @Override
  public MessageTrace trace() {
    throw new UnsupportedOperationException("the shell itself does not look at messages");
  }

  @Override
  public Interfaces interfaces() {
    throw new UnsupportedOperationException("the shell itself asks for no interfaces");
  }

  @Override
  public synchronized void forget(Pid pid) {
    calls.add("forget " + pid);
    processes.remove(pid);
  }

  @Override
  public void close() {}
}
