package cairn.bench;

import cairn.app.House;
import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.programs.ShippedPrograms;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Row 1: a round trip of 16 bytes between two WASM processes through the whole kernel, with gate
 * and copies, beside the same between two Erlang processes. The programs are the shipped
 * echo-client and echo-handler; the client measures itself with the clock of the interface {@code
 * time}, from its first question to its last answer.
 */
public final class PingPong {
  private static final int COUNT = 300_000;
  private static final Pattern EACH = Pattern.compile("(\\d+) ns each");

  private PingPong() {}

  /** Arguments: rounds, and the path of the Erlang script. */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    var consoles = new CapturingConsoles();
    var interfaces = Interfaces.shipped();
    try (var house = House.bare(interfaces, consoles);
        var erlang = Peer.erlang(Path.of(arguments[1]), COUNT)) {
      Kernel kernel = house.kernel();
      Pid handler =
          kernel.open(
              request(
                  "echo-handler",
                  List.of(),
                  List.of(everything(interfaces.shipped("interface").definition().id()))));
      InterfaceId echo = handled(kernel, handler);
      var ours = new double[rounds];
      var theirs = new double[rounds];
      for (int round = -2; round < rounds; round++) {
        double mine = client(house, consoles, echo);
        double peers = erlang.measure();
        if (round >= 0) {
          ours[round] = mine;
          theirs[round] = peers;
        }
      }
      var cairn = Spread.of(ours);
      var peer = Spread.of(theirs);
      System.out.println(
          "row 1: round trip of 16 bytes between two processes, gate on, us; median (min .. max) of "
              + rounds
              + " rounds of "
              + COUNT);
      System.out.println(
          "  Cairn, Java "
              + Runtime.version()
              + ", "
              + kernel.snapshot().totals().scheduler()
              + ": "
              + cairn);
      System.out.println("  Erlang, " + erlang.version() + ": " + peer);
      System.out.printf("  ratio of the medians: %.2f x Erlang%n", cairn.median() / peer.median());
    }
  }

  private static double client(House house, CapturingConsoles consoles, InterfaceId echo)
      throws Exception {
    Kernel kernel = house.kernel();
    Pid pid =
        kernel.open(
            request("echo-client", List.of(Integer.toString(COUNT)), List.of(everything(echo))));
    Exit exit = kernel.ended(pid).toCompletableFuture().get();
    house.shown(pid).toCompletableFuture().get();
    String said = consoles.text(pid);
    var each = EACH.matcher(said);
    if (!each.find())
      throw new IOException("echo-client ended with " + exit + " and said: " + said);
    kernel.forget(pid);
    return Long.parseLong(each.group(1)) / 1000.0;
  }

  /** Waits until the handler answers its interface, and says which that is. */
  private static InterfaceId handled(Kernel kernel, Pid handler) throws IOException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < deadline) {
      var of =
          kernel.snapshot().processes().stream().filter(p -> p.pid().equals(handler)).findFirst();
      if (of.isPresent() && !of.get().handles().isEmpty())
        return of.get().handles().iterator().next();
      Thread.onSpinWait();
    }
    throw new IOException("echo-handler does not handle anything");
  }

  private static Rule everything(InterfaceId on) {
    return new Rule(on, Optional.empty(), new Scope.Whole(), Breadth.ANY, true);
  }

  private static OpenRequest request(String name, List<String> arguments, List<Rule> rules) {
    byte[] module =
        ShippedPrograms.all().stream()
            .filter(p -> p.name().equals(name))
            .findFirst()
            .orElseThrow()
            .bytes();
    return new OpenRequest(
        new OpenRequest.Source.Bytes(Payload.owning(module)),
        name,
        arguments,
        Map.of(),
        rules,
        false,
        Limits.DEFAULT);
  }
}
