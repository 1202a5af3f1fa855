package cairn.shell.inspect;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limit;
import cairn.kernel.MessageTrace;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.kernel.Refusal;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.RequestId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Snapshots as a test wants them, and a kernel that notes what it is told. */
public final class Scripted {
  public static final Interfaces INTERFACES = Interfaces.shipped();
  public static final long LIMIT = 64_000_000;

  /** 14 minutes and 7 seconds before the first snapshot. */
  private static final long STARTED = -847_000_000_000L;

  private Scripted() {}

  public static ProgramId program(String name) {
    return new ProgramId(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  public static InterfaceId on(String shipped) {
    return INTERFACES.shipped(shipped).definition().id();
  }

  /** A process that runs and has done nothing. */
  public static Process process(long pid, String name) {
    return new Process(pid, name);
  }

  /** A process in the making. */
  public static final class Process {
    private final Pid pid;
    private final String name;
    private Optional<ProgramId> program;
    private ProcessState state = new ProcessState.Running();
    private long cpuNanos;
    private long memory = 200_000;
    private long messages;
    private long answers;
    private int open;
    private int owed;
    private int mailbox;
    private Set<InterfaceId> handles = Set.of();
    private Pid parent = Pid.KERNEL;
    private Map<Limit, Long> hits = Map.of();
    private List<Refusal> refusals =
        List.of(
            new Refusal(
                Optional.of(
                    new Refusal.About(
                        on("tcp"),
                        0,
                        Optional.of(new Scope.Endpoint("10.0.0.7", 443, Scope.Reach.LOCAL)))),
                new Refusal.Answered(),
                1,
                0));

    Process(long pid, String name) {
      this.pid = new Pid(pid);
      this.name = name;
      this.program = Optional.of(Scripted.program(name));
    }

    public Process in(ProcessState next) {
      state = next;
      return this;
    }

    public Process loading() {
      program = Optional.empty();
      return this;
    }

    public Process cpu(long nanos) {
      cpuNanos = nanos;
      return this;
    }

    public Process memory(long bytes) {
      memory = bytes;
      return this;
    }

    public Process messages(long count) {
      messages = count;
      return this;
    }

    /** Of the messages it received. */
    public Process answers(long count) {
      answers = count;
      return this;
    }

    public Process open(int questions) {
      open = questions;
      return this;
    }

    public Process waiting(int mailboxMessages, int owedAnswers) {
      mailbox = mailboxMessages;
      owed = owedAnswers;
      return this;
    }

    public Process handles(InterfaceId... ids) {
      handles = Set.of(ids);
      return this;
    }

    public Process startedBy(long by) {
      parent = new Pid(by);
      return this;
    }

    public Process refused(Refusal... all) {
      refusals = List.of(all);
      return this;
    }

    public Process hit(Limit limit, long times) {
      hits = Map.of(limit, times);
      return this;
    }

    public OfProcess done() {
      return new OfProcess(
          pid,
          name,
          program,
          state,
          Instant.parse("2026-11-22T10:45:53Z"),
          STARTED,
          cpuNanos,
          memory,
          0,
          LIMIT,
          mailbox,
          mailbox * 100L,
          open,
          owed,
          3_200_000_000L,
          messages / 2,
          messages - messages / 2,
          messages * 20,
          messages * 31,
          refusals,
          0,
          1,
          handles,
          0,
          parent,
          cairn.kernel.Limits.DEFAULT,
          hits,
          0,
          answers,
          "");
    }
  }

  public static OfInterface used(
      String name, HandledBy handler, long messages, long errors, int waiting, long... users) {
    var pids = new java.util.HashSet<Pid>();
    for (long user : users) pids.add(new Pid(user));
    return new OfInterface(
        on(name),
        name,
        handler,
        messages,
        messages - errors,
        errors,
        2,
        3,
        waiting,
        pids,
        messages * 41_000,
        KernelSnapshot.Routing.NONE);
  }

  public static PermissionRequest asks(long pid, String name, String host, int port) {
    return new PermissionRequest(
        new RequestId(pid),
        new Pid(pid),
        program(name),
        name,
        on("tcp"),
        "tcp",
        true,
        "connect",
        "connect to",
        new Scope.Endpoint(host, port, Scope.Reach.PUBLIC),
        Descriptor.Risk.ASK,
        1,
        0,
        List.of(),
        Optional.empty());
  }

  /** A program of this name was chosen for everybody's messages, for good. */
  public static KernelSnapshot.OfKept kept(
      String interfaceName, String name, KernelSnapshot.Keeping now) {
    return kept(interfaceName, Optional.empty(), false, name, now);
  }

  /** The same for one program's, or as a filter. */
  public static KernelSnapshot.OfKept kept(
      String interfaceName,
      Optional<ProgramId> of,
      boolean filter,
      String name,
      KernelSnapshot.Keeping now) {
    var program = program(name);
    return new KernelSnapshot.OfKept(
        new KeptChoice(
            new KeptChoice.Where(on(interfaceName), of, filter),
            program,
            name,
            ContentAddress.of(Cid.raw(program.hash()))),
        now);
  }

  /** Each waits for the next, the last for the first. */
  public static cairn.kernel.Deadlock circle(long... pids) {
    var waits = new ArrayList<cairn.kernel.Deadlock.Wait>();
    for (int i = 0; i < pids.length; i++)
      waits.add(
          new cairn.kernel.Deadlock.Wait(
              new Pid(pids[i]),
              new Pid(pids[(i + 1) % pids.length]),
              cairn.kernel.Deadlock.Why.ANSWER,
              on("tcp"),
              "tcp"));
    return new cairn.kernel.Deadlock(waits);
  }

  public static Grant allowed(String programName, String interfaceName) {
    return new Grant(
        new GrantId(1),
        program(programName),
        new Rule(on(interfaceName), Optional.empty(), new Scope.Whole(), Breadth.ANY, true),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        3);
  }

  public static KernelSnapshot at(double seconds, OfProcess... processes) {
    return at(seconds, List.of(processes), List.of(), List.of());
  }

  public static KernelSnapshot at(
      double seconds,
      List<OfProcess> processes,
      List<OfInterface> interfaces,
      List<PermissionRequest> questions) {
    return at(seconds, processes, interfaces, questions, 0);
  }

  /** {@code messages}: that went through the kernel. */
  public static KernelSnapshot at(
      double seconds,
      List<OfProcess> processes,
      List<OfInterface> interfaces,
      List<PermissionRequest> questions,
      long messages) {
    return new KernelSnapshot(
        (long) (seconds * 1e9),
        processes,
        interfaces,
        questions,
        new KernelSnapshot.Totals(
            processes.size(), questions.size(), messages, 0, 0, 0, 0, "scripted"));
  }

  /** Notes what it is told. */
  public static final class NotingKernel implements Kernel {
    public final List<String> told = new ArrayList<>();
    public final List<Grant> grants = new ArrayList<>();
    public final List<KernelSnapshot.OfThread> threads = new ArrayList<>();
    public final List<Pid> askedThreads = new ArrayList<>();
    public final List<cairn.kernel.Deadlock> deadlocks = new ArrayList<>();
    public final ScriptedTrace trace = new ScriptedTrace();

    @Override
    public Pid open(OpenRequest request) {
      throw new AssertionError("an inspector opens nothing");
    }

    @Override
    public void end(Pid pid, String by) {
      told.add("end " + pid + " by " + by);
    }

    @Override
    public void pause(Pid pid) {
      told.add("pause " + pid);
    }

    @Override
    public void resume(Pid pid) {
      told.add("resume " + pid);
    }

    @Override
    public CompletionStage<Exit> ended(Pid pid) {
      throw new AssertionError("an inspector waits for nothing");
    }

    @Override
    public KernelSnapshot snapshot() {
      throw new AssertionError("an inspector is given its snapshots");
    }

    @Override
    public void decide(RequestId question, Decision decision) {
      throw new AssertionError("an inspector decides nothing");
    }

    @Override
    public List<Grant> grants() {
      return List.copyOf(grants);
    }

    @Override
    public void limit(Pid pid, cairn.kernel.Limits limits) {
      told.add(
          "limit "
              + pid
              + " to "
              + limits.memory()
              + ", "
              + limits.mailboxMessages()
              + ", "
              + limits.unanswered());
    }

    @Override
    public List<cairn.kernel.Deadlock> deadlocks() {
      return List.copyOf(deadlocks);
    }

    @Override
    public Choice choose(InterfaceId on, Optional<ProgramId> of, Answerer who) {
      told.add("choose " + who + " of " + of.map(ProgramId::toString).orElse("all"));
      return Choice.DONE;
    }

    @Override
    public Choice filter(InterfaceId on, Optional<ProgramId> of, Optional<Pid> by) {
      told.add("filter by " + by.map(Pid::toString).orElse("none"));
      return Choice.DONE;
    }

    /** What keeping a choice comes to. */
    public Choice keeps = Choice.DONE;

    @Override
    public CompletionStage<Choice> keep(KeptChoice.Where where, Pid who) {
      told.add(
          "keep "
              + who
              + " for "
              + where.of().map(ProgramId::toString).orElse("all")
              + (where.filter() ? " as filter" : ""));
      return CompletableFuture.completedStage(keeps);
    }

    @Override
    public void forgetKept(KeptChoice.Where where) {
      told.add("forget what is kept");
    }

    @Override
    public void startKept(KeptChoice.Where where) {
      told.add("start what is kept");
    }

    @Override
    public void revoke(GrantId grant) {
      told.add("revoke " + grant.number());
    }

    @Override
    public List<KernelSnapshot.OfThread> threads(Pid pid) {
      askedThreads.add(pid);
      return threads;
    }

    @Override
    public MessageTrace trace() {
      return trace;
    }

    @Override
    public Interfaces interfaces() {
      return INTERFACES;
    }

    @Override
    public void forget(Pid pid) {
      told.add("forget " + pid);
    }

    @Override
    public void close() {}
  }
}
