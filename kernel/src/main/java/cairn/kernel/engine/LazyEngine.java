package cairn.kernel.engine;

import cairn.compiler.CompilerOptions;
import cairn.compiler.LazyModule;
import cairn.compiler.UnsupportedFeatureException;
import cairn.kernel.Fallbacks;
import cairn.kernel.LoadFault;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.WasmModule;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * The engine that compiles each function of a program when it is first called, so that a module of
 * any size is ready in the time that its sections take to read.
 *
 * <p>A module goes through four gates: its sections are read and validated, the entry point, the
 * memory limit, the heap that it takes. A function's body is validated when it is compiled; one
 * that is not valid ends the process that calls it. Large functions are compiled on threads of
 * their own, small ones by the guest that calls them.
 */
public final class LazyEngine implements Engine {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  /** How a program is compiled: the same bytes are two programs if they are to compute alike. */
  private record Key(ProgramId id, boolean canonicalNans) {}

  private final Fallbacks fallbacks = new Fallbacks();
  private final Programs<Key, LoadedModule> programs;
  private final CompilerThreads compilers = new CompilerThreads();

  /** With an eighth of the heap for programs that nobody uses any more. */
  public LazyEngine() {
    this(Runtime.getRuntime().maxMemory() / 8);
  }

  /** {@code unusedHeap}: bytes of heap for programs that nobody uses any more. */
  LazyEngine(long unusedHeap) {
    programs = new Programs<>(unusedHeap);
  }

  @Override
  public Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by) {
    return contained(() -> prepare(new Key(id, by.repeatable()), module, memoryLimit, by));
  }

  private Prepared prepare(Key key, Payload module, long memoryLimit, Preparation by) {
    return switch (programs.find(key, by.programs())) {
      case Programs.Found.Known<LoadedModule>(var use) -> ready(use, memoryLimit);
      case Programs.Found.NoMemory<LoadedModule>(long heap) ->
          new Prepared.Refused(noRoom(heap, by));
      case Programs.Found.Unknown<LoadedModule> _ -> load(key, module, memoryLimit, by);
    };
  }

  private Prepared load(Key key, Payload bytes, long memoryLimit, Preparation by) {
    WasmModule module;
    LazyModule code;
    try {
      module = WasmModule.read(bytes.sharedArray(), by.unwanted());
      code =
          LazyModule.of(module, CompilerOptions.standard().withCanonicalNans(key.canonicalNans()));
    } catch (InvalidModuleException | UnsupportedFeatureException e) {
      return refused(String.valueOf(e.getMessage()));
    }
    long minimum = LoadedModule.minimumMemory(module);
    if (minimum > memoryLimit)
      return new Prepared.Refused(new LoadFault.TooMuchMemory(minimum, memoryLimit));
    var entry = LoadedModule.entry(module);
    if (entry.isEmpty()) return new Prepared.Refused(LoadedModule.withoutEntry(module));
    var loaded = LoadedModule.of(module, code, entry.getAsInt());
    if (!by.programs().take(loaded.heap())) return new Prepared.Refused(noRoom(loaded.heap(), by));
    return ready(programs.add(key, loaded, by.programs()), memoryLimit);
  }

  private Prepared ready(Programs.Use<LoadedModule> use, long memoryLimit) {
    long minimum = LoadedModule.minimumMemory(use.program().module());
    if (minimum <= memoryLimit)
      return new Prepared.Ready(new LazyCode(use, memoryLimit, compilers, fallbacks));
    use.close();
    return new Prepared.Refused(new LoadFault.TooMuchMemory(minimum, memoryLimit));
  }

  private static LoadFault noRoom(long heap, Preparation by) {
    return new LoadFault.HeapFull(heap, by.programs().free(), by.programs().most());
  }

  private static Prepared refused(String what) {
    return new Prepared.Refused(new LoadFault.NotAProgram(what));
  }

  private static Prepared contained(Supplier<Prepared> preparing) {
    try {
      return preparing.get();
    } catch (CancellationException e) {
      return new Prepared.Unwanted();
    } catch (OutOfMemoryError e) {
      LOG.log(System.Logger.Level.WARNING, "there was no memory left to prepare a program");
      return new Prepared.Refused(new LoadFault.NoMemoryLeft());
    } catch (Throwable e) {
      // Hostile bytes: whatever the reader makes of them is a value here.
      LOG.log(System.Logger.Level.WARNING, "the engine cannot read a module", e);
      return refused("Cairn's engine cannot read it: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public String name() {
    return "Cairn's compiler";
  }

  @Override
  public Fallbacks fallbacks() {
    return fallbacks;
  }

  /** How many programs are kept ready; for tests. */
  int kept() {
    return programs.size();
  }

  @Override
  public void close() {
    compilers.close();
    programs.clear();
  }
}
