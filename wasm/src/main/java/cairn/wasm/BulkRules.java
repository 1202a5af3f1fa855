package cairn.wasm;

import cairn.wasm.OperandStack.TypeMismatch;

/**
 * The rules of instructions that copy between tables, memories and arrays or take from segments.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/instructions.html#table-instructions">
 *     Table Instructions</a>
 */
final class BulkRules {
  private final WasmModule module;
  private final TypeTable types;
  private final InstructionReader in;
  private final OperandStack operands;
  private final AggregateRules arrays;

  BulkRules(WasmModule module, InstructionReader in, OperandStack operands, AggregateRules arrays) {
    this.module = module;
    this.types = module.types();
    this.in = in;
    this.operands = operands;
    this.arrays = arrays;
  }

  void apply(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode) {
      case ARRAY_NEW_DATA -> {
        ArrayType array = arrays.array(in.index());
        checkNumbers(array);
        dataSegment(in.secondIndex());
        operands.pop(ValueType.CODE_I32);
        operands.pop(ValueType.CODE_I32);
        operands.push(AggregateRules.reference(in.index(), false));
      }
      case ARRAY_NEW_ELEM -> {
        checkElements(arrays.array(in.index()));
        operands.pop(ValueType.CODE_I32);
        operands.pop(ValueType.CODE_I32);
        operands.push(AggregateRules.reference(in.index(), false));
      }
      case ARRAY_INIT_DATA -> {
        checkNumbers(arrays.mutableArray(in.index()));
        dataSegment(in.secondIndex());
        initialise();
      }
      case ARRAY_INIT_ELEM -> {
        checkElements(arrays.mutableArray(in.index()));
        initialise();
      }
      case TABLE_COPY -> tableCopy();
      case TABLE_INIT -> tableInit();
      case ELEM_DROP -> elementSegment(in.index());
      case MEMORY_COPY -> memoryCopy();
      case MEMORY_INIT -> memoryInit();
      case DATA_DROP -> dataSegment(in.index());
      default -> throw new AssertionError(opcode);
    }
  }

  private void initialise() throws TypeMismatch {
    operands.pop(ValueType.CODE_I32);
    operands.pop(ValueType.CODE_I32);
    operands.pop(ValueType.CODE_I32);
    operands.pop(AggregateRules.reference(in.index(), true));
  }

  private void checkNumbers(ArrayType array) throws InvalidModuleException {
    if (array.storage >= 0) {
      throw in.invalid(
          "Elements of "
              + ValueType.text(array.storage)
              + " cannot be read from data: array type is not numeric or vector");
    }
  }

  private void checkElements(ArrayType array) throws InvalidModuleException, TypeMismatch {
    ElementSegment segment = elementSegment(in.secondIndex());
    if (!types.isSubtype(segment.type().code(), array.storage)) {
      throw new TypeMismatch(
          "elements of " + segment.type() + " for an array of " + ValueType.text(array.storage));
    }
  }

  /** Checks that a data segment exists and that a data count section announced it. */
  void dataSegment(int index) throws InvalidModuleException {
    if (!module.hasDataCount()) {
      throw in.invalid(
          "An instruction names a data segment without a data count section: data count section required");
    }
    if (index >= module.data().size()) {
      throw in.invalid("There is no data segment " + index + ": unknown data segment");
    }
  }

  private void tableCopy() throws InvalidModuleException, TypeMismatch {
    TableType to = table(in.index());
    TableType from = table(in.secondIndex());
    if (!types.isSubtype(from.element().code(), to.element().code())) {
      throw new TypeMismatch("elements of " + from.element() + " are copied to " + to.element());
    }
    operands.pop(to.is64() && from.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32);
    operands.pop(address(from));
    operands.pop(address(to));
  }

  private ElementSegment elementSegment(int index) throws InvalidModuleException {
    if (index >= module.elements().size())
      throw in.invalid("There is no element segment " + index + ": unknown elem segment");
    return module.elements().get(index);
  }

  private void tableInit() throws InvalidModuleException, TypeMismatch {
    TableType table = table(in.secondIndex());
    ElementSegment segment = elementSegment(in.index());
    if (!types.isSubtype(segment.type().code(), table.element().code())) {
      throw new TypeMismatch("elements of " + segment.type() + " are copied to " + table.element());
    }
    operands.pop(ValueType.CODE_I32);
    operands.pop(ValueType.CODE_I32);
    operands.pop(address(table));
  }

  private void memoryCopy() throws InvalidModuleException, TypeMismatch {
    MemoryType to = memory(in.index());
    MemoryType from = memory(in.secondIndex());
    operands.pop(to.is64() && from.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32);
    operands.pop(address(from));
    operands.pop(address(to));
  }

  private void memoryInit() throws InvalidModuleException, TypeMismatch {
    int address = address(memory(in.secondIndex()));
    dataSegment(in.index());
    operands.pop(ValueType.CODE_I32);
    operands.pop(ValueType.CODE_I32);
    operands.pop(address);
  }

  private TableType table(int index) throws InvalidModuleException {
    if (index >= module.tables().size())
      throw in.invalid("There is no table " + index + ": unknown table");
    return module.tables().get(index);
  }

  private MemoryType memory(int index) throws InvalidModuleException {
    if (index >= module.memories().size())
      throw in.invalid("There is no memory " + index + ": unknown memory");
    return module.memories().get(index);
  }

  private static int address(TableType table) {
    return table.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32;
  }

  private static int address(MemoryType memory) {
    return memory.is64() ? ValueType.CODE_I64 : ValueType.CODE_I32;
  }
}
