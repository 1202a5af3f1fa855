package cairn.bench;

import cairn.app.House;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.programs.ShippedProgram;
import cairn.programs.ShippedPrograms;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.WitParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts processes of all sorts, lets them talk, pauses and kills them at random for a while, then
 * ends all and compares what is left with what there was before. Prints a line for each thing that
 * must be back where it was, and a closing line; its exit code is 1 if one is not.
 *
 * <p>Arguments: seconds, and how many processes live at once.
 */
public final class Soak {
  /** More that compute for ever would leave no time for the others to do anything. */
  private static final int HOGS = 4;

  /** Heads of messages that the trace keeps, and how long it may take to send as many. */
  private static final int TRACE_ROWS = 1 << 19;

  private static final int FILL_SECONDS = 60;

  private static final int EVERY_SECONDS = 30;

  private final Random random = new Random(26);
  private final Interfaces interfaces = Interfaces.shipped();
  private final Map<String, Payload> modules = new HashMap<>();
  private final Map<String, Integer> started = new TreeMap<>();
  private final List<Rule> everything;

  /** The living, and what ended but is not forgotten. Confined to the main thread. */
  private final List<Pid> living = new ArrayList<>();

  private final ArrayDeque<Pid> hogs = new ArrayDeque<>();

  private Soak() {
    for (ShippedProgram program : ShippedPrograms.all())
      modules.put(program.name(), Payload.owning(program.bytes()));
    everything =
        interfaces.all().stream()
            .map(known -> known.definition().id())
            .map(id -> new Rule(id, Optional.empty(), new Scope.Whole(), Breadth.ANY, true))
            .toList();
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    var seconds = Integer.parseInt(arguments[0]);
    int population = Integer.parseInt(arguments[1]);
    System.exit(new Soak().run(Duration.ofSeconds(seconds), population) ? 0 : 1);
  }

  private boolean run(Duration time, int population) throws IOException, InterruptedException {
    try (var server = new SmallServer();
        var house = House.bare(interfaces, new SilentConsoles())) {
      Kernel kernel = house.kernel();
      // Classes, pools and caches that are there for good are made first; the trace's rows, too.
      fillTrace(kernel);
      churn(kernel, server.port(), Duration.ofSeconds(20), Math.min(population, 1000));
      endAll(kernel);
      deliverTheRest(kernel);
      started.clear();
      var before = Footprint.now();
      System.out.println("before: " + before);
      int most = churn(kernel, server.port(), time, population);
      endAll(kernel);
      deliverTheRest(kernel);
      var after = Footprint.now();
      System.out.println("after:  " + after);
      System.out.println("started: " + started + ", at most " + most + " at once");
      return report(kernel.snapshot(), before, after);
    }
  }

  /** Lets two programs talk until the ring of the trace has gone round. */
  private void fillTrace(Kernel kernel) {
    Pid handler = open(kernel, "echo-handler", List.of(), everything);
    Pid client = open(kernel, "echo-client", List.of("100000000"), echo());
    long deadline = System.nanoTime() + Duration.ofSeconds(FILL_SECONDS).toNanos();
    while (kernel.snapshot().totals().messages() < TRACE_ROWS) {
      if (System.nanoTime() > deadline) throw new IllegalStateException("the trace does not fill");
      LockSupport.parkNanos(10_000_000);
    }
    kernel.end(client, "the soak");
    kernel.end(handler, "the soak");
  }

  private int churn(Kernel kernel, int port, Duration time, int population) {
    long began = System.nanoTime();
    long nextLine = began + Duration.ofSeconds(EVERY_SECONDS).toNanos();
    int most = 0;
    while (System.nanoTime() - began < time.toNanos()) {
      for (int i = 0; i < 50 && living.size() < population; i++) living.add(start(kernel, port));
      most = Math.max(most, living.size());
      int ends = 1 + living.size() / 200;
      for (int i = 0; i < ends; i++) kernel.end(any(), "the soak");
      for (int i = 0; i < ends; i++) kernel.pause(any());
      for (int i = 0; i < 2 * ends; i++) kernel.resume(any());
      bury(kernel);
      if (System.nanoTime() > nextLine) {
        nextLine += Duration.ofSeconds(EVERY_SECONDS).toNanos();
        System.out.printf(
            "%4d s: %d living, %d started, %d messages%n",
            (System.nanoTime() - began) / 1_000_000_000,
            living.size(),
            started.values().stream().mapToInt(n -> n).sum(),
            kernel.snapshot().totals().messages());
      }
      LockSupport.parkNanos(10_000_000);
    }
    return most;
  }

  private Pid any() {
    return living.get(random.nextInt(living.size()));
  }

  private Pid start(Kernel kernel, int port) {
    int dice = random.nextInt(100);
    if (dice < 25) return open(kernel, "clock", List.of(), everything);
    if (dice < 35) return open(kernel, "hello", List.of(), everything);
    if (dice < 45) return open(kernel, "dice", List.of(), everything);
    if (dice < 60)
      return open(kernel, "fetch", List.of("127.0.0.1", Integer.toString(port)), everything);
    // Nobody answers this one: it waits at the gate until it is killed.
    if (dice < 65)
      return open(kernel, "fetch", List.of("127.0.0.1", Integer.toString(port)), List.of());
    if (dice < 70) return open(kernel, "web", List.of("0"), everything);
    if (dice < 75) return open(kernel, "echo-handler", List.of(), everything);
    if (dice < 90)
      return open(kernel, "echo-client", List.of(Integer.toString(random.nextInt(5000))), echo());
    if (dice < 95) return open(kernel, "crash", List.of(), everything);
    if (hogs.size() == HOGS) kernel.end(hogs.removeFirst(), "the soak");
    Pid hog = open(kernel, "spin", List.of(), everything);
    hogs.add(hog);
    return hog;
  }

  /** Rules under which the interfaces that programs bring along may be used. */
  private List<Rule> echo() {
    var rules = new ArrayList<>(everything);
    for (String source : ShippedPrograms.definitions())
      if (WitParser.parse(source) instanceof WitParser.Parsed.Ok(var definition))
        rules.add(
            new Rule(definition.id(), Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
    return rules;
  }

  private Pid open(Kernel kernel, String name, List<String> arguments, List<Rule> rules) {
    started.merge(name, 1, Integer::sum);
    return kernel.open(
        new OpenRequest(
            new OpenRequest.Source.Bytes(Objects.requireNonNull(modules.get(name))),
            name,
            arguments,
            Map.of(),
            rules,
            false,
            Limits.DEFAULT));
  }

  /** Forgets those that have ended. */
  private void bury(Kernel kernel) {
    living.removeIf(
        pid -> {
          if (!kernel.ended(pid).toCompletableFuture().isDone()) return false;
          kernel.forget(pid);
          return true;
        });
  }

  private void endAll(Kernel kernel) throws InterruptedException {
    for (Pid pid : living) kernel.end(pid, "the soak");
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!living.isEmpty() && System.nanoTime() < deadline) {
      bury(kernel);
      LockSupport.parkNanos(5_000_000);
    }
    hogs.clear();
    // Threads that close what was open take a moment.
    Thread.sleep(2000);
  }

  /**
   * What processes sent that may wait is still delivered when they have ended: to the next handler,
   * which is one more, for as long as that takes.
   */
  private void deliverTheRest(Kernel kernel) throws InterruptedException {
    living.add(open(kernel, "echo-handler", List.of(), everything));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    // Until it has taken them: what lies in its mailbox when it ends waits again.
    while (!isDelivered(kernel.snapshot()) && System.nanoTime() < deadline)
      LockSupport.parkNanos(20_000_000);
    endAll(kernel);
  }

  private static boolean isDelivered(KernelSnapshot now) {
    boolean handles = now.processes().stream().anyMatch(row -> !row.handles().isEmpty());
    boolean taken = now.processes().stream().allMatch(row -> row.mailboxMessages() == 0);
    return waiting(now) == 0 && handles && taken;
  }

  private static int waiting(KernelSnapshot now) {
    return now.interfaces().stream().mapToInt(KernelSnapshot.OfInterface::waiting).sum();
  }

  private boolean report(KernelSnapshot now, Footprint before, Footprint after) {
    var checks = new Checks();
    checks.that("every process has ended and is forgotten", living.isEmpty());
    checks.that("no row is left: " + now.processes().size(), now.processes().isEmpty());
    checks.that("no question is left: " + now.questions().size(), now.questions().isEmpty());
    checks.that(
        "no guest memory is charged: " + now.totals().memoryBytes() + " bytes",
        now.totals().memoryBytes() == 0);
    checks.that(
        "what waited for a handler was delivered to the next: " + waiting(now) + " left",
        waiting(now) == 0);
    checks.that(
        "no interface remembers a user or a handler that is gone",
        now.interfaces().stream()
            .allMatch(
                it ->
                    it.users().isEmpty()
                        && !(it.handler() instanceof KernelSnapshot.HandledBy.Process)));
    checks.compare("heap, MiB", before.heap() >> 20, after.heap() >> 20, 32);
    checks.compare("threads", before.threads(), after.threads(), 4);
    checks.compare("open files and sockets", before.files(), after.files(), 2);
    checks.compare("resident, MiB", before.resident() >> 20, after.resident() >> 20, 150);
    return checks.close();
  }
}
