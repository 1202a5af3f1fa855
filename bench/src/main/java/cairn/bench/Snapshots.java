package cairn.bench;

import cairn.app.House;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.ProcessState;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.programs.ShippedProgram;
import cairn.programs.ShippedPrograms;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What it costs to look at the kernel ten times a second while processes stand in it: half of them
 * print the time every second, half wait for a handler that does not come. Prints a line per number
 * of processes.
 *
 * <p>Argument: snapshots per line.
 */
public final class Snapshots {
  private static final int[] POPULATIONS = {10, 100, 1_000, 10_000};
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Kernel kernel;
  private final List<Rule> everything;
  private int living;

  private Snapshots(Kernel kernel, Interfaces interfaces) {
    this.kernel = kernel;
    this.everything =
        interfaces.all().stream()
            .map(known -> known.definition().id())
            .map(id -> new Rule(id, Optional.empty(), new Scope.Whole(), Breadth.ANY, true))
            .toList();
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int looks = Integer.parseInt(arguments[0]);
    var interfaces = Interfaces.shipped();
    try (var house = House.bare(interfaces, new SilentConsoles())) {
      var it = new Snapshots(house.kernel(), interfaces);
      System.out.println("processes   median      p99   of one core at 10 a second");
      for (int population : POPULATIONS) {
        it.fill(population);
        it.measure(looks / 4); // warms up
        long[] nanos = it.measure(looks);
        long median = nanos[nanos.length / 2];
        System.out.printf(
            "%9d %6.2f ms %5.2f ms %5.1f %%%n",
            population,
            median / 1e6,
            nanos[nanos.length * 99 / 100] / 1e6,
            100.0 * median / PERIOD_NANOS);
      }
    }
    System.exit(0);
  }

  private void fill(int population) {
    Payload clock = module("clock");
    Payload client = module("echo-client");
    for (; living < population; living++) {
      boolean even = living % 2 == 0;
      kernel.open(
          new OpenRequest(
              new OpenRequest.Source.Bytes(even ? clock : client),
              even ? "clock" : "echo-client",
              List.of(),
              Map.of(),
              everything,
              false,
              Limits.DEFAULT));
    }
    while (kernel.snapshot().processes().stream().anyMatch(Snapshots::isComing))
      LockSupport.parkNanos(PERIOD_NANOS);
  }

  private static boolean isComing(KernelSnapshot.OfProcess row) {
    return row.state() instanceof ProcessState.Loading;
  }

  private static Payload module(String name) {
    for (ShippedProgram program : ShippedPrograms.all())
      if (program.name().equals(name)) return Payload.owning(program.bytes());
    throw new IllegalArgumentException("no program " + name);
  }

  /** Sorted. */
  private long[] measure(int looks) {
    long[] nanos = new long[looks];
    long seen = 0;
    for (int i = 0; i < looks; i++) {
      long from = System.nanoTime();
      seen += kernel.snapshot().processes().size();
      nanos[i] = System.nanoTime() - from;
      LockSupport.parkNanos(PERIOD_NANOS - nanos[i]);
    }
    if (seen != (long) looks * living)
      throw new AssertionError("saw " + seen + " rows, not " + looks + " times " + living);
    Arrays.sort(nanos);
    return nanos;
  }
}
