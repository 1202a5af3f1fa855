package cairn.wasm;

import java.util.AbstractList;
import java.util.List;

/** A structure type: its fields. */
public final class StructType implements CompositeType {
  /** Codes of {@link ValueType}. */
  final int[] storage;

  final boolean[] mutable;

  /** A field without a default value, or -1. */
  final int notDefaultable;

  StructType(int[] storage, boolean[] mutable) {
    this.storage = storage;
    this.mutable = mutable;
    int found = -1;
    for (int field = 0; field < storage.length && found < 0; field++) {
      if (storage[field] >= 0 && (storage[field] & 1) == 0) found = field;
    }
    notDefaultable = found;
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
