package cairn.wasm;

import java.util.AbstractList;
import java.util.List;

/** A structure type: its fields. */
public final class StructType implements CompositeType {
  /** Codes of {@link ValueType}. */
  final int[] storage;

  final boolean[] mutable;

  StructType(int[] storage, boolean[] mutable) {
    this.storage = storage;
    this.mutable = mutable;
  }

  /** The number of fields. */
  public int fieldCount() {
    return storage.length;
  }

  /** One field. */
  public FieldType field(int index) {
    return FieldType.of(storage[index], mutable[index]);
  }

  /** A view of the fields. */
  public List<FieldType> fields() {
    return new AbstractList<>() {
      @Override
      public FieldType get(int index) {
        return field(index);
      }

      @Override
      public int size() {
        return storage.length;
      }
    };
  }
}
