package cairn.wasm;

import java.util.List;

/**
 * What a reference refers to: one of the abstract types or a type of the module.
 *
 * @see <a href="https://webassembly.github.io/spec/core/syntax/types.html#heap-types">Heap
 *     Types</a>
 */
public sealed interface HeapType {
  /** A heap type that is the same in every module. The order is the one of the binary codes. */
  enum Abstract implements HeapType {
    EXN(0, "exn"),
    ARRAY(1, "array"),
    STRUCT(2, "struct"),
    I31(3, "i31"),
    EQ(4, "eq"),
    ANY(5, "any"),
    EXTERN(6, "extern"),
    FUNC(7, "func"),
    NONE(8, "none"),
    NOEXTERN(9, "noextern"),
    NOFUNC(10, "nofunc"),
    NOEXN(11, "noexn");

    private static final List<Abstract> ALL = List.of(values());

    private final int number;
    private final String text;

    Abstract(int number, String text) {
      this.number = number;
      this.text = text;
    }

    /** How many above 0x69 the binary code is. */
    int number() {
      return number;
    }

    /** The one of a number. */
    static Abstract of(int number) {
      return ALL.get(number);
    }

    /** Whether its values are values of the other type. */
    public boolean isSubtypeOf(Abstract other) {
      if (this == other) return true;
      return switch (other) {
        case ANY -> this == EQ || isSubtypeOf(EQ);
        case EQ -> this == I31 || this == STRUCT || this == ARRAY || this == NONE;
        case I31, STRUCT, ARRAY -> this == NONE;
        case FUNC -> this == NOFUNC;
        case EXTERN -> this == NOEXTERN;
        case EXN -> this == NOEXN;
        case NONE, NOFUNC, NOEXTERN, NOEXN -> false;
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A type that the module defines.
   *
   * @param index of the type
   */
  record Concrete(int index) implements HeapType {
    @Override
    public String toString() {
      return Integer.toString(index);
    }
  }
}
