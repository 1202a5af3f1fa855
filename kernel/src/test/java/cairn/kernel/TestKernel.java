package cairn.kernel;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.schedule.Stepper;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A kernel whose guests are scripts and run when the test says so, one at a time. */
public final class TestKernel implements AutoCloseable {
  final Scripts scripts = new Scripts();
  public final Stepper stepper;
  public final Interfaces interfaces = Interfaces.shipped();
  public final List<PermissionRequest> asked = new CopyOnWriteArrayList<>();
  public final Kernel kernel;

  public TestKernel() {
    this(builder -> builder);
  }

  public TestKernel(UnaryOperator<KernelBuilder> more) {
    stepper = new Stepper(7);
    kernel = more.apply(new KernelBuilder(scripts, stepper, interfaces).asker(asked::add)).build();
  }

  /** An interface that nobody has a definition of. */
  public static InterfaceId own(String name) {
    return new InterfaceId(Sha256.of(Payload.utf8(name)));
  }

  /** Lets a program do anything with these interfaces, and register each. */
  public static List<Rule> allow(InterfaceId... ids) {
    var registering = Interfaces.shipped().shipped("interface").definition().id();
    var rules = new ArrayList<Rule>();
    rules.add(new Rule(registering, Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
    for (var id : ids)
      rules.add(new Rule(id, Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
    return rules;
  }

  /** A request with rules. */
  public static OpenRequest request(Payload module, String name, List<Rule> rules) {
    return new OpenRequest(
        new OpenRequest.Source.Bytes(module),
        name,
        List.of(),
        Map.of(),
        rules,
        true,
        Limits.DEFAULT);
  }

  /** Opens a script that may use these interfaces. */
  public Pid open(String name, Consumer<ScriptGuest> script, InterfaceId... may) {
    return kernel.open(request(scripts.program(name, script), name, allow(may)));
  }

  public Pid open(String name, Consumer<ScriptGuest> script, Limits limits, InterfaceId... may) {
    return kernel.open(
        new OpenRequest(
            new OpenRequest.Source.Bytes(scripts.program(name, script)),
            name,
            List.of(),
            Map.of(),
            allow(may),
            true,
            limits));
  }

  /** Opens a process that makes whoever called {@link ScriptGuest#hold} with this name go on. */
  public Pid release(String name) {
    var opener =
        open(
            "opener of " + name,
            guest -> {
              guest.register(own(name));
              guest.receive();
              guest.receive();
            },
            own(name));
    settle(opener);
    return opener;
  }

  /** The default limits, but with these. */
  public static Limits limits(int mailboxMessages, long mailboxBytes, int unanswered, int parked) {
    var d = Limits.DEFAULT;
    return new Limits(
        d.memory(),
        d.tables(),
        mailboxMessages,
        mailboxBytes,
        unanswered,
        parked,
        d.body(),
        d.handles(),
        d.timers(),
        d.logLines(),
        d.module(),
        d.threads(),
        d.stacks());
  }

  public KernelSnapshot.OfProcess row(Pid pid) {
    return kernel.snapshot().processes().stream()
        .filter(row -> row.pid().equals(pid))
        .findFirst()
        .orElseThrow();
  }

  public ProcessState state(Pid pid) {
    return row(pid).state();
  }

  public Optional<KernelSnapshot.OfInterface> port(InterfaceId id) {
    return kernel.snapshot().interfaces().stream().filter(row -> row.id().equals(id)).findFirst();
  }

  public boolean isOver(Pid pid) {
    return state(pid) instanceof ProcessState.Ended;
  }

  /** Runs until a condition holds. */
  public void until(BooleanSupplier condition) {
    stepper.runUntil(condition);
  }

  /** Runs until this process is no longer loading and no guest can go on. */
  public void settle(Pid... pids) {
    for (Pid pid : pids) until(() -> !(state(pid) instanceof ProcessState.Loading));
    stepper.runUntilIdle();
  }

  /** Runs until it ends, and says how. */
  public Exit end(Pid pid) {
    var ended = kernel.ended(pid).toCompletableFuture();
    until(ended::isDone);
    return ended.join();
  }

  @Override
  public void close() {
    for (var row : kernel.snapshot().processes()) kernel.end(row.pid(), "the test is over");
    // Their threads end when they are stepped; without that the kernel would wait for them.
    stepper.runUntilIdle();
    kernel.close();
  }
}
