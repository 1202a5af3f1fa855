package cairn.wasm;

/**
 * The type of a structure's field or of an array's elements.
 *
 * @param type what is read and written; i32 for the packed ones
 * @param packing how many bits of it are kept
 * @param mutable whether it may be written
 */
public record FieldType(ValueType type, Packing packing, boolean mutable) {
  /** How much of a value a field keeps. */
  public enum Packing {
    /** All of it. */
    NONE,
    /** Its low 8 bits. */
    I8,
    /** Its low 16 bits. */
    I16
  }

  /** Of the code of a storage type. */
  static FieldType of(int storage, boolean mutable) {
    return switch (storage) {
      case ValueType.CODE_I8 -> new FieldType(ValueType.I32, Packing.I8, mutable);
      case ValueType.CODE_I16 -> new FieldType(ValueType.I32, Packing.I16, mutable);
      default -> new FieldType(ValueType.of(storage), Packing.NONE, mutable);
    };
  }

  /** Whether a new one can be had without a value: all but references that may not be null. */
  public boolean isDefaultable() {
    return !type.isReference() || type.nullable();
  }
}
