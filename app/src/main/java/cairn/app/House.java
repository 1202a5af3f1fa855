package cairn.app;

import cairn.ipfs.Adder;
import cairn.ipfs.BlockStore;
import cairn.ipfs.Retriever;
import cairn.ipfs.Timeouts;
import cairn.kernel.ChoiceStore;
import cairn.kernel.Kernel;
import cairn.kernel.Limits;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.ProgramNames;
import cairn.kernel.abi.Personalities;
import cairn.kernel.abi.Personality;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.LazyEngine;
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
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.programs.ShippedPrograms;
import cairn.registry.Interfaces;
import cairn.registry.WitParser;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A whole Cairn without a screen, built top down: store, retriever, handlers, kernel. The window
 * and the command line stand on it. Threads: those of its parts; any thread may use it. Closing
 * goes in reverse and waits at most a few seconds.
 */
public final class House implements AutoCloseable {
  /** Behind these, somebody rules a Kubo node on this machine or its network. */
  private static final Set<Integer> GUARDED_PORTS = Set.of(5001);

  private final StartOrder started;
  private final Kernel kernel;
  private final ConsoleHandler console;
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

  private House(
      StartOrder started, Kernel kernel, ConsoleHandler console, Optional<Content> content) {
    this.started = started;
    this.kernel = kernel;
    this.console = console;
    this.content = content;
  }

  /**
   * Opens the store and starts a kernel. Throws when a folder of the profile cannot be used; then
   * nothing of it is left open.
   */
  static House open(Needs needs) throws Sentence {
    return open(needs, name -> {});
  }

  /** The same. {@code told}: hears of each part that has started, and may throw. */
  static House open(Needs needs, Consumer<String> told) throws Sentence {
    var started = new StartOrder(told);
    try {
      learnDefinitions(needs.interfaces());
      needs.places().check();
      var store = needs.places().openStore();
      var pantry = new Pantry();
      pantry.stock(store, needs.places());
      var retriever =
          started.add(
              "the retriever",
              new Retriever(store, needs.gateways(), Timeouts.DEFAULT),
              Retriever::close);
      return furnish(needs, started, told, Optional.of(new Content(store, retriever, pantry)));
    } catch (Throwable e) {
      started.close();
      throw e;
    }
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
    var nowhere = Path.of("");
    var needs =
        new Needs(
            new Places(nowhere, nowhere, nowhere),
            List::of,
            interfaces,
            consoles,
            (pid, level, text) -> {},
            question -> {},
            Optional.empty(),
            Optional.empty(),
            program -> Optional.empty(),
            Runtime.getRuntime().availableProcessors(),
            Outside.NOTHING);
    return furnish(needs, new StartOrder(name -> {}), name -> {}, Optional.empty());
  }

  private static House furnish(
      Needs needs, StartOrder started, Consumer<String> told, Optional<Content> content) {
    var interfaces = needs.interfaces();
    var clocks = started.add("the clocks", Clocks.system(), Clocks::close);
    var built = new CompletableFuture<Kernel>();
    // The kernel closes these once it is built.
    var ofKernel = new StartOrder(told);
    try {
      var engine = ofKernel.add("the engine", new LazyEngine(), Engine::close);
      var scheduler =
          ofKernel.add(
              "the scheduler", GuestSchedulers.best(needs.carriers()), GuestScheduler::close);
      var builder =
          new KernelBuilder(engine, scheduler, interfaces)
              .asker(needs.asker())
              .names(needs.names())
              .personality(wasi(interfaces, needs.outside().listen()));
      needs.grants().ifPresent(builder::grants);
      needs.choices().ifPresent(builder::choices);
      content.ifPresent(its -> bringPrograms(its, needs, builder, ofKernel));
      var console =
          new ConsoleHandler(
              interfaces,
              needs.consoles(),
              pid -> built.thenAccept(kernel -> kernel.end(pid, "Ctrl+C")));
      for (NativeHandler handler :
          List.of(
              console,
              new LogHandler(interfaces, needs.log(), clocks),
              new TimeHandler(interfaces, clocks),
              new RandomHandler(interfaces),
              new TcpHandler(interfaces, clocks))) add(handler, builder, ofKernel);
      var kernel = builder.build();
      ofKernel.handOver();
      started.add("the kernel", kernel, Kernel::close);
      built.complete(kernel);
      return new House(started, kernel, console, content);
    } catch (Throwable e) {
      ofKernel.close();
      throw e;
    }
  }

  private static void add(NativeHandler handler, KernelBuilder builder, StartOrder ofKernel) {
    builder.handler(
        ofKernel.add(handler.getClass().getSimpleName(), handler, NativeHandler::close));
  }

  /** What it takes to load programs, and to give them files. */
  private static void bringPrograms(
      Content content, Needs needs, KernelBuilder builder, StartOrder ofKernel) {
    var loader =
        new LoaderHandler(
            needs.interfaces(),
            new IpfsProgramSource(content.retriever(), Limits.DEFAULT.module()));
    add(loader, builder, ofKernel);
    builder.loaderNotes(loader).verifier(new IpfsProgramVerifier()).guardedPorts(GUARDED_PORTS);
    add(
        new FilesHandler(needs.interfaces(), needs.places().files(), needs.outside().folders()),
        builder,
        ofKernel);
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

  @Override
  public void close() {
    started.close();
  }
}
