package cairn.app;

import cairn.ipfs.Adder;
import cairn.ipfs.BlockStore;
import cairn.ipfs.Getter;
import cairn.ipfs.Retriever;
import cairn.ipfs.Timeouts;
import cairn.kernel.ChoiceStore;
import cairn.kernel.Kernel;
import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProgramNames;
import cairn.kernel.abi.Personalities;
import cairn.kernel.abi.Personality;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.ChicoryEngine;
import cairn.kernel.engine.Engine;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.PermissionAsker;
import cairn.kernel.host.Clocks;
import cairn.kernel.host.ConsoleHandler;
import cairn.kernel.host.Consoles;
import cairn.kernel.host.LoaderHandler;
import cairn.kernel.host.LogHandler;
import cairn.kernel.host.LogSink;
import cairn.kernel.host.RandomHandler;
import cairn.kernel.host.TcpHandler;
import cairn.kernel.host.TimeHandler;
import cairn.kernel.host.files.FilesHandler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.programs.ShippedPrograms;
import cairn.registry.Interfaces;
import cairn.registry.WitParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A whole Cairn without a screen, built top down: store, retriever, handlers, kernel. The window
 * and the command line stand on it. Threads: those of its parts; any thread may use it. Closing
 * goes in reverse and waits at most a few seconds.
 */
public final class House implements AutoCloseable {
  /** Bytes of blocks that the store keeps beside what is pinned. */
  static final long STORE_LIMIT = 4L << 30;

  /** Behind these, somebody rules a Kubo node on this machine or its network. */
  private static final Set<Integer> GUARDED_PORTS = Set.of(5001);

  private final Kernel kernel;
  private final ConsoleHandler console;
  private final Clocks clocks;
  private final Optional<Content> content;

  private record Content(BlockStore store, Retriever retriever, Pantry pantry) {}

  /**
   * What a house needs of whoever lives in it.
   *
   * @param gateways asked in order, read anew for every program
   * @param carriers threads that guests share
   * @param outside what of this machine programs find open
   */
  record Needs(
      Places places,
      Supplier<List<URI>> gateways,
      Interfaces interfaces,
      Consoles consoles,
      LogSink log,
      PermissionAsker asker,
      Optional<GrantStore> grants,
      Optional<ChoiceStore> choices,
      ProgramNames names,
      int carriers,
      Outside outside) {}

  private House(Kernel kernel, ConsoleHandler console, Clocks clocks, Optional<Content> content) {
    this.kernel = kernel;
    this.console = console;
    this.clocks = clocks;
    this.content = content;
  }

  /** Opens the store and starts a kernel. Throws when the store's folder cannot be used. */
  static House open(Needs needs) throws IOException {
    learnDefinitions(needs.interfaces());
    var store = BlockStore.open(needs.places().blocks(), STORE_LIMIT);
    var pantry = new Pantry();
    pantry.stock(store);
    var retriever = new Retriever(store, needs.gateways(), Timeouts.DEFAULT);
    var loader =
        new LoaderHandler(
            needs.interfaces(), new IpfsProgramSource(retriever, Limits.DEFAULT.module()));
    var engine = engine(needs.places().code());
    var builder =
        new KernelBuilder(engine, GuestSchedulers.best(needs.carriers()), needs.interfaces())
            .handler(loader)
            .loaderNotes(loader)
            .verifier(new IpfsProgramVerifier())
            .asker(needs.asker())
            .names(needs.names())
            .guardedPorts(GUARDED_PORTS);
    needs.grants().ifPresent(builder::grants);
    needs.choices().ifPresent(builder::choices);
    builder.handler(
        new FilesHandler(needs.interfaces(), needs.places().files(), needs.outside().folders()));
    return furnish(
        builder,
        needs.interfaces(),
        needs.consoles(),
        needs.log(),
        needs.outside(),
        Optional.of(new Content(store, retriever, pantry)));
  }

  /** {@code -Dcairn.engine=interpreted}, for whoever works on Cairn: nothing is compiled. */
  private static Engine engine(Path code) {
    return System.getProperty("cairn.engine", "").equals("interpreted")
        ? ChicoryEngine.interpreting()
        : new ChicoryEngine(code);
  }

  /** What the programs that ship bring along, so that their messages can be named and shown. */
  static void learnDefinitions(Interfaces interfaces) {
    for (String source : ShippedPrograms.definitions())
      if (WitParser.parse(source) instanceof WitParser.Parsed.Ok(var definition))
        interfaces.learn(definition);
  }

  /**
   * A kernel with its native handlers and nothing on a disk: no store, no loader, no grants. For
   * measuring.
   */
  public static House bare(Interfaces interfaces, Consoles consoles) {
    int carriers = Runtime.getRuntime().availableProcessors();
    var builder =
        new KernelBuilder(new ChicoryEngine(), GuestSchedulers.best(carriers), interfaces);
    return furnish(
        builder, interfaces, consoles, (pid, level, text) -> {}, Outside.NOTHING, Optional.empty());
  }

  private static House furnish(
      KernelBuilder builder,
      Interfaces interfaces,
      Consoles consoles,
      LogSink log,
      Outside outside,
      Optional<Content> content) {
    var clocks = Clocks.system();
    var built = new CompletableFuture<Kernel>();
    var console =
        new ConsoleHandler(
            interfaces, consoles, pid -> built.thenAccept(kernel -> kernel.end(pid, "Ctrl+C")));
    var kernel =
        builder
            .handler(console)
            .handler(new LogHandler(interfaces, log, clocks))
            .handler(new TimeHandler(interfaces, clocks))
            .handler(new RandomHandler(interfaces))
            .handler(new TcpHandler(interfaces, clocks))
            .personality(wasi(interfaces, outside.listen()))
            .build();
    built.complete(kernel);
    return new House(kernel, console, clocks, content);
  }

  private static Personality wasi(Interfaces interfaces, List<InetSocketAddress> listen) {
    return new WasiPersonality(interfaces, listen);
  }

  /** All that programs of a house without listening sockets may import. */
  static Personalities personalities(Interfaces interfaces) {
    return new Personalities(interfaces, List.of(wasi(interfaces, List.of())));
  }

  /** The kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** Completes when everything this process has printed so far is shown. */
  public CompletionStage<Void> shown(Pid pid) {
    return console.shown(pid);
  }

  /** The programs that ship. */
  Pantry pantry() {
    return content.orElseThrow().pantry();
  }

  /** Adds files to the store. */
  Adder adder() {
    return new Adder(content.orElseThrow().store());
  }

  /** Gets files from the store and the gateways. */
  Getter getter() {
    return new Getter(content.orElseThrow().retriever());
  }

  @Override
  public void close() {
    kernel.close();
    clocks.close();
    content.ifPresent(c -> c.retriever().close());
  }
}
