package cairn.app;

import cairn.kernel.Kernel;
import cairn.kernel.KernelLimits;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramNames;
import cairn.permissions.PermissionPageModel;
import cairn.permissions.view.PermissionPage;
import cairn.permissions.view.PermissionSheets;
import cairn.profile.Profile;
import cairn.registry.Interfaces;
import cairn.shell.FxBridge;
import cairn.shell.Library;
import cairn.shell.LogLines;
import cairn.shell.inspect.view.Inspectors;
import cairn.shell.terminal.view.TerminalSurfaces;
import cairn.shell.view.FilePicker;
import cairn.shell.view.FileSaver;
import cairn.shell.view.PageFactory;
import cairn.shell.view.ShellPorts;
import cairn.shell.view.ShellWindow;
import cairn.shell.view.SystemFilePicker;
import cairn.shell.view.SystemFileSaver;
import cairn.themes.AppMark;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.kordamp.ikonli.feather.Feather;

/**
 * A whole Cairn with its window: profile, house, shell. Built and closed on the main thread, shown
 * on the JavaFX thread.
 */
public final class Desktop implements AutoCloseable {
  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger PLATFORM_LOG = Logger.getLogger("javafx");

  /** Tenths of a second that a window which is about to open is waited for. */
  private static final int HANDOVER_TRIES = 50;

  private final StartOrder started;
  private final House house;
  private final FxBridge bridge;
  private final ShellPorts ports;

  /** Why there is no window. Written by the JavaFX thread before {@code whenClosed} runs. */
  private volatile Optional<Throwable> notShown = Optional.empty();

  private Desktop(StartOrder started, House house, FxBridge bridge, ShellPorts ports) {
    this.started = started;
    this.house = house;
    this.bridge = bridge;
    this.ports = ports;
  }

  /**
   * Opens the window, with a program in it if {@code address} says one, and waits until it is
   * closed. Where one runs on this profile already, it opens a tab there and returns.
   */
  static int open(
      Places places, List<URI> gateways, String address, Map<String, String> environment)
      throws Sentence, IOException, InterruptedException {
    if (WindowSocket.ask(places.root(), address)) return handedOver(gateways);
    Screen.require(environment, System.getProperty("os.name", ""));
    startToolkit();
    try {
      var closed = new CountDownLatch(1);
      try (var desktop = build(places, gateways)) {
        var window = new CompletableFuture<ShellWindow>();
        desktop.show(address, closed::countDown, window::complete);
        try (var _ = listen(places.root(), window)) {
          closed.await();
        }
        if (desktop.notShown.isPresent())
          throw new IllegalStateException("the window cannot be shown", desktop.notShown.get());
      }
    } catch (ProfileInUse held) {
      // By a window that is about to open, or by a run without one.
      if (!askedInTime(places, address)) throw held;
      return handedOver(gateways);
    } finally {
      Platform.exit();
    }
    return 0;
  }

  private static boolean askedInTime(Places places, String address) throws InterruptedException {
    for (int i = 0; i < HANDOVER_TRIES; i++) {
      if (WindowSocket.ask(places.root(), address)) return true;
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  private static int handedOver(List<URI> gateways) {
    if (!gateways.isEmpty())
      System.err.println(
          "cairn: the window that runs keeps its own gateways; --gateway was not used");
    return 0;
  }

  /** What a second Cairn on the profile wants, as if it were typed. */
  private static Closeable listen(Path profile, CompletableFuture<ShellWindow> window) {
    try {
      return WindowSocket.listen(
          profile,
          typed -> window.thenAccept(shown -> FxBridge.run(() -> shown.goInNewTab(typed))));
    } catch (IOException | UnsupportedOperationException e) {
      System.err.println(
          "cairn: a second cairn cannot open tabs in this window: " + e.getMessage());
      return () -> {};
    }
  }

  /**
   * Shows the window, runs a program that ships, closes. What the start cache is trained on.
   * Returns an exit code: another than 0 when the program has not ended.
   */
  static int rehearse(Places places) throws Sentence, IOException, InterruptedException {
    startToolkit();
    try (var desktop = build(places, List.of())) {
      desktop.show("hello", () -> {});
      boolean ended = desktop.untilSomethingEnded();
      FxBridge.run(Platform::exit);
      return ended ? 0 : ExitCodes.UNAVAILABLE;
    }
  }

  /** Starts JavaFX, once in a JVM; the window needs it. Throws a sentence where it cannot be. */
  public static void startToolkit() throws InterruptedException, Sentence {
    var started = new CountDownLatch(1);
    Platform.setImplicitExit(false);
    // JavaFX warns that it was not started as a module, which is on purpose (decision 3).
    PLATFORM_LOG.setLevel(Level.SEVERE);
    try {
      Platform.startup(started::countDown);
    } catch (UnsupportedOperationException e) {
      throw new Sentence(
          ExitCodes.UNAVAILABLE, "the window cannot be opened here: " + e.getMessage());
    }
    if (!started.await(60, TimeUnit.SECONDS))
      throw new Sentence(
          ExitCodes.UNAVAILABLE, "the window cannot be opened: the toolkit does not start");
  }

  /**
   * Everything but the window. The toolkit must run. Empty {@code gateways}: those in the settings.
   */
  public static Desktop build(Places places, List<URI> gateways) throws Sentence, IOException {
    return build(places, gateways, new Choosers(new SystemFilePicker(), new SystemFileSaver()));
  }

  /** How the user is asked for files. */
  record Choosers(FilePicker picker, FileSaver saver) {}

  /** The same with other choosers: a test has no system to ask. */
  static Desktop build(Places places, List<URI> gateways, Choosers choosers)
      throws Sentence, IOException {
    return build(places, gateways, choosers, name -> {});
  }

  /** The same. {@code told}: hears of each part that has started, and may throw. */
  static Desktop build(Places places, List<URI> gateways, Choosers choosers, Consumer<String> told)
      throws Sentence, IOException {
    var started = new StartOrder(told);
    try {
      return build(places, gateways, choosers, started, told);
    } catch (Throwable e) {
      started.close();
      throw e;
    }
  }

  private static Desktop build(
      Places places,
      List<URI> gateways,
      Choosers choosers,
      StartOrder started,
      Consumer<String> told)
      throws Sentence, IOException {
    var opened = Profiles.open(places.root());
    Profile profile = started.add("the profile", opened.profile(), Profile::close);
    var notices = new ProfileNotices(profile, opened.troubles());
    for (var trouble : opened.troubles()) System.err.println("cairn: " + TroubleWords.of(trouble));
    var clock = InstantSource.system();
    var settings = new ProfileSettings(profile.settings());
    Supplier<List<URI>> asked =
        () -> gateways.isEmpty() ? GatewayList.of(settings.gateways()) : gateways;
    var log = new RecentLog(clock);
    // A question is shown at once, not when the window looks next; until there is a window, never.
    var look = new CompletableFuture<Runnable>();
    var terminals = started.add("the terminals", new TerminalSurfaces(), TerminalSurfaces::close);
    var interfaces = Interfaces.shipped();
    var names = new KnownNames(new Pantry());
    // One core is the window's.
    int carriers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    var needs =
        new House.Needs(
            places,
            asked,
            interfaces,
            terminals,
            log,
            question -> look.thenAccept(Runnable::run),
            Optional.of(profile.grants()),
            Optional.of(profile.choices()),
            names,
            carriers,
            Outside.NOTHING);
    var house = started.add("the house", House.open(needs, told), House::close);
    var kernel = house.kernel();
    var bridge = started.add("the bridge", FxBridge.start(kernel::snapshot), FxBridge::close);
    look.complete(bridge::soon);
    var kubo = started.add("the look for Kubo", new LocalKubo(), LocalKubo::close);
    var recordings = new ShellRecordings(interfaces, terminals::open, () -> Desktop.unused(kernel));
    var library = new ShellLibrary(house.pantry(), profile.history(), house.adder());
    var sheets =
        new Sheets(
            new PermissionSheets(
                (question, answer) -> kernel.decide(question.id(), answer),
                interfaces,
                new Remarks(
                    profile.history(),
                    library.shipped().stream()
                        .map(Library.Shipped::program)
                        .collect(Collectors.toSet()),
                    clock),
                (pid, line) -> log.line(pid, LogLines.CAIRN, line),
                System::nanoTime));
    var inspectors =
        new Inspectors(
            kernel,
            clock,
            choosers.saver(),
            task -> Thread.ofVirtual().name("trace-reader").start(task));
    FxBridge.run(
        () -> {
          bridge.listen(inspectors::record);
          bridge.listen(log::keepOnly);
          bridge.listen(terminals::keepOnly);
        });
    var pages =
        List.of(
            inspectors.processes(),
            inspectors.interfaces(),
            inspectors.messages(),
            permissions(house, names, clock));
    var ports =
        new ShellPorts(
            kernel,
            library,
            recordings,
            names,
            settings,
            notices,
            log,
            kubo,
            terminals,
            sheets,
            choosers.picker(),
            choosers.saver(),
            pages,
            clock,
            Version.number());
    return new Desktop(started, house, bridge, ports);
  }

  /** Bytes that programs have not taken yet; a replay takes them beside the kernel. */
  private static long unused(Kernel kernel) {
    return Math.max(
        0, KernelLimits.ofThisMachine().memory() - kernel.snapshot().totals().memoryBytes());
  }

  private static PageFactory permissions(House house, ProgramNames names, InstantSource clock) {
    var kernel = house.kernel();
    return new PageFactory(
        GrantsPage.ADDRESS,
        "Permissions",
        Feather.SHIELD,
        true,
        navigator ->
            new GrantsPage(
                new PermissionPage(
                    new PermissionPageModel(
                        kernel::grants, kernel::revoke, names, kernel.interfaces(), clock))));
  }

  /** Shows the window. {@code whenClosed} runs once, on the JavaFX thread. */
  public void show(String address, Runnable whenClosed) {
    show(address, whenClosed, window -> {});
  }

  /** The same; {@code shown} gets the window, on the JavaFX thread. */
  private void show(String address, Runnable whenClosed, Consumer<ShellWindow> shown) {
    FxBridge.run(
        () -> {
          try {
            var stage = new Stage();
            stage.setTitle("Cairn");
            stage.getIcons().setAll(AppMark.icons());
            var window = ShellWindow.open(ports, bridge, stage);
            stage.setOnHidden(hidden -> whenClosed.run());
            if (!address.isBlank()) window.go(address);
            shown.accept(window);
          } catch (Throwable e) {
            // Nobody can close a window that there is not.
            notShown = Optional.of(e);
            whenClosed.run();
          }
        });
  }

  /** The kernel below the window. */
  public House house() {
    return house;
  }

  /** Whether a program ended, in time; a slow machine, say, makes it late. */
  private boolean untilSomethingEnded() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (System.nanoTime() < deadline) {
      KernelSnapshot now = house.kernel().snapshot();
      if (now.processes().stream().anyMatch(p -> p.state() instanceof ProcessState.Ended))
        return true;
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  @Override
  public void close() {
    started.close();
  }
}
