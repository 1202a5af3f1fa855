package cairn.compiler;

import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.Global;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.Table;
import cairn.compiler.runtime.TagInstance;
import cairn.wasm.FunctionType;
import cairn.wasm.GlobalType;
import cairn.wasm.HeapType;
import cairn.wasm.Import;
import cairn.wasm.MemoryType;
import cairn.wasm.TableType;
import cairn.wasm.ValueType;
import cairn.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds what a module imports and checks its types.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/matching.html#external-types">Matching of
 *     external types</a>
 */
final class Linker {
  private final WasmModule module;
  private final TypeClasses types;
  final List<FunctionReference> functions = new ArrayList<>();
  final List<Memory> memories = new ArrayList<>();
  final List<Table> tables = new ArrayList<>();
  final List<Global> globals = new ArrayList<>();
  final List<TagInstance> tags = new ArrayList<>();

  Linker(WasmModule module, TypeClasses types) {
    this.module = module;
    this.types = types;
  }

  void link(Imports imports) throws LinkException {
    for (Import wanted : module.imports()) {
      External found =
          imports
              .find(wanted)
              .orElseThrow(() -> new LinkException("unknown import: nothing is " + name(wanted)));
      link(wanted, found);
    }
  }

  private static String name(Import wanted) {
    return wanted.kind() + " \"" + wanted.module() + "\" \"" + wanted.name() + "\"";
  }

  private void link(Import wanted, External found) throws LinkException {
    boolean matches =
        switch (wanted.kind()) {
          case FUNCTION -> linkFunction(wanted.index(), found);
          case MEMORY ->
              found instanceof External.Memory(Memory memory)
                  && matches(memory, module.memories().get(wanted.index()))
                  && memories.add(memory);
          case TABLE ->
              found instanceof External.Table(Table table)
                  && matches(table, module.tables().get(wanted.index()))
                  && tables.add(table);
          case GLOBAL ->
              found instanceof External.Global(Global global)
                  && matches(global, module.globals().get(wanted.index()))
                  && globals.add(global);
          case TAG ->
              found instanceof External.Tag(TagInstance tag)
                  && tag.typeIdentity()
                      .equals(module.typeIdentity(module.tags().get(wanted.index()).typeIndex()))
                  && tags.add(tag);
        };
    if (!matches) {
      throw new LinkException("incompatible import type: " + name(wanted) + " is of another type");
    }
  }

  private boolean linkFunction(int index, External found) {
    int type = module.functionTypeIndex(index);
    FunctionType wanted = module.functionType(type);
    return switch (found) {
      case External.Host(var function) ->
          Signature.of(wanted).isOfNumbers() && functions.add(types.wrap(function, module, type));
      case External.GeneralHost(FunctionType given, var function) ->
          given.equals(wanted) && functions.add(types.wrapGeneral(function, module, type));
      case External.Function(FunctionReference reference) ->
          types.typeClass(module, type).isInstance(reference) && functions.add(reference);
      case External.Memory m -> false;
      case External.Table t -> false;
      case External.Global g -> false;
      case External.Tag t -> false;
    };
  }

  private static boolean matches(Memory given, MemoryType wanted) {
    MemoryType type = given.type();
    return type.is64() == wanted.is64()
        && type.shared() == wanted.shared()
        && type.pageSizeLog2() == wanted.pageSizeLog2()
        && isWithin(given.pages(), type.maximum(), wanted.minimum(), wanted.maximum());
  }

  private boolean matches(Table given, TableType wanted) {
    return given.type().is64() == wanted.is64()
        && given.typeIdentity().equals(identity(module, wanted.element()))
        && isWithin(given.size(), given.type().maximum(), wanted.minimum(), wanted.maximum());
  }

  private boolean matches(Global given, GlobalType wanted) {
    if (given.type().mutable() != wanted.mutable()) return false;
    ValueIdentity identity = identity(module, wanted.type());
    return wanted.mutable()
        ? given.typeIdentity().equals(identity)
        : given.typeIdentity() instanceof ValueIdentity value && value.isSubtypeOf(identity);
  }

  private static boolean isWithin(
      long size, OptionalLong maximum, long wantedMinimum, OptionalLong wantedMaximum) {
    if (Long.compareUnsigned(size, wantedMinimum) < 0) return false;
    if (wantedMaximum.isEmpty()) return true;
    return maximum.isPresent()
        && Long.compareUnsigned(maximum.getAsLong(), wantedMaximum.getAsLong()) <= 0;
  }

  /** What identifies a type of values in whatever module. */
  static ValueIdentity identity(WasmModule module, ValueType type) {
    if (!type.isReference()) return new ValueIdentity(type.kind(), false, type.kind());
    Object heap =
        switch (type.heapType()) {
          case HeapType.Abstract each -> each;
          case HeapType.Concrete(int index) -> module.typeIdentity(index);
        };
    return new ValueIdentity(type.kind(), type.nullable(), heap);
  }
}
