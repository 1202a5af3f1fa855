package cairn.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The types of a module, with their recursion groups. Filled while the type section is read, then
 * unchanged.
 *
 * <p>Two types are equivalent when they stand at the same place of equivalent groups. As each group
 * refers to earlier groups and to itself only, it is enough to write each one down with the types
 * it refers to replaced: those of earlier groups by the digest of their group, its own by their
 * place. Equal texts are equivalent groups, in this module and across modules, so digests stand for
 * them ({@link GroupDigest}), one hash table suffices and nothing recurses.
 *
 * @see <a href="https://webassembly.github.io/spec/core/valid/conventions.html#types">Types</a>
 */
final class TypeTable {
  private final List<CompositeType> types = new ArrayList<>();
  private final BitSet open = new BitSet();

  /** For each type: the index of its declared supertype or -1. */
  private final IntList parents = new IntList();

  /** For each type: how many declared supertypes it has. */
  private final IntList depths = new IntList();

  /** For each type: the least index of an equivalent one. */
  private final IntList canonical = new IntList();

  /** For each type: the index of the first type of its group. */
  private final IntList groupStarts = new IntList();

  /** For each type: the digest of its group if it is the first of one unlike those before. */
  private final List<Optional<GroupDigest>> digests = new ArrayList<>();

  /** The first types of groups that differ, plus 1, at a place that follows from their digest. */
  private int[] groups = new int[64];

  private int groupCount;
  private final GroupDigest.Writer out = new GroupDigest.Writer();

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

  int depth(int index) {
    return depths.get(index);
  }

  boolean isFinal(int index) {
    return !open.get(index);
  }

  int canonical(int index) {
    return canonical.get(index);
  }

  /** What identifies a type across modules. */
  TypeIdentity identity(int index) {
    int first = canonical(index);
    int parent = parent(first);
    GroupDigest digest = digest(groupStarts.get(first));
    int place = first - groupStarts.get(first);
    // No deeper than the limit of supertypes.
    return new TypeIdentity(
        digest, place, kind(first), parent < 0 ? Optional.empty() : Optional.of(identity(parent)));
  }

  private GroupDigest digest(int groupStart) {
    return digests.get(groupStart).orElseThrow();
  }

  /** Adds a type to the group that began at an index; its parent is one of those before it. */
  void add(CompositeType type, int parent, boolean isFinal, int groupStart) {
    open.set(types.size(), !isFinal);
    canonical.add(types.size());
    types.add(type);
    parents.add(parent);
    depths.add(parent < 0 ? 0 : depths.get(parent) + 1);
    groupStarts.add(groupStart);
    digests.add(Optional.empty());
  }

  /** Ends the recursion group that began at an index: gives its types their canonical numbers. */
  void endGroup(int start) {
    if (start == size()) return;
    write(start);
    GroupDigest digest = out.digest();
    int place = find(digest);
    if (groups[place] == 0) {
      groups[place] = start + 1;
      digests.set(start, Optional.of(digest));
      if (++groupCount > groups.length / 2) grow();
      return;
    }
    int equal = groups[place] - 1;
    for (int index = start; index < size(); index++) {
      int first = equal + index - start;
      canonical.set(index, first);
      types.set(index, types.get(first)); // equal, and large ones need not be kept twice
    }
  }

  /** Where a group of a digest stands in the table, or would. Digests are spread evenly. */
  private int find(GroupDigest digest) {
    int at = (int) digest.first() & (groups.length - 1);
    while (groups[at] != 0 && !digest(groups[at] - 1).equals(digest)) {
      at = (at + 1) & (groups.length - 1);
    }
    return at;
  }

  private void grow() {
    int[] before = groups;
    groups = new int[before.length * 2];
    for (int first : before) {
      if (first != 0) groups[find(digest(first - 1))] = first;
    }
  }

  private void write(int start) {
    for (int index = start; index < size(); index++) {
      out.number(open.get(index) ? 1 : 0);
      int parent = parents.get(index);
      if (parent < 0) out.number(-1);
      else write(ValueType.referenceCode(parent + ValueType.CONCRETE, false), start);
      switch (types.get(index)) {
        case FunctionType function -> {
          out.number(0x60);
          out.number(function.parameters.length);
          for (int type : function.parameters) write(type, start);
          out.number(function.results.length);
          for (int type : function.results) write(type, start);
        }
        case StructType struct -> {
          out.number(0x5f);
          out.number(struct.storage.length);
          for (int field = 0; field < struct.storage.length; field++) {
            write(struct.storage[field], start);
            out.number(struct.mutable[field] ? 1 : 0);
          }
        }
        case ArrayType array -> {
          out.number(0x5e);
          write(array.storage, start);
          out.number(array.mutable ? 1 : 0);
        }
      }
    }
  }

  /** A type's code, the same in equivalent groups. */
  private void write(int code, int start) {
    int heap = code >> 1;
    if (code < 0 || heap < ValueType.CONCRETE) {
      out.number(code);
      return;
    }
    int index = heap - ValueType.CONCRETE;
    out.number((code & 1) | 0x80);
    if (index >= start) {
      out.number(index - start);
      return;
    }
    int first = canonical(index);
    out.number(-1 - (first - groupStarts.get(first)));
    out.digest(digest(groupStarts.get(first)));
  }

  /** Whether values of a type are values of another, both codes of {@link ValueType}. */
  boolean isSubtype(int type, int other) {
    if (type == other || type == ValueType.CODE_BOTTOM) return true;
    if (type < 0 || other < 0) return false;
    if ((type & 1) > (other & 1)) return false;
    return isHeapSubtype(type >> 1, other >> 1);
  }

  private boolean isHeapSubtype(int heap, int other) {
    if (heap == other || heap == ValueType.HEAP_BOTTOM) return true;
    if (heap >= ValueType.CONCRETE) {
      int index = heap - ValueType.CONCRETE;
      return other >= ValueType.CONCRETE
          ? isDeclaredSubtype(index, other - ValueType.CONCRETE)
          : kind(index).isSubtypeOf(HeapType.Abstract.of(other));
    }
    if (other == ValueType.HEAP_BOTTOM) return false;
    HeapType.Abstract abstractHeap = HeapType.Abstract.of(heap);
    if (other < ValueType.CONCRETE) return abstractHeap.isSubtypeOf(HeapType.Abstract.of(other));
    return switch (abstractHeap) {
      case NONE -> kind(other - ValueType.CONCRETE) != HeapType.Abstract.FUNC;
      case NOFUNC -> kind(other - ValueType.CONCRETE) == HeapType.Abstract.FUNC;
      default -> false;
    };
  }

  /** The abstract type right above a type of the module. */
  private HeapType.Abstract kind(int index) {
    return switch (types.get(index)) {
      case FunctionType function -> HeapType.Abstract.FUNC;
      case StructType struct -> HeapType.Abstract.STRUCT;
      case ArrayType array -> HeapType.Abstract.ARRAY;
    };
  }

  private boolean isDeclaredSubtype(int index, int other) {
    int wanted = canonical(other);
    for (int at = index; at >= 0; at = parent(at)) {
      if (canonical(at) == wanted) return true;
    }
    return false;
  }

  /** The number of the type above all that a heap type can be compared with. */
  int top(int heap) {
    if (heap >= ValueType.CONCRETE) {
      return (kind(heap - ValueType.CONCRETE) == HeapType.Abstract.FUNC
              ? HeapType.Abstract.FUNC
              : HeapType.Abstract.ANY)
          .number();
    }
    HeapType.Abstract top =
        switch (HeapType.Abstract.of(heap)) {
          case FUNC, NOFUNC -> HeapType.Abstract.FUNC;
          case EXTERN, NOEXTERN -> HeapType.Abstract.EXTERN;
          case EXN, NOEXN -> HeapType.Abstract.EXN;
          case ANY, EQ, I31, STRUCT, ARRAY, NONE -> HeapType.Abstract.ANY;
        };
    return top.number();
  }

  /** Whether lists of types are as long and each is a subtype. */
  boolean areSubtypes(int[] list, int[] others) {
    if (list.length != others.length) return false;
    if (Arrays.equals(list, others)) return true;
    for (int at = 0; at < list.length; at++) {
      if (!isSubtype(list[at], others[at])) return false;
    }
    return true;
  }

  /** Whether a type has what a type needs that it declares as its supertype. */
  boolean matches(CompositeType type, CompositeType parent) {
    return switch (type) {
      case FunctionType function ->
          parent instanceof FunctionType other
              && areSubtypes(other.parameters, function.parameters)
              && areSubtypes(function.results, other.results);
      case StructType struct -> parent instanceof StructType other && matches(struct, other);
      case ArrayType array ->
          parent instanceof ArrayType other
              && matches(array.storage, array.mutable, other.storage, other.mutable);
    };
  }

  private boolean matches(StructType struct, StructType parent) {
    if (struct.storage.length < parent.storage.length) return false;
    for (int field = 0; field < parent.storage.length; field++) {
      if (!matches(
          struct.storage[field],
          struct.mutable[field],
          parent.storage[field],
          parent.mutable[field])) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(int storage, boolean mutable, int other, boolean otherMutable) {
    return mutable == otherMutable
        && isSubtype(storage, other)
        && (!mutable || isSubtype(other, storage));
  }
}
