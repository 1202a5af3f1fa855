package cairn.wasm;

import java.util.OptionalLong;

/**
 * Reads the types of what can be imported and exported: functions, tables, memories, globals, tags.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/types.html#external-types">External
 *     Types</a>
 */
final class ExternalTypeReader {
  private final ByteReader in;
  private final TypeTable types;

  ExternalTypeReader(ByteReader section, TypeTable types) {
    this.in = section;
    this.types = types;
  }

  int functionTypeIndex() throws InvalidModuleException {
    int at = in.position();
    int index = in.index("type");
    if (index >= types.size())
      throw in.malformed("There is no type " + index + ": unknown type", at);
    if (!(types.type(index) instanceof FunctionType)) {
      throw in.malformed("Type " + index + " is no function type: non-function type", at);
    }
    return index;
  }

  TableType tableType() throws InvalidModuleException {
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

  MemoryType memoryType() throws InvalidModuleException {
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

  GlobalType globalType() throws InvalidModuleException {
    ValueType type = ValueType.of(in.valueType(types.size()));
    return new GlobalType(type, in.mutability());
  }

  Tag tag() throws InvalidModuleException {
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
}
