package cairn.kernel;

import cairn.kernel.engine.Alarms;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.GuestExit;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.HostFunction;
import cairn.kernel.engine.MemoryLedger;
import cairn.kernel.engine.WaitQueues;
import cairn.registry.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An engine whose programs are Java: for tests of what the kernel does, where WebAssembly would
 * only make the guest harder to read. A script sees a memory and its imports, and nothing else. Any
 * thread.
 */
final class Scripts implements Engine {
  /** One page. */
  private static final int MEMORY = 65_536;

  private final Map<Payload, Consumer<ScriptGuest>> scripts = new ConcurrentHashMap<>();
  private final Fallbacks fallbacks = new Fallbacks();

  /** A program that does this; the same name is the same program. */
  public Payload program(String name, Consumer<ScriptGuest> script) {
    var module = Payload.utf8(name);
    scripts.put(module, script);
    return module;
  }

  @Override
  public Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by) {
    var script = scripts.get(module);
    return script == null
        ? new Prepared.Refused(new LoadFault.NotAProgram("no script of that name"))
        : new Prepared.Ready(new ScriptCode(script));
  }

  @Override
  public String name() {
    return "scripts";
  }

  @Override
  public Fallbacks fallbacks() {
    return fallbacks;
  }

  @Override
  public void close() {}

  private record ScriptCode(Consumer<ScriptGuest> script) implements Code {
    @Override
    public List<Import> imports() {
      return List.of("emit_message", "emit_answer", "next_message", "cancel_message").stream()
          .map(name -> new Import("cairn", name, "func"))
          .toList();
    }

    @Override
    public Instantiated instantiate(
        List<HostFunction> functions, MemoryLedger ledger, Alarms alarms) {
      if (!ledger.take(MEMORY))
        return new Instantiated.Failed(new LoadFault.LimitReached("memory of all processes"));
      return new Instantiated.Ok(
          new Running(
              script,
              functions.stream().collect(Collectors.toMap(HostFunction::name, Function.identity())),
              ledger,
              new WaitQueues(alarms),
              new CopyOnWriteArrayList<>(),
              new Outcome.Exited(0)));
    }
  }

  private static final class Running implements Guest {
    private final Consumer<ScriptGuest> script;
    private final Map<String, HostFunction> functions;
    private final MemoryLedger ledger;
    private final WaitQueues waits;
    private final List<Consumer<ScriptGuest>> threads;
    private final Outcome returned;
    private final ScriptMemory memory = new ScriptMemory(MEMORY);

    Running(
        Consumer<ScriptGuest> script,
        Map<String, HostFunction> functions,
        MemoryLedger ledger,
        WaitQueues waits,
        List<Consumer<ScriptGuest>> threads,
        Outcome returned) {
      this.script = script;
      this.functions = functions;
      this.ledger = ledger;
      this.waits = waits;
      this.threads = threads;
      this.returned = returned;
    }

    @Override
    public Outcome run() {
      try {
        script.accept(new ScriptGuest(memory, functions, threads));
        return returned;
      } catch (GuestExit exit) {
        return new Outcome.Exited(exit.code());
      } catch (GuestFault fault) {
        return new Outcome.Trapped(String.valueOf(fault.getMessage()), List.of());
      }
    }

    /** A thread of a script is another script; what it shares is what Java shares. */
    @Override
    public Sibling thread(ThreadStart begin) {
      if (!(begin instanceof ThreadStart.OfTable(int index, int _)) || index >= threads.size())
        return new Sibling.NoFunction();
      if (!ledger.take(MEMORY)) return new Sibling.NoMemory();
      return new Sibling.Ok(
          new Running(
              threads.get(index), functions, ledger, waits, threads, new Outcome.Returned()));
    }

    @Override
    public Optional<WaitQueues> waits() {
      return Optional.of(waits);
    }

    @Override
    public List<String> functions(List<String> frames) {
      return List.of();
    }

    @Override
    public GuestMemory memory() {
      return memory;
    }

    @Override
    public long memoryBytes() {
      return MEMORY;
    }

    @Override
    public void release() {
      ledger.giveBack(MEMORY);
    }
  }
}
