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
import cairn.registry.Sha256;
import cairn.registry.WitParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A kernel with its handlers and no window, in which everything is allowed that programs here ask
 * for. One thread.
 */
final class BareCairn implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final CapturingConsoles consoles = new CapturingConsoles();
  private final Path guests;
  private final House house;
  private final List<Rule> rules = new ArrayList<>();

  /** {@code guests}: the folder of the programs that {@code bench/run} has built. */
  BareCairn(Path guests) throws IOException {
    this.guests = guests;
    var interfaces = Interfaces.shipped();
    house = House.bare(interfaces, consoles);
    interfaces.all().forEach(known -> allow(known.definition().id()));
    for (String source : ShippedPrograms.definitions())
      if (WitParser.parse(source) instanceof WitParser.Parsed.Ok(var definition))
        allow(definition.id());
  }

  private void allow(InterfaceId id) {
    rules.add(new Rule(id, Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
  }

  /** Allows what {@code hostile leave} sends to interfaces that nobody handles. */
  void allowNobodys(int count) {
    for (int i = 0; i < count; i++) {
      var id = new byte[Sha256.LENGTH];
      id[0] = 7;
      id[1] = 1;
      id[2] = (byte) i;
      id[3] = (byte) (i >> 8);
      allow(InterfaceId.read(id, 0));
    }
  }

  Kernel kernel() {
    return house.kernel();
  }

  /** Starts a program that ships. */
  Pid shipped(String name, String... arguments) {
    var program =
        ShippedPrograms.all().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    return open(name, program.bytes(), arguments);
  }

  /** Starts a program that was built for the benchmark. */
  Pid built(String name, String... arguments) throws IOException {
    return open(name, Files.readAllBytes(guests.resolve(name + ".wasm")), arguments);
  }

  Pid open(String name, byte[] module, String... arguments) {
    return kernel()
        .open(
            new OpenRequest(
                new OpenRequest.Source.Bytes(Payload.owning(module)),
                name,
                List.of(arguments),
                Map.of(),
                rules,
                false,
                Limits.DEFAULT));
  }

  /** Waits for its end, which it is helped to after a while; then forgets it. */
  Exit end(Pid pid, int seconds) throws InterruptedException, ExecutionException {
    try {
      var ended = kernel().ended(pid).toCompletableFuture();
      Exit exit;
      try {
        exit = ended.get(seconds, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        kernel().end(pid, "the benchmark");
        exit = ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      house.shown(pid).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      kernel().forget(pid);
      return exit;
    } catch (TimeoutException e) {
      throw new IllegalStateException("a program does not end", e);
    }
  }

  /** What it has printed. */
  String text(Pid pid) {
    return consoles.text(pid).strip();
  }

  @Override
  public void close() {
    house.close();
  }
}
