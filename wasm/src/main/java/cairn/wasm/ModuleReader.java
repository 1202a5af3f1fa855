package cairn.wasm;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final ModuleParts module;
  private final byte[] bytes;
  private final Steps steps;

  /** The section that is being read, and what reads parts of it. */
  private ByteReader in;

  private ExternalTypeReader external;
  private ConstantValidator constants;

  /** The number of bodies; functions without any need no code section. */
  private int bodies;

  ModuleReader(byte[] bytes, BooleanSupplier cancelled) {
    this.bytes = bytes;
    module = new ModuleParts(bytes);
    steps = new Steps(cancelled);
    in = new ByteReader(bytes, 0, bytes.length, "module", -1);
    external = new ExternalTypeReader(in, module.types);
    constants = new ConstantValidator(module, in, steps);
  }

  WasmModule read() throws InvalidModuleException {
    if (bytes.length > Limits.MODULE_BYTES) {
      throw in.malformed(bytes.length + " bytes are more than the limit of " + Limits.MODULE_BYTES);
    }
    if (bytes.length == 0) throw in.malformed("It is empty: magic header not detected", 0);
    if (bytes.length < 4 || in.i32Bits() != 0x6d736100) {
      throw in.malformed("The first bytes are not those of a module: magic header not detected", 0);
    }
    int version = bytes.length < 8 ? 0 : in.i32Bits();
    if ((version >>> 16) == 1) {
      throw in.malformed(
          "It is a component, not a module; components (WASI 0.2 and later) do not run here yet: unknown binary version",
          4);
    }
    if (version != 1) {
      throw in.malformed("This is not version 1 of the binary format: unknown binary version", 4);
    }
    var sections = new ByteReader(bytes, 8, bytes.length, "module", -1);
    int last = 0;
    while (!sections.atEnd()) {
      steps.take();
      int at = sections.position();
      int id = sections.u8();
      if (id >= SECTIONS.length)
        throw sections.malformed("There is no section " + id + ": malformed section id", at);
      int size = sections.u32();
      if (size < 0 || size > sections.remaining()) {
        throw sections.malformed(
            "The "
                + SECTIONS[id]
                + " section of "
                + Integer.toUnsignedString(size)
                + " bytes, but "
                + sections.remaining()
                + " are left: length out of bounds, unexpected end",
            at);
      }
      if (id != 0) {
        if (ORDER[id] <= last) {
          throw sections.malformed(
              "The "
                  + SECTIONS[id]
                  + " section is out of order or not the only one: unexpected content after last section",
              at);
        }
        last = ORDER[id];
      }
      begin(id, sections.position(), size);
      section(id);
      if (!in.atEnd()) {
        throw in.malformed(
            in.remaining() + " bytes are left in the section: section size mismatch");
      }
      sections.skip(size);
    }
    in = sections;
    int declared = module.functionTypes.size() - module.importedFunctions;
    if (declared != bodies) {
      throw in.malformed(
          declared
              + " functions and "
              + bodies
              + " bodies: function and code section have inconsistent lengths");
    }
    if (module.dataCount.isPresent() && module.dataCount.getAsInt() != module.data.size()) {
      throw in.malformed(
          module.dataCount.getAsInt()
              + " data segments announced and "
              + module.data.size()
              + " there: data count and data section have inconsistent lengths");
    }
    return new WasmModule(module);
  }

  private void begin(int id, int start, int size) {
    in = new ByteReader(bytes, start, start + size, SECTIONS[id] + " section", -1);
    if (id == 0) return;
    external = new ExternalTypeReader(in, module.types);
    constants = new ConstantValidator(module, in, steps);
  }

  private void section(int id) throws InvalidModuleException {
    switch (id) {
      case 0 -> custom();
      case 1 -> new TypeSectionReader(in, module.types, steps).read();
      case 2 -> imports();
      case 3 -> functions();
      case 4 -> tables();
      case 5 -> memories();
      case 6 -> globals();
      case 7 -> exports();
      case 8 -> start();
      case 9 -> new SegmentReader(in, module, constants, steps).elements();
      case 10 -> code();
      case 11 -> new SegmentReader(in, module, constants, steps).data();
      case 12 -> module.dataCount = OptionalInt.of(in.index("data segment"));
      case 13 -> tags();
      default -> throw new AssertionError(id);
    }
  }

  private void custom() throws InvalidModuleException {
    String name = in.name("name of a custom section");
    if (name.equals("name") && module.names.isEmpty()) {
      module.names = Optional.of(new ByteRange(in.position(), in.limit()));
    }
    in.skip(in.remaining());
  }

  private void imports() throws InvalidModuleException {
    int count = in.count("imports", Limits.IMPORTS);
    for (int number = 0; number < count; number++) {
      steps.take();
      String from = in.name("name of an import's module");
      String name = in.name("name of an import");
      int at = in.position();
      int kind = in.u8();
      int index =
          switch (kind) {
            case 0 -> {
              module.functionTypes.add(external.functionTypeIndex());
              yield module.importedFunctions++;
            }
            case 1 -> {
              module.tables.add(external.tableType());
              yield module.tables.size() - 1;
            }
            case 2 -> {
              module.memories.add(external.memoryType());
              yield module.memories.size() - 1;
            }
            case 3 -> {
              module.globals.add(external.globalType());
              yield module.globals.size() - 1;
            }
            case 4 -> {
              module.tags.add(external.tag());
              yield module.tags.size() - 1;
            }
            default ->
                throw in.malformed(
                    "There is no import of kind " + kind + ": malformed import kind", at);
          };
      module.imports.add(new Import(from, name, ExternalKind.of(kind), index));
    }
  }

  private void functions() throws InvalidModuleException {
    int count = in.count("functions", Limits.FUNCTIONS - module.importedFunctions);
    for (int number = 0; number < count; number++) {
      steps.take();
      module.functionTypes.add(external.functionTypeIndex());
    }
  }

  private void tables() throws InvalidModuleException {
    int count = in.count("tables", Limits.TABLES - module.tables.size());
    for (int number = 0; number < count; number++) {
      steps.take();
      int at = in.position();
      if (in.peek() == 0x40) {
        in.skip(1);
        if (in.u8() != 0) throw in.malformed("The byte behind 0x40 is not 0: malformed table", at);
        TableType type = external.tableType();
        module.tableInitialisers.add(Optional.of(constants.read(type.element().code())));
        module.tables.add(type);
      } else {
        TableType type = external.tableType();
        if (!type.element().nullable()) {
          throw in.malformed(
              "A table of " + type.element() + " without a first value: type mismatch", at);
        }
        module.tableInitialisers.add(Optional.empty());
        module.tables.add(type);
      }
    }
  }

  private void memories() throws InvalidModuleException {
    int count = in.count("memories", Limits.MEMORIES - module.memories.size());
    for (int number = 0; number < count; number++) module.memories.add(external.memoryType());
  }

  private void tags() throws InvalidModuleException {
    int count = in.count("tags", Limits.TAGS - module.tags.size());
    for (int number = 0; number < count; number++) {
      steps.take();
      module.tags.add(external.tag());
    }
  }

  private void globals() throws InvalidModuleException {
    int count = in.count("globals", Limits.GLOBALS - module.globals.size());
    for (int number = 0; number < count; number++) {
      GlobalType type = external.globalType();
      module.globalInitialisers.add(constants.read(type.type().code()));
      module.globals.add(type);
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
            case FUNCTION -> module.functionTypes.size();
            case TABLE -> module.tables.size();
            case MEMORY -> module.memories.size();
            case GLOBAL -> module.globals.size();
            case TAG -> module.tags.size();
          };
      int index = in.index(what.toString());
      if (index >= there)
        throw in.malformed("There is no " + what + " " + index + ": unknown " + what, at);
      if (!names.add(name))
        throw in.malformed("Two exports have the same name: duplicate export name", at);
      if (what == ExternalKind.FUNCTION) module.declaredFunctions.set(index);
      module.exports.add(new Export(name, what, index));
    }
  }

  private void start() throws InvalidModuleException {
    int at = in.position();
    int function = in.function(module.functionTypes.size());
    var type = (FunctionType) module.types.type(module.functionTypes.get(function));
    if (type.parameterCount() + type.resultCount() != 0) {
      throw in.malformed(
          "The start function takes "
              + type.parameters()
              + " and gives "
              + type.results()
              + ": start function",
          at);
    }
    module.start = OptionalInt.of(function);
  }

  private void code() throws InvalidModuleException {
    bodies = in.count("bodies", Limits.FUNCTIONS);
    module.bodyStarts = new int[bodies];
    module.bodyEnds = new int[bodies];
    for (int number = 0; number < bodies; number++) {
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
      module.bodyStarts[number] = in.position();
      in.skip(size);
      module.bodyEnds[number] = in.position();
    }
  }
}
