package cairn.wasm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of a module, with their recursion groups. Filled while the type section is read, then
 * unchanged.
 *
 * <p>Two types are equivalent when they stand at the same place of equivalent groups. As each group
 * refers to earlier groups and to itself only, it is enough to write each one down with the types
 * it refers to replaced: those of earlier groups by their canonical number, its own by their place.
 * Equal texts are equivalent groups, so one hash table suffices and nothing recurses.
 *
 * @see <a href="https://webassembly.github.io/spec/core/valid/conventions.html#types">Types</a>
 */
final class TypeTable {
  private final List<CompositeType> types = new ArrayList<>();
  private final IntList parents = new IntList();
  private final IntList canonical = new IntList();
  private final IntList groupStarts = new IntList();
  private final java.util.BitSet open = new java.util.BitSet();
  private final Map<List<Integer>, Integer> groups = new HashMap<>();

  int size() {
    return types.size();
  }

  CompositeType type(int index) {
    return types.get(index);
  }

  /** The index of the declared supertype, or -1. */
  int parent(int index) {
    return parents.get(index);
  }

  boolean isFinal(int index) {
    return !open.get(index);
  }

  int canonical(int index) {
    return canonical.get(index);
  }

  int groupStart(int index) {
    return groupStarts.get(index);
  }

  void add(CompositeType type, int parent, boolean isFinal, int groupStart) {
    open.set(types.size(), !isFinal);
    types.add(type);
    parents.add(parent);
    groupStarts.add(groupStart);
    canonical.add(types.size() - 1);
  }

  /** Ends the recursion group that began at an index: gives its types their canonical numbers. */
  void endGroup(int start) {
    var key = new ArrayList<Integer>();
    for (int index = start; index < types.size(); index++) {
      key.add(open.get(index) ? 1 : 0);
      int parent = parents.get(index);
      key.add(
          parent < 0
              ? -1
              : relative(ValueType.referenceCode(parent + ValueType.CONCRETE, false), start));
      switch (types.get(index)) {
        case FunctionType function -> {
          key.add(0);
          key.add(function.parameters.length);
          for (int type : function.parameters) key.add(relative(type, start));
          key.add(function.results.length);
          for (int type : function.results) key.add(relative(type, start));
        }
        case StructType struct -> {
          key.add(1);
          key.add(struct.storage.length);
          for (int field = 0; field < struct.storage.length; field++) {
            key.add(relative(struct.storage[field], start));
            key.add(struct.mutable[field] ? 1 : 0);
          }
        }
        case ArrayType array -> {
          key.add(2);
          key.add(relative(array.storage, start));
          key.add(array.mutable ? 1 : 0);
        }
      }
    }
    Integer equal = groups.putIfAbsent(key, start);
    if (equal == null) return;
    for (int index = start; index < types.size(); index++)
      canonical.set(index, equal + index - start);
  }

  /** A type's code, the same in equivalent groups. */
  private int relative(int code, int start) {
    int heap = code >> 1;
    if (code < 0 || heap < ValueType.CONCRETE) return code;
    int index = heap - ValueType.CONCRETE;
    if (index < start) {
      return ValueType.referenceCode(canonical(index) + ValueType.CONCRETE, (code & 1) != 0);
    }
    return Integer.MIN_VALUE + ValueType.referenceCode(index - start, (code & 1) != 0);
  }
}
