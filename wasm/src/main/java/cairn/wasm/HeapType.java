package cairn.wasm;

/**
 * What a reference refers to: one of the abstract types or a type of the module.
 *
 * @see <a href="https://webassembly.github.io/spec/core/syntax/types.html#heap-types">Heap
 *     Types</a>
 */
public sealed interface HeapType {
  /** A heap type that is the same in every module. The order is the one of the binary codes. */
  enum Abstract implements HeapType {
    EXN("exn"),
    ARRAY("array"),
    STRUCT("struct"),
    I31("i31"),
    EQ("eq"),
    ANY("any"),
    EXTERN("extern"),
    FUNC("func"),
    NONE("none"),
    NOEXTERN("noextern"),
    NOFUNC("nofunc"),
    NOEXN("noexn");

    private final String text;

    Abstract(String text) {
      this.text = text;
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
