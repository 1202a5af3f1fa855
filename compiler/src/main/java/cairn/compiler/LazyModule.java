package cairn.compiler;

import cairn.compiler.runtime.Elements;
import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.Global;
import cairn.compiler.runtime.GlobalFields;
import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.InstanceParts;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemoryLimiter;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.Table;
import cairn.compiler.runtime.TagInstance;
import cairn.wasm.ArrayType;
import cairn.wasm.ConstantExpression;
import cairn.wasm.DataSegment;
import cairn.wasm.ElementSegment;
import cairn.wasm.Export;
import cairn.wasm.ExternalKind;
import cairn.wasm.FunctionValidator;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.MemoryType;
import cairn.wasm.SegmentMode;
import cairn.wasm.StructType;
import cairn.wasm.TableType;
import cairn.wasm.ValueType;
import cairn.wasm.WasmModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * A module whose functions are compiled when they are first called. Its classes hold no state of an
 * instance: instances share them, and what the JIT compiler makes of them. They are unloaded when
 * this object and all instances are unreachable.
 *
 * <p>Safe for any thread.
 */
public final class LazyModule {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private final WasmModule module;
  private final TypeClasses types;
  private final ModuleLayout layout;
  private final ModuleClassLoader loader;
  private final CompilerStatistics statistics = new CompilerStatistics();
  private final Class<?> instanceClass;
  private final GlobalFields globalFields;
  private final Map<String, Integer> exportedFunctions = new HashMap<>();
  private final int transfer;

  private LazyModule(WasmModule module, CompilerOptions options, TypeClasses types) {
    this.module = module;
    this.types = types;
    layout = new ModuleLayout(module, types, options.canonicalNans());
    loader = new ModuleClassLoader(layout, new FunctionCompiler(layout, options, statistics));
    instanceClass = load(Names.binary(Names.OWN_INSTANCE));
    globalFields = GlobalFields.of(instanceClass, layout.globals(), new Globals());
    for (Export export : module.exports()) {
      if (export.kind() == ExternalKind.FUNCTION) {
        exportedFunctions.put(export.name(), export.index());
      }
    }
    transfer = layout.transfer();
  }

  private final class Globals implements GlobalFields.Layout {
    @Override
    public ValueType.Kind kind(int global) {
      return module.globals().get(global).type().kind();
    }

    @Override
    public boolean isForeign(int global) {
      return layout.isForeign(global);
    }

    @Override
    public @Nullable String field(int global) {
      return layout.isField(global) ? InstanceClass.field(global) : null;
    }
  }

  /**
   * Prepares a module; compiles nothing yet.
   *
   * @throws InvalidModuleException if the options ask for validation and a function is invalid
   * @throws UnsupportedFeatureException if the module declares what is not compiled
   */
  public static LazyModule of(WasmModule module, CompilerOptions options)
      throws InvalidModuleException {
    return of(module, options, new TypeClasses());
  }

  /** The same for a module whose instances are linked with those of others. */
  public static LazyModule of(WasmModule module, CompilerOptions options, TypeClasses types)
      throws InvalidModuleException {
    for (int type = 0; type < module.typeCount(); type++) {
      switch (module.type(type)) {
        case StructType struct -> throw garbageCollection("struct", type);
        case ArrayType array -> throw garbageCollection("array", type);
        case cairn.wasm.FunctionType function -> {}
      }
    }
    if (options.validateEagerly()) {
      for (int function = module.importedFunctions(); function < module.functions(); function++) {
        FunctionValidator.validate(module, function, () -> false);
      }
    }
    return new LazyModule(module, options, types);
  }

  private static UnsupportedFeatureException garbageCollection(String what, int type) {
    return new UnsupportedFeatureException(
        "garbage collection",
        "The module's type %d is a %s of garbage collection, which is not supported."
            .formatted(type, what));
  }

  /** What it was made of. */
  public WasmModule module() {
    return module;
  }

  /** What was compiled so far. */
  public CompilerStatistics statistics() {
    return statistics;
  }

  // ---- instances

  /**
   * Makes an instance and, unless the options say otherwise, runs its start function.
   *
   * @throws LinkException if an import is missing or of another type
   * @throws cairn.compiler.runtime.Trap if a segment does not fit, or the start function traps
   * @throws cairn.compiler.runtime.MemoryUnavailableException if a memory or table is refused
   */
  public Instance instantiate(Imports imports, InstanceOptions options) throws LinkException {
    var linker = new Linker(module, types);
    linker.link(imports);
    Instance instance = construct(linker, options);
    var evaluator = new ConstantEvaluator(module, instance);
    initialiseGlobals(instance, linker, evaluator);
    initialiseTables(instance, linker, evaluator);
    initialiseElements(instance, evaluator, options.memory().limiter());
    initialiseData(instance, evaluator, options.activeData());
    OptionalInt start = module.start();
    if (start.isPresent() && options.runsStart()) instance.invoke(start.getAsInt());
    return instance;
  }

  private Instance construct(Linker linker, InstanceOptions options) {
    MemorySettings settings = options.memory();
    List<MemoryType> memories = module.memories();
    for (int i = linker.memories.size(); i < memories.size(); i++) {
      Optional<Memory> shared = options.memory(i);
      linker.memories.add(
          shared.isPresent() ? shared.get() : Memory.create(memories.get(i), settings));
    }
    List<TableType> tables = module.tables();
    for (int i = linker.tables.size(); i < tables.size(); i++) {
      TableType type = tables.get(i);
      linker.tables.add(
          Table.create(type, Linker.identity(module, type.element()), settings.limiter()));
    }
    for (int i = linker.tags.size(); i < module.tags().size(); i++) {
      int type = module.tags().get(i).typeIndex();
      linker.tags.add(new TagInstance(module.functionType(type), module.typeIdentity(type)));
    }
    var elements = new Elements[module.elements().size()];
    java.util.Arrays.fill(elements, Elements.NONE);
    var parts =
        new InstanceParts(
            this::reference,
            exportedFunctions,
            linker.functions.toArray(FunctionReference[]::new),
            linker.memories.toArray(Memory[]::new),
            linker.tables.toArray(Table[]::new),
            linker.tags.toArray(TagInstance[]::new),
            linker.globals.toArray(Global[]::new),
            globalFields,
            transfer,
            module.bytes(),
            dataSegments(),
            elements,
            options.stackBytes(),
            options.poll(),
            (instance, function) ->
                options.compilation().compile(instance, () -> loader.prepare(function)));
    try {
      return (Instance) instanceClass.getConstructor(InstanceParts.class).newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private int[] dataSegments() {
    List<DataSegment> data = module.data();
    var segments = new int[data.size() * 2];
    for (int i = 0; i < data.size(); i++) {
      segments[i * 2] = data.get(i).bytes().start();
      segments[i * 2 + 1] = data.get(i).bytes().length();
    }
    return segments;
  }

  private void initialiseGlobals(Instance instance, Linker linker, ConstantEvaluator evaluator) {
    for (int i = 0; i < layout.globals(); i++) {
      if (layout.isForeign(i)) continue;
      boolean imported = i < linker.globals.size();
      ConstantEvaluator.Value value =
          imported
              ? valueOf(linker.globals.get(i))
              : evaluator.evaluate(module.globalInitialiser(i));
      if (layout.global(i).isObject()) instance.setGlobalReference(i, value.reference());
      else instance.setGlobalBits(i, value.bits());
    }
  }

  private static ConstantEvaluator.Value valueOf(Global global) {
    return switch (global.type().type().kind()) {
      case I32, I64, F32, F64 -> ConstantEvaluator.Value.number(global.bits());
      case V128, REF -> ConstantEvaluator.Value.reference(global.reference());
    };
  }

  private void initialiseTables(Instance instance, Linker linker, ConstantEvaluator evaluator) {
    for (int i = 0; i < linker.tables.size(); i++) {
      Optional<ConstantExpression> initialiser = module.tableInitialiser(i);
      if (initialiser.isEmpty()) continue;
      Table table = instance.table(i);
      table.fill(0, evaluator.evaluate(initialiser.get()).reference(), table.size(), instance);
    }
  }

  private void initialiseElements(
      Instance instance, ConstantEvaluator evaluator, MemoryLimiter limiter) {
    List<ElementSegment> segments = module.elements();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).mode() != SegmentMode.DECLARATIVE) {
        instance.setElements(i, elements(segments.get(i), evaluator, limiter));
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      ElementSegment segment = segments.get(i);
      if (segment.mode() != SegmentMode.ACTIVE) continue;
      boolean wide = layout.isTable64(segment.table());
      long offset = offset(segment.offset(), wide, evaluator);
      instance.tableInit(segment.table(), i, offset, 0, segment.size());
      instance.dropElements(i);
    }
  }

  private static Elements elements(
      ElementSegment segment, ConstantEvaluator evaluator, MemoryLimiter limiter) {
    if (!segment.hasExpressions()) return Elements.ofFunctions(segment.functions());
    Elements.charge(segment.size(), limiter);
    var functions = new int[segment.size()];
    var values = new @Nullable Object[functions.length];
    for (int i = 0; i < functions.length; i++) {
      int function = evaluator.functionOf(segment.expression(i));
      functions[i] = function;
      if (function < 0) values[i] = evaluator.evaluate(segment.expression(i)).reference();
    }
    return Elements.of(functions, values);
  }

  private void initialiseData(Instance instance, ConstantEvaluator evaluator, boolean copies) {
    List<DataSegment> segments = module.data();
    for (int i = 0; i < segments.size(); i++) {
      DataSegment segment = segments.get(i);
      if (segment.mode() != SegmentMode.ACTIVE) continue;
      boolean wide = layout.memory(segment.memory()).is64();
      if (copies) {
        long offset = offset(segment.offset(), wide, evaluator);
        instance.memoryInit(segment.memory(), i, offset, 0, segment.bytes().length());
      }
      instance.dropData(i);
    }
  }

  private static long offset(
      Optional<ConstantExpression> expression, boolean wide, ConstantEvaluator evaluator) {
    long bits = evaluator.evaluate(expression.orElseThrow()).bits();
    return wide ? bits : bits & 0xffffffffL;
  }

  /** What an instance of this module exports by a name. */
  public Optional<External> export(Instance instance, String name) {
    for (Export export : module.exports()) {
      if (export.name().equals(name)) return Optional.of(external(instance, export));
    }
    return Optional.empty();
  }

  private External external(Instance instance, Export export) {
    int index = export.index();
    return switch (export.kind()) {
      case FUNCTION -> new External.Function(instance.function(index));
      case MEMORY -> new External.Memory(instance.memory(index));
      case TABLE -> new External.Table(instance.table(index));
      case TAG -> new External.Tag(instance.tag(index));
      case GLOBAL ->
          new External.Global(
              index < module.importedGlobals()
                  ? instance.importedGlobal(index)
                  : Global.of(
                      instance,
                      index,
                      module.globals().get(index),
                      Linker.identity(module, module.globals().get(index).type())));
    };
  }

  // ---- classes

  private FunctionReference reference(int function) {
    Class<?> type = load(Names.binary(Names.function(function)));
    try {
      return (FunctionReference) UNSAFE.allocateInstance(type);
    } catch (InstantiationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Class<?> load(String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The function that a stack frame of the JVM is a call of; empty for other frames. Every call of
   * a function has one such frame.
   */
  public static OptionalInt functionOf(StackTraceElement frame) {
    return functionOf(frame.getClassName(), frame.getMethodName());
  }

  /** The same for the names of the frame's class and method. */
  public static OptionalInt functionOf(String name, String method) {
    boolean counts = method.equals(Names.CALL) || method.equals(Names.RESUME);
    if (!counts || !name.startsWith(Names.PACKAGE + "F")) return OptionalInt.empty();
    try {
      return OptionalInt.of(Integer.parseInt(name.substring(Names.PACKAGE.length() + 1)));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
