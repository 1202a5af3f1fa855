package cairn.wasm;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * A module: what its sections say. Indices count imports first. Functions stay ranges of its bytes,
 * which {@link FunctionValidator} validates one by one. Does not change; any thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/syntax/modules.html">Modules</a>
 */
public final class WasmModule {
  private final byte[] bytes;
  private final TypeTable types;
  private final List<Import> imports;
  private final List<Export> exports;
  private final OptionalInt start;
  private final int importedFunctions;
  private final int[] functionTypes;
  private final int[] bodyStarts;
  private final int[] bodyEnds;
  private final List<TableType> tables;
  private final List<Optional<ConstantExpression>> tableInitialisers;
  private final List<MemoryType> memories;
  private final List<GlobalType> globals;
  private final List<ConstantExpression> globalInitialisers;
  private final List<Tag> tags;
  private final List<ElementSegment> elements;
  private final List<DataSegment> data;
  private final boolean hasDataCount;
  private final BitSet declaredFunctions;
  private final Optional<ByteRange> names;

  WasmModule(ModuleParts read) {
    bytes = read.bytes;
    types = read.types;
    imports = List.copyOf(read.imports);
    exports = List.copyOf(read.exports);
    start = read.start;
    importedFunctions = read.importedFunctions;
    functionTypes = read.functionTypes.toArray();
    bodyStarts = read.bodyStarts;
    bodyEnds = read.bodyEnds;
    tables = List.copyOf(read.tables);
    tableInitialisers = List.copyOf(read.tableInitialisers);
    memories = List.copyOf(read.memories);
    globals = List.copyOf(read.globals);
    globalInitialisers = List.copyOf(read.globalInitialisers);
    tags = List.copyOf(read.tags);
    elements = List.copyOf(read.elements);
    data = List.copyOf(read.data);
    hasDataCount = read.dataCount.isPresent();
    declaredFunctions = read.declaredFunctions;
    names = read.names;
  }

  /**
   * Reads a module and validates all of it but the bodies of its functions.
   *
   * @param bytes the module, which keeps the array: it must not be written any more
   * @param cancelled asked every few thousand steps; once it says so, reading ends with {@link
   *     java.util.concurrent.CancellationException}
   * @throws InvalidModuleException when it is no valid module
   */
  public static WasmModule read(byte[] bytes, BooleanSupplier cancelled)
      throws InvalidModuleException {
    return new ModuleReader(bytes, cancelled).read();
  }

  /** All its bytes: the array itself, which must not be written. */
  public byte[] bytes() {
    return bytes;
  }

  TypeTable types() {
    return types;
  }

  /** The number of types. */
  public int typeCount() {
    return types.size();
  }

  /** What a type is made of. */
  public CompositeType type(int index) {
    return types.type(index);
  }

  /**
   * A type that is a function's.
   *
   * @throws IllegalArgumentException when it is none
   */
  public FunctionType functionType(int index) {
    if (types.type(index) instanceof FunctionType type) return type;
    throw new IllegalArgumentException("type " + index + " is no function type");
  }

  /**
   * A number that two types of this module share just when they are equivalent: the least index.
   */
  public int canonicalType(int index) {
    return types.canonical(index);
  }

  /** What identifies a type in whatever module defines it. */
  public TypeIdentity typeIdentity(int index) {
    return types.identity(index);
  }

  /** The type that a type declares itself a subtype of. */
  public OptionalInt superType(int index) {
    int parent = types.parent(index);
    return parent < 0 ? OptionalInt.empty() : OptionalInt.of(parent);
  }

  /** Whether no type may be declared a subtype of this one. */
  public boolean isFinal(int index) {
    return types.isFinal(index);
  }

  /** The number of functions that are imported. */
  public int importedFunctions() {
    return importedFunctions;
  }

  /** The number of functions, imported ones included. */
  public int functions() {
    return functionTypes.length;
  }

  /** The index of a function's type. */
  public int functionTypeIndex(int function) {
    return functionTypes[function];
  }

  /** Offset of the body of a function that is not imported: its local declarations. */
  public int bodyStart(int function) {
    return bodyStarts[function - importedFunctions];
  }

  /** Offset behind the body of a function that is not imported. */
  public int bodyEnd(int function) {
    return bodyEnds[function - importedFunctions];
  }

  /** The imports, in their order. */
  public List<Import> imports() {
    return imports;
  }

  /** The exports, in their order; each name once. */
  public List<Export> exports() {
    return exports;
  }

  /** The function that is called when the module has been instantiated. */
  public OptionalInt start() {
    return start;
  }

  /** The tables, imported ones first. */
  public List<TableType> tables() {
    return tables;
  }

  /** The elements' first value, for a table that has one and is not imported. */
  public Optional<ConstantExpression> tableInitialiser(int table) {
    int own = table - (tables.size() - tableInitialisers.size());
    return own < 0 ? Optional.empty() : tableInitialisers.get(own);
  }

  /** The memories, imported ones first. */
  public List<MemoryType> memories() {
    return memories;
  }

  /** The global variables, imported ones first. */
  public List<GlobalType> globals() {
    return globals;
  }

  /** The number of globals that are imported. */
  public int importedGlobals() {
    return globals.size() - globalInitialisers.size();
  }

  /** The first value of a global that is not imported. */
  public ConstantExpression globalInitialiser(int global) {
    return globalInitialisers.get(global - importedGlobals());
  }

  /** The tags of exceptions, imported ones first. */
  public List<Tag> tags() {
    return tags;
  }

  /** The element segments. */
  public List<ElementSegment> elements() {
    return elements;
  }

  /** The data segments. */
  public List<DataSegment> data() {
    return data;
  }

  /** Whether there is a data count section, which instructions on data segments ask for. */
  boolean hasDataCount() {
    return hasDataCount;
  }

  /** Whether a function occurs outside of bodies and the start, so that ref.func may name it. */
  public boolean isDeclared(int function) {
    return declaredFunctions.get(function);
  }

  /** Where the content of the custom section "name" is, when there is one. */
  public Optional<ByteRange> names() {
    return names;
  }

  /** A part of its bytes, copied. */
  public byte[] copy(ByteRange range) {
    return Arrays.copyOfRange(bytes, range.start(), range.end());
  }
}
