package cairn.wasm;

import java.util.Optional;

/**
 * Reads element and data segments.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/binary/modules.html#element-section">Element
 *     Section</a>
 */
final class SegmentReader {
  private final ByteReader in;
  private final ModuleParts module;
  private final ConstantValidator constants;
  private final Steps steps;

  SegmentReader(ByteReader section, ModuleParts module, ConstantValidator constants, Steps steps) {
    this.in = section;
    this.module = module;
    this.constants = constants;
    this.steps = steps;
  }

  void elements() throws InvalidModuleException {
    int count = in.count("element segments", Limits.ELEMENT_SEGMENTS);
    for (int number = 0; number < count; number++) {
      steps.take();
      module.elements.add(element());
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
      if (table >= module.tables.size())
        throw in.malformed("There is no table " + table + ": unknown table", at);
      offset =
          Optional.of(
              constants.read(
                  module.tables.get(table).is64() ? ValueType.CODE_I64 : ValueType.CODE_I32));
    }
    int type = ValueType.FUNCREF.code();
    if (!expressions) type = ValueType.reference(HeapType.Abstract.FUNC, false).code();
    if ((flags & 3) != 0) {
      if (expressions) type = in.referenceType(module.types.size());
      else if (in.u8() != 0)
        throw in.malformed("An element segment of an unknown kind: malformed element kind", at);
    }
    if (mode == SegmentMode.ACTIVE
        && !module.types.isSubtype(type, module.tables.get(table).element().code())) {
      throw in.malformed(
          "Elements of "
              + ValueType.text(type)
              + " for a table of "
              + module.tables.get(table).element()
              + ": type mismatch",
          at);
    }
    int size = in.count("elements", Limits.ELEMENTS);
    int[] items = new int[expressions ? size + 1 : size];
    for (int item = 0; item < size; item++) {
      if (expressions) {
        items[item] = in.position();
        constants.read(type);
      } else {
        steps.take();
        items[item] = in.function(module.functionTypes.size());
        module.declaredFunctions.set(items[item]);
      }
    }
    if (expressions) items[size] = in.position();
    return new ElementSegment(mode, table, offset, ValueType.of(type), expressions, items);
  }

  void data() throws InvalidModuleException {
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
        if (memory >= module.memories.size())
          throw in.malformed("There is no memory " + memory + ": unknown memory", at);
        offset =
            Optional.of(
                constants.read(
                    module.memories.get(memory).is64() ? ValueType.CODE_I64 : ValueType.CODE_I32));
      }
      int size = in.count("bytes of data", Integer.MAX_VALUE);
      var range = new ByteRange(in.position(), in.position() + size);
      in.skip(size);
      module.data.add(
          new DataSegment(
              flags == 1 ? SegmentMode.PASSIVE : SegmentMode.ACTIVE, memory, offset, range));
    }
  }
}
