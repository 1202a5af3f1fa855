package cairn.wasm;

/** An array type: the type of its elements. */
public final class ArrayType implements CompositeType {
  /** A code of {@link ValueType}. */
  final int storage;

  final boolean mutable;

  ArrayType(int storage, boolean mutable) {
    this.storage = storage;
    this.mutable = mutable;
  }

  /** The type of the elements. */
  public FieldType element() {
    return FieldType.of(storage, mutable);
  }
}
