package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Answers {@code console}: gives every process a {@link cairn.kernel.host.ConsoleDevice} and stands
 * between the two, filtering what is printed, with line editing and echo.
 */
public final class ConsoleHandler implements NativeHandler {
  private final Definition definition;
  private final Consoles devices;
  private final Consumer<Pid> interrupt;
  private final Map<Pid, Console> consoles = new ConcurrentHashMap<>();

  /** Consoles that still have something to show, their process being over. */
  private final Map<Pid, Console> closing = new ConcurrentHashMap<>();

  /**
   * {@code interrupt} is told of a process whose user pressed ^C in cooked mode; on any thread, and
   * it does not block.
   */
  public ConsoleHandler(Interfaces interfaces, Consoles devices, Consumer<Pid> interrupt) {
    this.definition = interfaces.shipped("console").definition();
    this.devices = devices;
    this.interrupt = interrupt;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    consoles.computeIfAbsent(call.emitter(), this::open).handle(call);
  }

  private Console open(Pid pid) {
    Console console = new Console(() -> interrupt.accept(pid));
    Thread.ofVirtual().name("console-" + pid).start(() -> console.attach(devices.open(pid)));
    return console;
  }

  /**
   * Completes when all that a process has printed so far is shown, at once for one that printed
   * nothing. A command line waits for it before it exits.
   */
  public CompletionStage<Void> shown(Pid pid) {
    Console console = consoles.get(pid);
    if (console == null) console = closing.get(pid);
    return console == null ? CompletableFuture.completedFuture(null) : console.shown();
  }

  @Override
  public void ended(Pid pid) {
    Console console = consoles.get(pid);
    if (console == null) return;
    // In both maps for a moment rather than in none, for shown().
    closing.put(pid, console);
    consoles.remove(pid);
    console.end().thenRun(() -> closing.remove(pid));
  }

  /** Ends all consoles, and waits at most 1 s for what they have to show. */
  @Override
  public void close() {
    consoles.keySet().forEach(this::ended);
    CompletableFuture<?>[] last =
        closing.values().stream().map(Console::end).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(last).get(1, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // A terminal that takes nothing is not waited for; its thread is a daemon.
      closing.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
