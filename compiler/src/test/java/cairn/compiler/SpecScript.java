package cairn.compiler;

import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.Global;
import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.InvalidFunctionException;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemoryLimiter;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.MemoryUnavailableException;
import cairn.compiler.runtime.Table;
import cairn.compiler.runtime.Trap;
import cairn.compiler.runtime.WasmException;
import cairn.wasm.FunctionType;
import cairn.wasm.FunctionValidator;
import cairn.wasm.GlobalType;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.MemoryType;
import cairn.wasm.TableType;
import cairn.wasm.ValueType;
import cairn.wasm.WasmModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs one of the specification's test scripts, converted by wasm-tools json-from-wast. */
final class SpecScript {
  /** How to run it. */
  record Mode(CompilerOptions options, boolean pollAlways, int repeats) {}

  /** A module's instance. */
  private record Loaded(LazyModule module, Instance instance) {}

  private final Path directory;
  private final Mode mode;
  private final TypeClasses types = new TypeClasses();
  private final Map<String, WasmModule> definitions = new HashMap<>();
  private final Map<String, Loaded> named = new HashMap<>();
  private final Map<String, Loaded> registered = new HashMap<>();
  private final Map<String, External> spectest = new HashMap<>();
  private @Nullable WasmModule lastDefinition;
  private @Nullable Loaded last;
  private Optional<String> unsupported = Optional.empty();

  int passed;
  int failed;
  final Map<String, Integer> skipped = new HashMap<>();
  final List<String> failures = new ArrayList<>();

  SpecScript(Path directory, Mode mode) {
    this.directory = directory;
    this.mode = mode;
    spectest();
  }

  private void spectest() {
    external("global_i32", ValueType.I32, 666);
    external("global_i64", ValueType.I64, 666);
    external("global_f32", ValueType.F32, Float.floatToRawIntBits(666.6f));
    external("global_f64", ValueType.F64, Double.doubleToRawLongBits(666.6));
    for (boolean wide : new boolean[] {false, true}) {
      var type = new TableType(ValueType.FUNCREF, 10, OptionalLong.of(20), wide);
      Object identity = new ValueIdentity(ValueType.Kind.REF, true, ValueType.FUNCREF.heapType());
      spectest.put(
          wide ? "table64" : "table",
          new External.Table(Table.create(type, identity, MemoryLimiter.unlimited())));
    }
    MemorySettings settings = MemorySettings.upTo(1L << 32);
    for (boolean shared : new boolean[] {false, true}) {
      var type = new MemoryType(1, OptionalLong.of(2), false, shared, 16);
      spectest.put(
          shared ? "shared_memory" : "memory", new External.Memory(Memory.create(type, settings)));
    }
    print("print");
    print("print_i32", ValueType.I32);
    print("print_i64", ValueType.I64);
    print("print_f32", ValueType.F32);
    print("print_f64", ValueType.F64);
    print("print_i32_f32", ValueType.I32, ValueType.F32);
    print("print_f64_f64", ValueType.F64, ValueType.F64);
  }

  private void external(String name, ValueType type, long bits) {
    spectest.put(
        name,
        new External.Global(
            Global.of(
                new GlobalType(type, false),
                new ValueIdentity(type.kind(), false, type.kind()),
                bits,
                null)));
  }

  private void print(String name, ValueType... parameters) {
    spectest.put(
        name,
        new External.GeneralHost(
            FunctionType.of(List.of(parameters), List.of()),
            (caller, arguments) -> new @Nullable Object[0]));
  }

  // ---- commands

  void run() throws IOException {
    var script = (Map<?, ?>) Json.parse(Files.readString(directory.resolve("test.json")));
    for (Object command : Json.list(script, "commands")) command((Map<?, ?>) command);
  }

  private void command(Map<?, ?> command) {
    String type = Json.text(command, "type", "");
    try {
      switch (type) {
        case "module" -> {
          last = null;
          if ("text".equals(command.get("module_type"))) {
            unsupported = Optional.of("text format");
            skip("text format");
            return;
          }
          last = instantiate(definition(command), command);
          passed++;
        }
        case "module_definition" -> definition(command);
        case "module_instance" -> {
          WasmModule module = definitions.get(String.valueOf(command.get("module")));
          last = instantiate(module == null ? lastDefinition : module, command, "instance");
        }
        case "register" ->
            registered.put(Json.text(command, "as", ""), loaded(command.get("name")));
        case "assert_unlinkable" ->
            expect(command, LinkException.class, () -> instantiate(definition(command), command));
        case "assert_uninstantiable" ->
            expect(command, Trap.class, () -> instantiate(definition(command), command));
        case "assert_invalid",
            "assert_malformed",
            "assert_invalid_custom",
            "assert_malformed_custom" ->
            invalid(command);
        case "action" -> {
          action(command);
          passed++;
        }
        case "assert_return" -> assertReturn(command);
        case "assert_trap", "assert_exhaustion" ->
            expect(command, Trap.class, () -> action(command));
        case "assert_exception" -> expect(command, WasmException.class, () -> action(command));
        default -> throw new IllegalArgumentException(type);
      }
    } catch (UnsupportedFeatureException e) {
      unsupported = Optional.of(e.feature());
      skip(e.feature());
    } catch (Throwable e) {
      if (last == null && unsupported.isPresent()) skip(unsupported.get());
      else if (isUnsupported(e)) skip("garbage collection");
      else fail(command, e.toString());
    }
  }

  private static boolean isUnsupported(Throwable e) {
    return e instanceof InvalidFunctionException
        && String.valueOf(e.getMessage()).contains("not supported");
  }

  private void skip(String why) {
    skipped.merge(why, 1, Integer::sum);
  }

  private void fail(Map<?, ?> command, String why) {
    failed++;
    failures.add(
        "%s:%s %s: %s"
            .formatted(directory.getFileName(), command.get("line"), command.get("type"), why));
  }

  private interface Step {
    Object run() throws Exception;
  }

  private void expect(Map<?, ?> command, Class<? extends Throwable> kind, Step step)
      throws Exception {
    Throwable thrown;
    try {
      step.run();
      fail(command, "nothing happened");
      return;
    } catch (UnsupportedFeatureException e) {
      throw e;
    } catch (Throwable e) {
      thrown = e;
    }
    if (last == null && unsupported.isPresent() && command.get("action") != null) {
      skip(unsupported.get());
      return;
    }
    if (isUnsupported(thrown)) {
      skip("garbage collection");
      return;
    }
    if (thrown instanceof MemoryUnavailableException) thrown = new Trap("");
    String expected = command.get("text") instanceof String text ? text : "";
    String message = String.valueOf(thrown.getMessage());
    boolean words =
        kind == WasmException.class || message.startsWith(expected) || expected.startsWith(message);
    if (kind.isInstance(thrown) && words) passed++;
    else fail(command, "expected " + expected + ", got " + thrown);
  }

  private void invalid(Map<?, ?> command) {
    String file = (String) command.get("filename");
    if (file == null || file.endsWith(".wat")) {
      skip("text format");
      return;
    }
    try {
      WasmModule module = WasmModule.read(bytes(file), () -> false);
      for (int i = module.importedFunctions(); i < module.functions(); i++) {
        FunctionValidator.validate(module, i, () -> false);
      }
      String text = String.valueOf(command.get("text"));
      if (String.valueOf(command.get("type")).endsWith("custom")) skip("custom sections");
      else if (text.equals("multiple memories") || text.equals("multiple tables"))
        skip("valid in 3.0");
      else fail(command, "valid, but " + command.get("text"));
    } catch (InvalidModuleException e) {
      passed++;
    }
  }

  // ---- modules

  private byte[] bytes(String file) {
    try {
      return Files.readAllBytes(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WasmModule definition(Map<?, ?> command) throws InvalidModuleException {
    WasmModule module = WasmModule.read(bytes(Json.text(command, "filename", "")), () -> false);
    lastDefinition = module;
    if (command.get("name") instanceof String name) definitions.put(name, module);
    return module;
  }

  private Loaded instantiate(@Nullable WasmModule module, Map<?, ?> command) throws Exception {
    return instantiate(module, command, "name");
  }

  private Loaded instantiate(@Nullable WasmModule module, Map<?, ?> command, String nameKey)
      throws Exception {
    if (module == null) throw new IllegalArgumentException("no module");
    LazyModule lazy = LazyModule.of(module, mode.options(), types);
    var options =
        new InstanceOptions(
            MemorySettings.upTo(1L << 33),
            mode.pollAlways() ? Instance::raisePoll : instance -> {});
    Instance instance = lazy.instantiate(wanted -> find(wanted.module(), wanted.name()), options);
    if (mode.pollAlways()) instance.raisePoll();
    var loaded = new Loaded(lazy, instance);
    if (command.get(nameKey) instanceof String name) named.put(name, loaded);
    return loaded;
  }

  private Optional<External> find(String module, String name) {
    if (module.equals("spectest")) return Optional.ofNullable(spectest.get(name));
    Loaded loaded = registered.get(module);
    if (loaded == null && unsupported.isPresent()) {
      throw new UnsupportedFeatureException(unsupported.get(), "the exporting module");
    }
    return loaded == null ? Optional.empty() : loaded.module().export(loaded.instance(), name);
  }

  private Loaded loaded(@Nullable Object name) {
    Loaded loaded = name == null ? last : named.get(name);
    if (loaded == null) throw new IllegalArgumentException("no module " + name);
    return loaded;
  }

  // ---- actions

  private void assertReturn(Map<?, ?> command) throws Exception {
    List<?> expected = Json.list(command, "expected");
    List<@Nullable Object> results = action(command);
    if (results.size() != expected.size()) {
      fail(command, results.size() + " results");
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!SpecValue.matches((Map<?, ?>) expected.get(i), results.get(i))) {
        fail(command, "expected " + expected + ", got " + results);
        return;
      }
    }
    passed++;
  }

  private List<@Nullable Object> action(Map<?, ?> command) throws Exception {
    Map<?, ?> action = command.get("action") instanceof Map<?, ?> map ? map : Map.of();
    Loaded loaded = loaded(action.get("module"));
    External export =
        loaded.module().export(loaded.instance(), Json.text(action, "field", "")).orElseThrow();
    return switch (export) {
      case External.Global(Global global) -> java.util.Collections.singletonList(value(global));
      case External.Function(FunctionReference function) ->
          invoke(loaded, function, Json.list(action, "args"));
      default -> throw new IllegalArgumentException(String.valueOf(action));
    };
  }

  private static @Nullable Object value(Global global) {
    ValueType type = global.type().type();
    boolean number = !type.isReference() && type.kind() != ValueType.Kind.V128;
    return number ? boxed(type, global.bits(), null) : global.reference();
  }

  private List<@Nullable Object> invoke(
      Loaded loaded, FunctionReference function, List<?> arguments) {
    Instance instance = loaded.instance();
    int calls = hasState(loaded.module().module()) ? 1 : mode.repeats();
    List<@Nullable Object> values = new ArrayList<>();
    for (Object argument : arguments) values.add(SpecValue.argument((Map<?, ?>) argument));
    for (int call = 0; call < calls; call++) {
      for (int i = 0; i < values.size(); i++) {
        switch (values.get(i)) {
          case Integer number -> instance.numbers()[i] = number;
          case Long number -> instance.numbers()[i] = number;
          case Float number -> instance.numbers()[i] = Float.floatToRawIntBits(number);
          case Double number -> instance.numbers()[i] = Double.doubleToRawLongBits(number);
          case null, default -> instance.references()[i] = values.get(i);
        }
      }
      instance.call(function);
    }
    WasmModule module = loaded.module().module();
    int index = function.index();
    FunctionType type =
        function.instance().equals(instance)
            ? module.functionType(module.functionTypeIndex(index))
            : exported(loaded, function);
    List<@Nullable Object> results = new ArrayList<>();
    for (int i = 0; i < type.resultCount(); i++) {
      results.add(boxed(type.result(i), instance.resultBits(i), instance.resultReference(i)));
    }
    return results;
  }

  /** Whether a call may change what the next one does. */
  private static boolean hasState(WasmModule module) {
    return !module.memories().isEmpty()
        || !module.tables().isEmpty()
        || !module.imports().isEmpty()
        || module.globals().stream().anyMatch(GlobalType::mutable);
  }

  /** The type of a function that the module exports and imports. */
  private static FunctionType exported(Loaded loaded, FunctionReference function) {
    WasmModule module = loaded.module().module();
    for (int i = 0; i < module.importedFunctions(); i++) {
      if (loaded.instance().function(i).equals(function)) {
        return module.functionType(module.functionTypeIndex(i));
      }
    }
    throw new IllegalArgumentException("no function of the module");
  }

  private static @Nullable Object boxed(ValueType type, long bits, @Nullable Object reference) {
    return switch (type.kind()) {
      case I32 -> (int) bits;
      case I64 -> bits;
      case F32 -> Float.intBitsToFloat((int) bits);
      case F64 -> Double.longBitsToDouble(bits);
      case V128, REF -> reference;
    };
  }
}
