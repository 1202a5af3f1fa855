package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.NotPutDown;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds what a module imports to the functions that the kernel offers. */
final class HostImports {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  private HostImports() {}

  /** A fault of the guest, with the stack that the sentence alone does not have. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    Fault(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  private record Name(String module, String name) {}

  /** Either the imports, each bound, or the first that cannot be. */
  record Bound(ImportValues values, @Nullable LoadFault fault) {}

  /**
   * {@code memory} is not asked before the first call. A memory can be imported under any name, if
   * it is shared and {@code shared} makes one.
   */
  static Bound bind(
      WasmModule module,
      List<HostFunction> functions,
      MemoryOfGuest memory,
      Function<MemoryLimits, Memory> shared) {
    Map<Name, HostFunction> offered = new HashMap<>();
    for (var function : functions)
      offered.put(new Name(function.module(), function.name()), function);
    Map<Name, ImportFunction> bound = new HashMap<>();
    var memories = new ArrayList<ImportMemory>();
    var imports = module.importSection();
    for (int i = 0; i < imports.importCount(); i++) {
      var wanted = imports.getImport(i);
      var name = new Name(wanted.module(), wanted.name());
      if (wanted instanceof MemoryImport imported && imported.limits().shared()) {
        memories.add(new ImportMemory(name.module(), name.name(), shared.apply(imported.limits())));
        continue;
      }
      var function = offered.get(name);
      if (function == null || !(wanted instanceof FunctionImport called))
        return failed(new LoadFault.UnknownImport(wanted.module(), wanted.name()));
      var type = module.typeSection().getType(called.typeIndex());
      var ours = typeOf(function);
      if (!type.equals(ours))
        return failed(
            new LoadFault.NotAProgram(
                "it imports "
                    + name.module()
                    + "."
                    + name.name()
                    + " as "
                    + words(type)
                    + ", and that is "
                    + words(ours)));
      bound.computeIfAbsent(name, _ -> wrap(function, ours, memory));
    }
    return new Bound(
        ImportValues.builder()
            .addFunction(bound.values().toArray(ImportFunction[]::new))
            .addMemory(memories.toArray(ImportMemory[]::new))
            .build(),
        null);
  }

  private static Bound failed(LoadFault why) {
    return new Bound(ImportValues.empty(), why);
  }

  /** What a module imports, in order. */
  static List<Engine.Import> list(WasmModule module) {
    var all = new ArrayList<Engine.Import>();
    var imports = module.importSection();
    for (int i = 0; i < imports.importCount(); i++) {
      var wanted = imports.getImport(i);
      all.add(new Engine.Import(wanted.module(), wanted.name(), kind(wanted.importType())));
    }
    return List.copyOf(all);
  }

  private static String kind(ExternalType type) {
    return switch (type) {
      case FUNCTION -> "func";
      case MEMORY -> "memory";
      case TABLE -> "table";
      case GLOBAL -> "global";
      case TAG -> "tag";
    };
  }

  private static FunctionType typeOf(HostFunction function) {
    return FunctionType.of(
        function.parameters().stream().map(HostImports::typeOf).toList(),
        function.results().stream().map(HostImports::typeOf).toList());
  }

  private static ValType typeOf(HostFunction.WasmType type) {
    return switch (type) {
      case I32 -> ValType.I32;
      case I64 -> ValType.I64;
      case F32 -> ValType.F32;
      case F64 -> ValType.F64;
    };
  }

  static String words(FunctionType type) {
    return words(type.params()) + " -> " + words(type.returns());
  }

  private static String words(List<ValType> types) {
    return "("
        + String.join(", ", types.stream().map(t -> t.name().toLowerCase(Locale.ROOT)).toList())
        + ")";
  }

  /** The memory of the guest that calls; known only once its instance exists. */
  interface MemoryOfGuest {
    GuestMemory get();
  }

  private static ImportFunction wrap(
      HostFunction function, FunctionType type, MemoryOfGuest memory) {
    boolean answers = !function.results().isEmpty();
    boolean narrow = answers && function.results().getFirst() == HostFunction.WasmType.I32;
    var body = function.body();
    return new ImportFunction(
        function.module(),
        function.name(),
        type,
        (Instance instance, long... arguments) -> {
          GuestThread.enterHost();
          try {
            long result = body.call(memory.get(), arguments);
            return answers ? new long[] {narrow ? (int) result : result} : null;
          } catch (GuestFault e) {
            throw new Fault(String.valueOf(e.getMessage()));
          } catch (GuestExit | GuestKilled | NotPutDown e) {
            throw e;
          } catch (RuntimeException | Error e) {
            LOG.log(
                System.Logger.Level.ERROR,
                "import " + function.module() + "." + function.name() + " failed",
                e);
            throw new Fault("Cairn itself failed in " + function.module() + "." + function.name());
          } finally {
            GuestThread.leaveHost();
          }
        });
  }
}
