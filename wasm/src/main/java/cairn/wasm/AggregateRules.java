package cairn.wasm;

import cairn.wasm.OperandStack.TypeMismatch;

/**
 * The rules of references, structures and arrays.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/valid/instructions.html#reference-instructions">
 *     Reference Instructions</a>
 */
final class AggregateRules {
  private static final int EQREF = ValueType.reference(HeapType.Abstract.EQ, true).code();
  private static final int ARRAYREF = ValueType.reference(HeapType.Abstract.ARRAY, true).code();
  private static final int I31REF = ValueType.reference(HeapType.Abstract.I31, true).code();
  private static final int I31 = ValueType.reference(HeapType.Abstract.I31, false).code();

  private final TypeTable types;
  private final InstructionReader in;
  private final OperandStack operands;

  AggregateRules(TypeTable types, InstructionReader in, OperandStack operands) {
    this.types = types;
    this.in = in;
    this.operands = operands;
  }

  void apply(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode) {
      case REF_NULL -> operands.push(in.toTypeCode());
      case REF_IS_NULL -> {
        reference();
        operands.push(ValueType.CODE_I32);
      }
      case REF_AS_NON_NULL -> operands.push(withNullability(reference(), false));
      case REF_EQ -> {
        operands.pop(EQREF);
        operands.pop(EQREF);
        operands.push(ValueType.CODE_I32);
      }
      case REF_TEST, REF_TEST_NULL -> {
        operands.pop(ValueType.referenceCode(types.top(in.toTypeCode() >> 1), true));
        operands.push(ValueType.CODE_I32);
      }
      case REF_CAST, REF_CAST_NULL -> {
        operands.pop(ValueType.referenceCode(types.top(in.toTypeCode() >> 1), true));
        operands.push(in.toTypeCode());
      }
      case ANY_CONVERT_EXTERN -> convert(HeapType.Abstract.EXTERN, HeapType.Abstract.ANY);
      case EXTERN_CONVERT_ANY -> convert(HeapType.Abstract.ANY, HeapType.Abstract.EXTERN);
      case REF_I31 -> {
        operands.pop(ValueType.CODE_I32);
        operands.push(I31);
      }
      case I31_GET_S, I31_GET_U -> {
        operands.pop(I31REF);
        operands.push(ValueType.CODE_I32);
      }
      case STRUCT_NEW -> {
        StructType struct = struct();
        for (int field = struct.storage.length - 1; field >= 0; field--) {
          if (operands.isExhausted()) break; // unreachable code has any number of them
          operands.pop(unpacked(struct.storage[field]));
        }
        operands.push(reference(in.index(), false));
      }
      case STRUCT_NEW_DEFAULT -> {
        StructType struct = struct();
        if (struct.notDefaultable >= 0) checkDefault(struct.storage[struct.notDefaultable]);
        operands.push(reference(in.index(), false));
      }
      case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> {
        int storage = struct().storage[field()];
        checkPacking(opcode == Opcode.STRUCT_GET, storage);
        operands.pop(reference(in.index(), true));
        operands.push(unpacked(storage));
      }
      case STRUCT_SET -> {
        StructType struct = struct();
        if (!struct.mutable[field()]) {
          throw in.invalid(
              "Field "
                  + in.secondIndex()
                  + " of type "
                  + in.index()
                  + " cannot be written: immutable field");
        }
        operands.pop(unpacked(struct.storage[in.secondIndex()]));
        operands.pop(reference(in.index(), true));
      }
      default -> applyToArrays(opcode);
    }
  }

  private void applyToArrays(Opcode opcode) throws InvalidModuleException, TypeMismatch {
    switch (opcode) {
      case ARRAY_NEW -> {
        ArrayType array = array(in.index());
        operands.pop(ValueType.CODE_I32);
        operands.pop(unpacked(array.storage));
        operands.push(reference(in.index(), false));
      }
      case ARRAY_NEW_DEFAULT -> {
        checkDefault(array(in.index()).storage);
        operands.pop(ValueType.CODE_I32);
        operands.push(reference(in.index(), false));
      }
      case ARRAY_NEW_FIXED -> {
        int type = unpacked(array(in.index()).storage);
        for (int element = in.secondIndex(); element > 0; element--) {
          if (operands.isExhausted()) break; // unreachable code has any number of them
          operands.pop(type);
        }
        operands.push(reference(in.index(), false));
      }
      case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> {
        ArrayType array = array(in.index());
        checkPacking(opcode == Opcode.ARRAY_GET, array.storage);
        operands.pop(ValueType.CODE_I32);
        operands.pop(reference(in.index(), true));
        operands.push(unpacked(array.storage));
      }
      case ARRAY_SET -> {
        ArrayType array = mutableArray(in.index());
        operands.pop(unpacked(array.storage));
        operands.pop(ValueType.CODE_I32);
        operands.pop(reference(in.index(), true));
      }
      case ARRAY_LEN -> {
        operands.pop(ARRAYREF);
        operands.push(ValueType.CODE_I32);
      }
      case ARRAY_FILL -> {
        ArrayType array = mutableArray(in.index());
        operands.pop(ValueType.CODE_I32);
        operands.pop(unpacked(array.storage));
        operands.pop(ValueType.CODE_I32);
        operands.pop(reference(in.index(), true));
      }
      case ARRAY_COPY -> {
        ArrayType to = mutableArray(in.index());
        ArrayType from = array(in.secondIndex());
        if (!types.isSubtype(from.storage, to.storage)) {
          throw in.invalid(
              "Elements of "
                  + ValueType.text(from.storage)
                  + " are copied to "
                  + ValueType.text(to.storage)
                  + ": array types do not match");
        }
        operands.pop(ValueType.CODE_I32);
        operands.pop(ValueType.CODE_I32);
        operands.pop(reference(in.secondIndex(), true));
        operands.pop(ValueType.CODE_I32);
        operands.pop(reference(in.index(), true));
      }
      default -> throw new AssertionError(opcode);
    }
  }

  static int reference(int type, boolean nullable) {
    return ValueType.referenceCode(type + ValueType.CONCRETE, nullable);
  }

  /** Pops a reference of any type. */
  private int reference() throws TypeMismatch {
    int type = operands.pop();
    if (type < 0 && type != ValueType.CODE_BOTTOM) {
      throw new TypeMismatch("a reference is expected, " + ValueType.text(type) + " found");
    }
    return type;
  }

  private static int withNullability(int type, boolean nullable) {
    int heap = type == ValueType.CODE_BOTTOM ? ValueType.HEAP_BOTTOM : type >> 1;
    return ValueType.referenceCode(heap, nullable);
  }

  private void convert(HeapType.Abstract from, HeapType.Abstract to) throws TypeMismatch {
    int type = operands.pop(ValueType.reference(from, true).code());
    boolean nullable = type != ValueType.CODE_BOTTOM && (type & 1) != 0;
    operands.push(ValueType.reference(to, nullable).code());
  }

  private StructType struct() throws InvalidModuleException {
    if (type(in.index()) instanceof StructType struct) return struct;
    throw in.invalid("Type " + in.index() + " is no structure type: type mismatch");
  }

  private CompositeType type(int index) throws InvalidModuleException {
    if (index >= types.size()) throw in.invalid("There is no type " + index + ": unknown type");
    return types.type(index);
  }

  ArrayType array(int index) throws InvalidModuleException {
    if (type(index) instanceof ArrayType array) return array;
    throw in.invalid("Type " + index + " is no array type: type mismatch");
  }

  ArrayType mutableArray(int index) throws InvalidModuleException {
    ArrayType array = array(index);
    if (!array.mutable)
      throw in.invalid("Arrays of type " + index + " cannot be written: immutable array");
    return array;
  }

  private int field() throws InvalidModuleException {
    int field = in.secondIndex();
    int fields = struct().storage.length;
    if (field >= fields)
      throw in.invalid("There is no field " + field + " among " + fields + ": unknown field");
    return field;
  }

  private static int unpacked(int storage) {
    return isPacked(storage) ? ValueType.CODE_I32 : storage;
  }

  private static boolean isPacked(int storage) {
    return storage == ValueType.CODE_I8 || storage == ValueType.CODE_I16;
  }

  private void checkPacking(boolean plain, int storage) throws InvalidModuleException {
    if (plain == isPacked(storage)) {
      throw in.invalid(
          in.opcode().mnemonic()
              + " of "
              + ValueType.text(storage)
              + (plain ? ": field is packed" : ": field is unpacked"));
    }
  }

  private void checkDefault(int storage) throws InvalidModuleException {
    if (storage >= 0 && (storage & 1) == 0) {
      throw in.invalid(
          ValueType.text(storage) + " has no default value: field type is not defaultable");
    }
  }
}
