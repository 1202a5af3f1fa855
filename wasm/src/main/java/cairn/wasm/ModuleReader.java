package cairn.wasm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Reads the sections of a module, one object for one module.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/modules.html">Modules</a>
 */
final class ModuleReader {
  private static final String[] SECTIONS = {
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
    "element",
    "code",
    "data",
    "data count",
    "tag"
  };

  /** Where each section stands in the order that they must have. */
  private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

  /** Which sections have constant expressions. */
  private static final boolean[] HAS_CONSTANTS = {
    false, false, false, false, true, false, true, false, false, true, false, true, false, false
  };

  final byte[] bytes;
  final TypeTable types = new TypeTable();
  final List<Import> imports = new ArrayList<>();
  final List<Export> exports = new ArrayList<>();
  OptionalInt start = OptionalInt.empty();
  int importedFunctions;
  final IntList functionTypes = new IntList();
  int[] bodyStarts = {};
  int[] bodyEnds = {};
  final List<TableType> tables = new ArrayList<>();
  final List<Optional<ConstantExpression>> tableInitialisers = new ArrayList<>();
  final List<MemoryType> memories = new ArrayList<>();
  final List<GlobalType> globals = new ArrayList<>();
  final List<ConstantExpression> globalInitialisers = new ArrayList<>();
  final List<Tag> tags = new ArrayList<>();
  final List<ElementSegment> elements = new ArrayList<>();
  final List<DataSegment> data = new ArrayList<>();
  OptionalInt dataCount = OptionalInt.empty();
  final BitSet declaredFunctions = new BitSet();
  Optional<ByteRange> names = Optional.empty();

  private final Steps steps;
  private ByteReader in;
  private ConstantValidator constants;

  ModuleReader(byte[] bytes, BooleanSupplier cancelled) {
    this.bytes = bytes;
    steps = new Steps(cancelled);
    in = new ByteReader(bytes, 0, bytes.length, "module", -1);
    constants = new ConstantValidator(this, in, steps);
  }

  WasmModule read() throws InvalidModuleException {
    if (bytes.length > Limits.MODULE_BYTES) {
      throw in.malformed(bytes.length + " bytes are more than the limit of " + Limits.MODULE_BYTES);
    }
    if (bytes.length < 4 || in.i32Bits() != 0x6d736100) {
      throw in.malformed("The first bytes are not those of a module: magic header not detected", 0);
    }
    if (bytes.length < 8 || in.i32Bits() != 1) {
      throw in.malformed("This is not version 1 of the binary format: unknown binary version", 4);
    }
    var module = new ByteReader(bytes, 8, bytes.length, "module", -1);
    int last = 0;
    int bodies = -1;
    while (!module.atEnd()) {
      steps.take();
      int at = module.position();
      int id = module.u8();
      if (id >= SECTIONS.length)
        throw module.malformed("There is no section " + id + ": malformed section id", at);
      int size = module.u32();
      if (size < 0 || size > module.remaining()) {
        throw module.malformed(
            "The "
                + SECTIONS[id]
                + " section of "
                + Integer.toUnsignedString(size)
                + " bytes, but "
                + module.remaining()
                + " are left: length out of bounds, unexpected end",
            at);
      }
      if (id != 0) {
        if (ORDER[id] <= last) {
          throw module.malformed(
              "The "
                  + SECTIONS[id]
                  + " section is out of order or not the only one: unexpected content after last section",
              at);
        }
        last = ORDER[id];
      }
      in =
          new ByteReader(
              bytes, module.position(), module.position() + size, SECTIONS[id] + " section", -1);
      if (HAS_CONSTANTS[id]) constants = new ConstantValidator(this, in, steps);
      if (id == 10) bodies = code();
      else section(id);
      if (!in.atEnd()) {
        throw in.malformed(
            in.remaining() + " bytes are left in the section: section size mismatch");
      }
      module.skip(size);
    }
    in = module;
    int declared = functionTypes.size() - importedFunctions;
    if (declared != Math.max(bodies, 0)) {
      throw in.malformed(
          declared
              + " functions and "
              + Math.max(bodies, 0)
              + " bodies: function and code section have inconsistent lengths");
    }
    if (dataCount.isPresent() && dataCount.getAsInt() != data.size()) {
      throw in.malformed(
          dataCount.getAsInt()
              + " data segments announced and "
              + data.size()
              + " there: data count and data section have inconsistent lengths");
    }
    return new WasmModule(this);
  }

  private void section(int id) throws InvalidModuleException {
    switch (id) {
      case 0 -> custom();
      case 1 -> types();
      case 2 -> imports();
      case 3 -> functions();
      case 4 -> tables();
      case 5 -> memories();
      case 6 -> globals();
      case 7 -> exports();
      case 8 -> start();
      case 9 -> elements();
      case 11 -> data();
      case 12 -> dataCount = OptionalInt.of(in.index("data segment"));
      case 13 -> tags();
      default -> throw new AssertionError(id);
    }
  }

  private void custom() throws InvalidModuleException {
    String name = in.name("name of a custom section");
    if (name.equals("name") && names.isEmpty()) {
      names = Optional.of(new ByteRange(in.position(), in.limit()));
    }
    in.skip(in.remaining());
  }

  private void types() throws InvalidModuleException {
    int count = in.count("types", Limits.TYPES);
    for (int group = 0; group < count; group++) {
      int begin = types.size();
      int at = in.position();
      if (in.peek() == 0x4e) {
        in.skip(1);
        int size = in.count("types of a recursion group", Limits.TYPES - begin);
        for (int type = 0; type < size; type++) subtype(begin, begin + size);
      } else {
        subtype(begin, begin + 1);
      }
      types.endGroup(begin);
      for (int type = begin; type < types.size(); type++) checkSupertype(type, at);
    }
  }

  private void subtype(int group, int known) throws InvalidModuleException {
    steps.take();
    if (types.size() >= Limits.TYPES) {
      throw in.malformed("There are more types than the limit of " + Limits.TYPES);
    }
    int parent = -1;
    boolean isFinal = true;
    int form = in.peek();
    if (form == 0x50 || form == 0x4f) {
      in.skip(1);
      isFinal = form == 0x4f;
      int supertypes = in.count("supertypes", 1);
      if (supertypes == 1) parent = in.index("type");
    }
    int at = in.position();
    CompositeType type =
        switch (in.u8()) {
          case 0x60 -> functionType(known);
          case 0x5f -> structType(known);
          case 0x5e -> {
            int storage = storage(known);
            yield new ArrayType(storage, mutability());
          }
          default ->
              throw in.malformed(
                  "This is no type: integer representation too long, malformed type", at);
        };
    if (parent >= types.size()) {
      throw in.malformed(
          "Type "
              + types.size()
              + " names "
              + parent
              + " its supertype, which comes later: unknown type",
          at);
    }
    if (parent >= 0 && types.depth(parent) >= Limits.SUBTYPE_DEPTH) {
      throw in.malformed(
          "Type " + types.size() + " has more supertypes than the limit of " + Limits.SUBTYPE_DEPTH,
          at);
    }
    types.add(type, parent, isFinal, group);
  }

  private void checkSupertype(int index, int at) throws InvalidModuleException {
    int parent = types.parent(index);
    if (parent < 0) return;
    if (types.isFinal(parent)) {
      throw in.malformed(
          "Type "
              + index
              + " names "
              + parent
              + " its supertype, which is final: sub type "
              + index
              + " does not match super type",
          at);
    }
    if (!types.matches(types.type(index), types.type(parent))) {
      throw in.malformed(
          "Type "
              + index
              + " is not a subtype of "
              + parent
              + " as it says: sub type "
              + index
              + " does not match super type",
          at);
    }
  }

  private FunctionType functionType(int known) throws InvalidModuleException {
    int[] parameters = valueTypes("parameters", Limits.PARAMETERS, known);
    int[] results = valueTypes("results", Limits.RESULTS, known);
    return parameters.length == 0 && results.length == 0
        ? FunctionType.EMPTY
        : new FunctionType(parameters, results);
  }

  private int[] valueTypes(String what, int most, int known) throws InvalidModuleException {
    int[] codes = new int[in.count(what, most)];
    steps.take(codes.length >> 2);
    for (int number = 0; number < codes.length; number++) codes[number] = in.valueType(known);
    return codes;
  }

  private StructType structType(int known) throws InvalidModuleException {
    int fields = in.count("fields", Limits.FIELDS);
    steps.take(fields >> 2);
    int[] storage = new int[fields];
    boolean[] mutable = new boolean[fields];
    for (int field = 0; field < fields; field++) {
      storage[field] = storage(known);
      mutable[field] = mutability();
    }
    return new StructType(storage, mutable);
  }

  private int storage(int known) throws InvalidModuleException {
    int code = in.peek();
    if (code == 0x78 || code == 0x77) {
      in.skip(1);
      return code == 0x78 ? ValueType.CODE_I8 : ValueType.CODE_I16;
    }
    return in.valueType(known);
  }

  private boolean mutability() throws InvalidModuleException {
    int at = in.position();
    int code = in.u8();
    if (code > 1) throw in.malformed("A mutability of " + code + ": malformed mutability", at);
    return code == 1;
  }

  private void imports() throws InvalidModuleException {
    int count = in.count("imports", Limits.IMPORTS);
    for (int number = 0; number < count; number++) {
      steps.take();
      String module = in.name("name of an import's module");
      String name = in.name("name of an import");
      int at = in.position();
      int kind = in.u8();
      int index =
          switch (kind) {
            case 0 -> {
              functionTypes.add(functionTypeIndex());
              yield importedFunctions++;
            }
            case 1 -> {
              tables.add(tableType());
              yield tables.size() - 1;
            }
            case 2 -> {
              memories.add(memoryType());
              yield memories.size() - 1;
            }
            case 3 -> {
              globals.add(globalType());
              yield globals.size() - 1;
            }
            case 4 -> {
              tags.add(tag());
              yield tags.size() - 1;
            }
            default ->
                throw in.malformed(
                    "There is no import of kind " + kind + ": malformed import kind", at);
          };
      imports.add(new Import(module, name, ExternalKind.of(kind), index));
    }
  }

  private int functionTypeIndex() throws InvalidModuleException {
    int at = in.position();
    int index = in.index("type");
    if (index >= types.size())
      throw in.malformed("There is no type " + index + ": unknown type", at);
    if (!(types.type(index) instanceof FunctionType)) {
      throw in.malformed("Type " + index + " is no function type: non-function type", at);
    }
    return index;
  }

  private void functions() throws InvalidModuleException {
    int count = in.count("functions", Limits.FUNCTIONS - importedFunctions);
    for (int number = 0; number < count; number++) {
      steps.take();
      functionTypes.add(functionTypeIndex());
    }
  }

  private TableType tableType() throws InvalidModuleException {
    ValueType element = ValueType.of(in.referenceType(types.size()));
    int at = in.position();
    int flags = in.u8();
    if ((flags & ~5) != 0)
      throw in.malformed("The flags " + flags + " of a table: malformed limits flags", at);
    boolean is64 = (flags & 4) != 0;
    long minimum = in.u64();
    OptionalLong maximum = (flags & 1) != 0 ? OptionalLong.of(in.u64()) : OptionalLong.empty();
    checkLimits("table", at, minimum, maximum, is64 ? -1 : 0xffffffffL);
    return new TableType(element, minimum, maximum, is64);
  }

  private void checkLimits(String what, int at, long minimum, OptionalLong maximum, long most)
      throws InvalidModuleException {
    long largest = maximum.orElse(minimum);
    if (Long.compareUnsigned(minimum, most) > 0 || Long.compareUnsigned(largest, most) > 0) {
      throw in.malformed(
          "A "
              + what
              + " of "
              + Long.toUnsignedString(Long.compareUnsigned(minimum, most) > 0 ? minimum : largest)
              + " is larger than a "
              + what
              + " may be, which is "
              + Long.toUnsignedString(most)
              + ": "
              + what
              + " size",
          at);
    }
    if (Long.compareUnsigned(minimum, largest) > 0) {
      throw in.malformed(
          "A "
              + what
              + " of at least "
              + Long.toUnsignedString(minimum)
              + " and at most "
              + Long.toUnsignedString(largest)
              + ": size minimum must not be greater than maximum",
          at);
    }
  }

  private MemoryType memoryType() throws InvalidModuleException {
    int at = in.position();
    int flags = in.u8();
    if ((flags & ~15) != 0)
      throw in.malformed("The flags " + flags + " of a memory: malformed limits flags", at);
    boolean shared = (flags & 2) != 0;
    boolean is64 = (flags & 4) != 0;
    long minimum = in.u64();
    OptionalLong maximum = (flags & 1) != 0 ? OptionalLong.of(in.u64()) : OptionalLong.empty();
    int pageSizeLog2 = 16;
    if ((flags & 8) != 0) {
      pageSizeLog2 = in.u32();
      if (pageSizeLog2 != 0 && pageSizeLog2 != 16) {
        throw in.malformed(
            "Pages of 2^"
                + Integer.toUnsignedString(pageSizeLog2)
                + " bytes: invalid custom page size",
            at);
      }
    }
    if (shared && maximum.isEmpty())
      throw in.malformed("A shared memory without a maximum: shared memory must have maximum", at);
    long most =
        is64 ? (pageSizeLog2 == 0 ? -1 : 1L << 48) : (pageSizeLog2 == 0 ? 0xffffffffL : 1L << 16);
    checkLimits("memory", at, minimum, maximum, most);
    return new MemoryType(minimum, maximum, is64, shared, pageSizeLog2);
  }

  private GlobalType globalType() throws InvalidModuleException {
    ValueType type = ValueType.of(in.valueType(types.size()));
    return new GlobalType(type, mutability());
  }

  private Tag tag() throws InvalidModuleException {
    int at = in.position();
    int attribute = in.u8();
    if (attribute != 0)
      throw in.malformed("A tag with the attribute " + attribute + ": malformed tag attribute", at);
    int type = functionTypeIndex();
    if (((FunctionType) types.type(type)).resultCount() != 0) {
      throw in.malformed("A tag whose type has results: non-empty tag result type", at);
    }
    return new Tag(type);
  }

  private void tables() throws InvalidModuleException {
    int count = in.count("tables", Limits.TABLES - tables.size());
    for (int number = 0; number < count; number++) {
      steps.take();
      int at = in.position();
      if (in.peek() == 0x40) {
        in.skip(1);
        if (in.u8() != 0) throw in.malformed("The byte behind 0x40 is not 0: malformed table", at);
        TableType type = tableType();
        tableInitialisers.add(Optional.of(constant(type.element().code())));
        tables.add(type);
      } else {
        TableType type = tableType();
        if (!type.element().nullable()) {
          throw in.malformed(
              "A table of " + type.element() + " without a first value: type mismatch", at);
        }
        tableInitialisers.add(Optional.empty());
        tables.add(type);
      }
    }
  }

  private void memories() throws InvalidModuleException {
    int count = in.count("memories", Limits.MEMORIES - memories.size());
    for (int number = 0; number < count; number++) memories.add(memoryType());
  }

  private void tags() throws InvalidModuleException {
    int count = in.count("tags", Limits.TAGS - tags.size());
    for (int number = 0; number < count; number++) {
      steps.take();
      tags.add(tag());
    }
  }

  private void globals() throws InvalidModuleException {
    int count = in.count("globals", Limits.GLOBALS - globals.size());
    for (int number = 0; number < count; number++) {
      GlobalType type = globalType();
      globalInitialisers.add(constant(type.type().code()));
      globals.add(type);
    }
  }

  private void exports() throws InvalidModuleException {
    int count = in.count("exports", Limits.EXPORTS);
    Set<String> names = new HashSet<>();
    for (int number = 0; number < count; number++) {
      steps.take();
      int at = in.position();
      String name = in.name("name of an export");
      int kind = in.u8();
      if (kind > 4)
        throw in.malformed("There is no export of kind " + kind + ": malformed export kind", at);
      ExternalKind what = ExternalKind.of(kind);
      int there =
          switch (what) {
            case FUNCTION -> functionTypes.size();
            case TABLE -> tables.size();
            case MEMORY -> memories.size();
            case GLOBAL -> globals.size();
            case TAG -> tags.size();
          };
      int index = in.index(what.toString());
      if (index >= there)
        throw in.malformed("There is no " + what + " " + index + ": unknown " + what, at);
      if (!names.add(name))
        throw in.malformed("Two exports have the same name: duplicate export name", at);
      if (what == ExternalKind.FUNCTION) declaredFunctions.set(index);
      exports.add(new Export(name, what, index));
    }
  }

  private int function() throws InvalidModuleException {
    int at = in.position();
    int index = in.index("function");
    if (index >= functionTypes.size())
      throw in.malformed("There is no function " + index + ": unknown function", at);
    return index;
  }

  private void start() throws InvalidModuleException {
    int at = in.position();
    int function = function();
    var type = (FunctionType) types.type(functionTypes.get(function));
    if (type.parameterCount() + type.resultCount() != 0) {
      throw in.malformed(
          "The start function takes "
              + type.parameters()
              + " and gives "
              + type.results()
              + ": start function",
          at);
    }
    start = OptionalInt.of(function);
  }

  private void elements() throws InvalidModuleException {
    int count = in.count("element segments", Limits.ELEMENT_SEGMENTS);
    for (int number = 0; number < count; number++) {
      steps.take();
      elements.add(element());
    }
  }

  private ElementSegment element() throws InvalidModuleException {
    int at = in.position();
    int flags = in.u32();
    if ((flags & ~7) != 0) {
      throw in.malformed(
          "The flags "
              + Integer.toUnsignedString(flags)
              + " of an element segment: malformed elements segment kind",
          at);
    }
    boolean expressions = (flags & 4) != 0;
    SegmentMode mode =
        (flags & 1) == 0
            ? SegmentMode.ACTIVE
            : (flags & 2) == 0 ? SegmentMode.PASSIVE : SegmentMode.DECLARATIVE;
    int table = 0;
    Optional<ConstantExpression> offset = Optional.empty();
    if (mode == SegmentMode.ACTIVE) {
      table = (flags & 2) != 0 ? in.index("table") : 0;
      if (table >= tables.size())
        throw in.malformed("There is no table " + table + ": unknown table", at);
      offset =
          Optional.of(constant(tables.get(table).is64() ? ValueType.CODE_I64 : ValueType.CODE_I32));
    }
    int type = ValueType.FUNCREF.code();
    if (!expressions) type = ValueType.reference(HeapType.Abstract.FUNC, false).code();
    if ((flags & 3) != 0) {
      if (expressions) type = in.referenceType(types.size());
      else if (in.u8() != 0)
        throw in.malformed("An element segment of an unknown kind: malformed element kind", at);
    }
    if (mode == SegmentMode.ACTIVE && !types.isSubtype(type, tables.get(table).element().code())) {
      throw in.malformed(
          "Elements of "
              + ValueType.text(type)
              + " for a table of "
              + tables.get(table).element()
              + ": type mismatch",
          at);
    }
    int size = in.count("elements", Limits.ELEMENTS);
    int[] items = new int[expressions ? size + 1 : size];
    for (int item = 0; item < size; item++) {
      if (expressions) {
        items[item] = in.position();
        constant(type);
      } else {
        steps.take();
        items[item] = function();
        declaredFunctions.set(items[item]);
      }
    }
    if (expressions) items[size] = in.position();
    return new ElementSegment(mode, table, offset, ValueType.of(type), expressions, items);
  }

  private int code() throws InvalidModuleException {
    int count = in.count("bodies", Limits.FUNCTIONS);
    bodyStarts = new int[count];
    bodyEnds = new int[count];
    for (int number = 0; number < count; number++) {
      steps.take();
      int at = in.position();
      int size = in.u32();
      if (size < 0 || size > Limits.BODY_BYTES) {
        throw in.malformed(
            "A body of "
                + Integer.toUnsignedString(size)
                + " bytes is larger than the limit of "
                + Limits.BODY_BYTES,
            at);
      }
      bodyStarts[number] = in.position();
      in.skip(size);
      bodyEnds[number] = in.position();
    }
    return count;
  }

  private void data() throws InvalidModuleException {
    int count = in.count("data segments", Limits.DATA_SEGMENTS);
    for (int number = 0; number < count; number++) {
      steps.take();
      int at = in.position();
      int flags = in.u32();
      if (flags < 0 || flags > 2) {
        throw in.malformed(
            "The flags "
                + Integer.toUnsignedString(flags)
                + " of a data segment: malformed data segment kind",
            at);
      }
      int memory = flags == 2 ? in.index("memory") : 0;
      Optional<ConstantExpression> offset = Optional.empty();
      if (flags != 1) {
        if (memory >= memories.size())
          throw in.malformed("There is no memory " + memory + ": unknown memory", at);
        offset =
            Optional.of(
                constant(memories.get(memory).is64() ? ValueType.CODE_I64 : ValueType.CODE_I32));
      }
      int size = in.count("bytes of data", Integer.MAX_VALUE);
      var range = new ByteRange(in.position(), in.position() + size);
      in.skip(size);
      data.add(
          new DataSegment(
              flags == 1 ? SegmentMode.PASSIVE : SegmentMode.ACTIVE, memory, offset, range));
    }
  }

  /** Reads a constant expression that must give a value of a type. */
  private ConstantExpression constant(int type) throws InvalidModuleException {
    int begin = in.position();
    constants.validate(type);
    return new ConstantExpression(begin, in.position());
  }
}
