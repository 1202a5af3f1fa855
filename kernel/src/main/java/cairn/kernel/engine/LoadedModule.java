package cairn.kernel.engine;

import cairn.compiler.LazyModule;
import cairn.kernel.LoadFault;
import cairn.registry.Payload;
import cairn.wasm.ExternalKind;
import cairn.wasm.FunctionType;
import cairn.wasm.MemoryType;
import cairn.wasm.ValueType;
import cairn.wasm.WasmModule;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A program that was read: its sections are known, its functions are compiled when they are first
 * called. Shared by all processes that run it; safe for any thread.
 *
 * @param module the sections, and the bytes
 * @param code the functions that were compiled until now
 * @param entry the index of {@code _start}, or of what stands for it
 * @param initializer what is called before the entry, if it is not {@code _start}
 * @param labels what its functions are called
 */
record LoadedModule(
    WasmModule module, LazyModule code, int entry, OptionalInt initializer, FunctionLabels labels)
    implements Programs.Weighed {
  private static final String START = "_start";

  /** The default export of a module that has no {@code _start}: its reactor's command. */
  private static final String DEFAULT = "";

  private static final String INITIALIZE = "_initialize";
  private static final FunctionType NO_VALUES = FunctionType.of(List.of(), List.of());
  private static final String THREAD_START = "wasi_thread_start";

  /** Bytes of heap that each of these takes beside the bytes of the module, rounded up. */
  private static final int PER_FUNCTION = 24;

  private static final int PER_ENTRY = 160;

  static LoadedModule of(WasmModule module, LazyModule code, int entry) {
    var exported = new HashMap<Integer, String>();
    for (var export : module.exports())
      if (export.kind() == ExternalKind.FUNCTION)
        exported.putIfAbsent(export.index(), export.name());
    var names =
        module
            .names()
            .map(
                range ->
                    FunctionNames.in(
                        Payload.owning(module.bytes()).slice(range.start(), range.end())))
            .map(FunctionNames::new)
            .orElse(FunctionNames.NONE);
    return new LoadedModule(
        module,
        code,
        entry,
        exported(module, START, NO_VALUES).isPresent()
            ? OptionalInt.empty()
            : exported(module, INITIALIZE, NO_VALUES),
        new FunctionLabels(module.importedFunctions(), names, exported));
  }

  @Override
  public long heap() {
    return heap(module);
  }

  /** Bytes of heap that a module takes while it is loaded, without the code that is compiled. */
  static long heap(WasmModule module) {
    long entries =
        (long) module.imports().size()
            + module.exports().size()
            + module.typeCount()
            + module.globals().size()
            + module.elements().size()
            + module.data().size();
    long elements = 0;
    for (var segment : module.elements()) elements += segment.size();
    return module.bytes().length
        + (long) PER_FUNCTION * module.functions()
        + PER_ENTRY * entries
        + Integer.BYTES * elements;
  }

  /** Bytes of all memories at first, own and imported. */
  static long minimumMemory(WasmModule module) {
    long bytes = 0;
    for (var memory : module.memories()) bytes = saturatedSum(bytes, minimum(memory));
    return bytes;
  }

  private static long minimum(MemoryType memory) {
    int log2 = memory.pageSizeLog2();
    return memory.minimum() < 0 || memory.minimum() > Long.MAX_VALUE >> log2
        ? Long.MAX_VALUE
        : memory.minimum() << log2;
  }

  private static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** What it imports. */
  List<Engine.Import> imports() {
    return module.imports().stream()
        .map(each -> new Engine.Import(each.module(), each.name(), kind(each.kind())))
        .toList();
  }

  private static String kind(ExternalKind kind) {
    return kind == ExternalKind.FUNCTION ? "func" : kind.toString();
  }

  /**
   * The index of {@code _start}, if the module exports such a function without parameters; if it
   * exports nothing of that name, of such a function without a name, which is called after {@code
   * _initialize}.
   */
  static OptionalInt entry(WasmModule module) {
    boolean named = module.exports().stream().anyMatch(export -> export.name().equals(START));
    return exported(module, named ? START : DEFAULT, NO_VALUES);
  }

  /** Why a module without that has no {@link #entry}. */
  static LoadFault withoutEntry(WasmModule module) {
    for (var export : module.exports()) {
      if (!export.name().equals(START)) continue;
      if (export.kind() != ExternalKind.FUNCTION)
        return new LoadFault.WrongStart("it is a " + export.kind());
      if (export.index() < module.importedFunctions())
        return new LoadFault.WrongStart("it is a function that the program imports");
      return new LoadFault.WrongStart(
          "it is a function of "
              + words(typeOf(module, export.index()))
              + ", and has to be one of () -> ()");
    }
    return new LoadFault.ALibrary();
  }

  /** The index of {@code wasi_thread_start}, if the module exports it with its two parameters. */
  OptionalInt threadEntry() {
    return exported(
        module, THREAD_START, FunctionType.of(List.of(ValueType.I32, ValueType.I32), List.of()));
  }

  private static OptionalInt exported(WasmModule module, String name, FunctionType type) {
    for (var export : module.exports())
      if (export.name().equals(name)
          && export.kind() == ExternalKind.FUNCTION
          && export.index() >= module.importedFunctions()
          && typeOf(module, export.index()).equals(type)) return OptionalInt.of(export.index());
    return OptionalInt.empty();
  }

  static FunctionType typeOf(WasmModule module, int function) {
    return module.functionType(module.functionTypeIndex(function));
  }

  /** A type for people: {@code (i32, i64) -> (i32)}. */
  static String words(FunctionType type) {
    return words(type.parameters()) + " -> " + words(type.results());
  }

  private static String words(List<ValueType> types) {
    return "("
        + String.join(
            ", ", types.stream().map(type -> type.toString().toLowerCase(Locale.ROOT)).toList())
        + ")";
  }

  /** The memory that the first memory instructions use, if there is one. */
  Optional<MemoryType> firstMemory() {
    return module.memories().stream().findFirst();
  }
}
