package cairn;

import cairn.app.House;
import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.host.ConsoleDevice;
import cairn.kernel.host.ConsoleInput;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Programs that ship, in a whole kernel of this JVM. Used by the test's thread. */
final class Guests implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  private final Interfaces interfaces = Interfaces.shipped();
  private final ConcurrentHashMap<Pid, Console> consoles = new ConcurrentHashMap<>();
  private final House house =
      House.bare(interfaces, pid -> consoles.computeIfAbsent(pid, p -> new Console()));

  Kernel kernel() {
    return house.kernel();
  }

  /** Starts one that is allowed all of these interfaces. */
  Pid open(String name, List<String> arguments, InterfaceId... allowed) {
    return kernel()
        .open(
            new OpenRequest(
                new OpenRequest.Source.Bytes(Payload.owning(LargeProgram.shipped(name))),
                name,
                arguments,
                Map.of(),
                List.of(allowed).stream()
                    .map(id -> new Rule(id, Optional.empty(), new Scope.Whole(), Breadth.ANY, true))
                    .toList(),
                false,
                Limits.DEFAULT));
  }

  /** The interface through which others are registered. */
  InterfaceId registering() {
    return interfaces.shipped("interface").definition().id();
  }

  /** The one interface that this process handles, as soon as it does. */
  InterfaceId handledBy(Pid pid) {
    return until(pid, row -> !row.handles().isEmpty()).handles().iterator().next();
  }

  /** How it ended, when it has and all that it printed is there. */
  Exit exit(Pid pid) throws Exception {
    Exit exit = kernel().ended(pid).toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    house.shown(pid).toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    return exit;
  }

  /** What it has printed so far. */
  String printed(Pid pid) {
    var console = consoles.get(pid);
    return console == null ? "" : console.text();
  }

  /** Its row now. */
  KernelSnapshot.OfProcess row(Pid pid) {
    return kernel().snapshot().processes().stream()
        .filter(row -> row.pid().equals(pid))
        .findFirst()
        .orElseThrow();
  }

  /** Its row, as soon as it is so. */
  KernelSnapshot.OfProcess until(Pid pid, Predicate<KernelSnapshot.OfProcess> so) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (true) {
      var row = row(pid);
      if (so.test(row)) return row;
      if (System.nanoTime() > deadline)
        throw new AssertionError("still " + row + ", which printed: " + printed(pid));
      LockSupport.parkNanos(200_000);
    }
  }

  @Override
  public void close() {
    house.close();
  }

  /** Keeps what is printed; its monitor guards it. */
  private static final class Console implements ConsoleDevice {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ConsoleInput input = new ConsoleInput();

    @Override
    public synchronized void write(boolean toErr, Payload bytes) {
      printed.writeBytes(bytes.toByteArray());
    }

    synchronized String text() {
      return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public ConsoleInput input() {
      return input;
    }

    @Override
    public Size size() {
      return new Size(80, 24);
    }

    @Override
    public void onResize(Runnable action) {}

    @Override
    public void ended() {}
  }
}
