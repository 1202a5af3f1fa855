package cairn.kernel.engine;

import cairn.compiler.CompilationQueue;
import cairn.compiler.External;
import cairn.compiler.Imports;
import cairn.compiler.InstanceOptions;
import cairn.compiler.LinkException;
import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.MemoryUnavailableException;
import cairn.compiler.runtime.Trap;
import cairn.compiler.runtime.WaitingThreads;
import cairn.kernel.Fallbacks;
import cairn.kernel.LoadFault;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.kernel.schedule.GuestThread;
import cairn.wasm.ExternalKind;
import cairn.wasm.FunctionType;
import cairn.wasm.Import;
import cairn.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the instances of one process: the first, and one for each further thread. They share the
 * memories that are shared, and nothing else. Any thread; the first comes first.
 */
final class LazyInstances {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  private final Programs.Use<LoadedModule> use;
  private final LoadedModule program;
  private final long memoryLimit;
  private final Map<Name, HostFunction> functions = new HashMap<>();
  private final MemoryLedger ledger;
  private final Alarms alarms;
  private final CompilationQueue compilers;
  private final Fallbacks fallbacks;

  /** Set while the first is made. */
  private volatile SharedMemories shared = SharedMemories.NONE;

  private record Name(String module, String name) {}

  /** What threads share: those memories by their index, and who waits in the first of them. */
  private record SharedMemories(List<Optional<Memory>> memories, Optional<WaitQueues> waits) {
    static final SharedMemories NONE = new SharedMemories(List.of(), Optional.empty());
  }

  LazyInstances(
      Programs.Use<LoadedModule> use,
      long memoryLimit,
      List<HostFunction> functions,
      MemoryLedger ledger,
      Alarms alarms,
      CompilationQueue compilers,
      Fallbacks fallbacks) {
    this.use = use;
    this.program = use.program();
    this.memoryLimit = memoryLimit;
    this.ledger = ledger;
    this.alarms = alarms;
    this.compilers = compilers;
    this.fallbacks = fallbacks;
    for (var function : functions)
      this.functions.put(new Name(function.module(), function.name()), function);
  }

  /** An instance is over: the system gets the pages of its own memories back at once. */
  void released(Instance instance) {
    for (int i = 0; i < instance.memories(); i++)
      if (!instance.memory(i).isShared()) instance.memory(i).discard();
  }

  /**
   * The process is over: it does not use the program any more, and its shared memories are given
   * back.
   */
  void over() {
    try {
      for (var memory : shared.memories()) memory.ifPresent(Memory::discard);
    } finally {
      use.close();
    }
  }

  /** The instance that runs {@code _start}. Its charge is that of the memory, too. */
  Engine.Instantiated first() {
    var unknown = unknownImport();
    if (unknown.isPresent()) return new Engine.Instantiated.Failed(unknown.get());
    var charge = new Charge(ledger);
    try {
      var making = new Making(charge, true);
      var instance = making.instance();
      return new Engine.Instantiated.Ok(
          making.guest(instance, LazyGuest.Begin.ofProcess(program.entry())));
    } catch (MemoryUnavailableException e) {
      charge.release();
      return new Engine.Instantiated.Failed(new LoadFault.LimitReached("memory"));
    } catch (OutOfMemoryError e) {
      charge.release();
      return new Engine.Instantiated.Failed(new LoadFault.NoMemoryLeft());
    } catch (LinkException | Trap e) {
      charge.release();
      return failed("it cannot be set up: " + e.getMessage());
    } catch (Throwable e) {
      // Hostile bytes: whatever the engine makes of them is a value here.
      charge.release();
      LOG.log(System.Logger.Level.WARNING, "a valid module could not be set up", e);
      return failed("it cannot be set up: " + e.getClass().getSimpleName());
    }
  }

  private static Engine.Instantiated failed(String what) {
    return new Engine.Instantiated.Failed(new LoadFault.NotAProgram(what));
  }

  /** The first import that nobody has, or not with that type. */
  private Optional<LoadFault> unknownImport() {
    var module = program.module();
    for (var wanted : module.imports()) {
      if (wanted.kind() == ExternalKind.MEMORY && module.memories().get(wanted.index()).shared())
        continue;
      var function = functions.get(new Name(wanted.module(), wanted.name()));
      if (function == null || wanted.kind() != ExternalKind.FUNCTION)
        return Optional.of(new LoadFault.UnknownImport(wanted.module(), wanted.name()));
      var type = LoadedModule.typeOf(module, wanted.index());
      var ours = typeOf(function);
      if (!type.equals(ours))
        return Optional.of(
            new LoadFault.NotAProgram(
                "it imports %s.%s as %s, and that is %s"
                    .formatted(
                        wanted.module(),
                        wanted.name(),
                        LoadedModule.words(type),
                        LoadedModule.words(ours))));
    }
    return Optional.empty();
  }

  private static FunctionType typeOf(HostFunction function) {
    return FunctionType.of(types(function.parameters()), types(function.results()));
  }

  private static List<ValueType> types(List<HostFunction.WasmType> types) {
    return types.stream()
        .map(
            type ->
                switch (type) {
                  case I32 -> ValueType.I32;
                  case I64 -> ValueType.I64;
                  case F32 -> ValueType.F32;
                  case F64 -> ValueType.F64;
                })
        .toList();
  }

  /** An instance for a further thread, on the memory of the first. */
  Engine.Sibling further(Engine.ThreadStart begin) {
    if (shared.waits().isEmpty()) return new Engine.Sibling.NotShared();
    if (begin instanceof Engine.ThreadStart.Wasi && program.threadEntry().isEmpty())
      return new Engine.Sibling.NoFunction();
    var charge = new Charge(ledger);
    try {
      var making = new Making(charge, false);
      var instance = making.instance();
      var entry = entry(instance, begin);
      if (entry.isPresent())
        return new Engine.Sibling.Ok(
            making.guest(instance, LazyGuest.Begin.ofThread(entry.getAsInt(), begin)));
    } catch (OutOfMemoryError | MemoryUnavailableException e) {
      charge.release();
      return new Engine.Sibling.NoMemory();
    } catch (Throwable e) {
      // It could be set up once, so this is what its tables have become: nothing to begin with.
      LOG.log(System.Logger.Level.DEBUG, "a further thread has nothing to run", e);
    }
    charge.release();
    return new Engine.Sibling.NoFunction();
  }

  private OptionalInt entry(Instance instance, Engine.ThreadStart begin) {
    return switch (begin) {
      case Engine.ThreadStart.Wasi _ -> program.threadEntry();
      case Engine.ThreadStart.OfTable(int index, int _) -> inTable(instance, index);
    };
  }

  /** The function of the guest's own at this index, if it takes one i32 and answers nothing. */
  private OptionalInt inTable(Instance instance, int index) {
    if (program.module().tables().isEmpty()) return OptionalInt.empty();
    var table = instance.table0();
    if (Integer.compareUnsigned(index, table.size()) >= 0
        || !(table.get(index) instanceof FunctionReference function)
        || function.index() < program.module().importedFunctions()) return OptionalInt.empty();
    var type = LoadedModule.typeOf(program.module(), function.index());
    return type.equals(FunctionType.of(List.of(ValueType.I32), List.of()))
        ? OptionalInt.of(function.index())
        : OptionalInt.empty();
  }

  long[] globals(Instance instance) {
    var globals = program.module().globals();
    var values = new long[globals.size()];
    for (int i = 0; i < values.length; i++)
      if (isNumber(globals.get(i).type())) values[i] = instance.globalBits(i);
    return values;
  }

  private static boolean isNumber(ValueType type) {
    return switch (type.kind()) {
      case I32, I64, F32, F64 -> true;
      case V128, REF -> false;
    };
  }

  /** Counts what did not go as it should. */
  Fallbacks fallbacks() {
    return fallbacks;
  }

  /** Who waits for whom in the shared memory. */
  Optional<WaitQueues> waits() {
    return shared.waits();
  }

  /** One instance on its way. Used by one thread. */
  private final class Making {
    private final Charge charge;
    private final boolean first;
    private final AtomicReference<@Nullable GuestMemory> memory = new AtomicReference<>();

    Making(Charge charge, boolean first) {
      this.charge = charge;
      this.first = first;
    }

    Instance instance() throws LinkException {
      if (first) makeShared();
      var options =
          new InstanceOptions(
              settings(WaitingThreads.none()),
              instance -> GuestThread.poll(),
              shared.memories(),
              first,
              false,
              compilers,
              GuestSchedulers.STACK);
      var instance = program.code().instantiate(imports(), options);
      memory.set(
          program.module().memories().isEmpty()
              ? NoMemory.INSTANCE
              : new LinearMemory(instance.memory0()));
      return instance;
    }

    private MemorySettings settings(WaitingThreads waiting) {
      return new MemorySettings(
          memoryLimit,
          new ChargingLimiter(charge),
          (bytes, reason) ->
              fallbacks.count(
                  Fallbacks.Kind.MEMORY_NOT_MAPPED, "%d bytes: %s".formatted(bytes, reason)),
          waiting);
    }

    private void makeShared() {
      var memories = new ArrayList<Optional<Memory>>();
      Optional<WaitQueues> waits = Optional.empty();
      for (var type : program.module().memories()) {
        if (!type.shared()) {
          memories.add(Optional.empty());
          continue;
        }
        var queues = new WaitQueues(alarms);
        if (waits.isEmpty()) waits = Optional.of(queues);
        memories.add(Optional.of(Memory.create(type, settings(new QueuedWaits(queues)))));
      }
      if (waits.isPresent()) shared = new SharedMemories(memories, waits);
    }

    private Imports imports() {
      return wanted -> Optional.ofNullable(external(wanted));
    }

    private @Nullable External external(Import wanted) {
      if (wanted.kind() == ExternalKind.MEMORY)
        return shared.memories().get(wanted.index()).map(External.Memory::new).orElse(null);
      var function = functions.get(new Name(wanted.module(), wanted.name()));
      return function == null
          ? null
          : new External.Host((caller, arguments) -> HostCalls.call(function, known(), arguments));
    }

    private GuestMemory known() {
      var known = memory.get();
      if (known == null) throw new IllegalStateException("called before it was made");
      return known;
    }

    LazyGuest guest(Instance instance, LazyGuest.Begin begin) {
      return new LazyGuest(LazyInstances.this, program, instance, known(), charge, begin);
    }
  }
}
