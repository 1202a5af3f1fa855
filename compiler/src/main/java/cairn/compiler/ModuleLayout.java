package cairn.compiler;

import cairn.wasm.GlobalType;
import cairn.wasm.MemoryType;
import cairn.wasm.TableType;
import cairn.wasm.WasmModule;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How a module's types, functions and globals are laid out on the JVM. Does not change but for a
 * cache; any thread.
 */
final class ModuleLayout {
  /** Own globals with lower numbers are fields; a class may not have as many as a module may. */
  private static final int GLOBAL_FIELDS = 10_000;

  final WasmModule module;
  final TypeClasses types;
  final boolean canonicalNans;
  private final List<GlobalType> globals;
  private final List<MemoryType> memories;
  private final List<TableType> tables;
  private final AtomicReferenceArray<Signature> signatures;

  ModuleLayout(WasmModule module, TypeClasses types, boolean canonicalNans) {
    this.module = module;
    this.types = types;
    this.canonicalNans = canonicalNans;
    globals = module.globals();
    memories = module.memories();
    tables = module.tables();
    signatures = new AtomicReferenceArray<>(module.typeCount());
  }

  /** How functions of a type are called. */
  Signature signature(int type) {
    Signature known = signatures.get(type);
    if (known != null) return known;
    Signature made = Signature.of(module.functionType(type));
    signatures.set(type, made);
    return made;
  }

  /** How a function is called. */
  Signature signatureOf(int function) {
    return signature(module.functionTypeIndex(function));
  }

  /** The class of references to functions of a type. */
  ClassDesc typeClass(int type) {
    return Names.type(types.number(module, type));
  }

  MemoryType memory(int index) {
    return memories.get(index);
  }

  /** Whether the table's indices are i64. */
  boolean isTable64(int index) {
    return tables.get(index).is64();
  }

  int globals() {
    return globals.size();
  }

  JvmType global(int index) {
    return JvmType.of(globals.get(index).type());
  }

  /** Whether the global is a variable of another instance or of the embedder. */
  boolean isForeign(int global) {
    return global < module.importedGlobals() && globals.get(global).mutable();
  }

  /** Whether the global is a field of the generated class of the instance. */
  boolean isField(int global) {
    return global < GLOBAL_FIELDS && !isForeign(global);
  }

  /** The most places of transfer arrays that a type needs. */
  int transfer() {
    int most = 1;
    for (int type = 0; type < module.typeCount(); type++) {
      if (module.type(type) instanceof cairn.wasm.FunctionType function) {
        most = Math.max(most, Math.max(function.parameterCount(), function.resultCount()));
      }
    }
    return most;
  }
}
