package cairn.wasm;

/**
 * The type of a value: a number, a vector or a reference. Equal types of one module are equal
 * objects; a reference to a type of the module is meaningful within the module only.
 *
 * <p>Inside the package types are ints ({@link #code}), as a module may hold millions of them:
 * negative ones for numbers and the packed types of fields, others {@code heap << 1 | nullable}
 * with heap the number of a {@link HeapType.Abstract}, or {@value #CONCRETE} more than the index of
 * a type.
 *
 * @see <a href="https://webassembly.github.io/spec/core/syntax/types.html#value-types">Value
 *     Types</a>
 */
public final class ValueType {
  /** Which sort of value. */
  public enum Kind {
    I32,
    I64,
    F32,
    F64,
    V128,
    REF
  }

  static final int CODE_I32 = -1;
  static final int CODE_I64 = -2;
  static final int CODE_F32 = -3;
  static final int CODE_F64 = -4;
  static final int CODE_V128 = -5;

  /** The packed types of fields, which no value has. */
  static final int CODE_I8 = -6;

  static final int CODE_I16 = -7;

  /** The type of what unreachable code pops: any. */
  static final int CODE_BOTTOM = -8;

  /** The number of the heap type of a reference that unreachable code makes of any value. */
  static final int HEAP_BOTTOM = 15;

  /** What is added to the index of a type. */
  static final int CONCRETE = 16;

  public static final ValueType I32 = new ValueType(CODE_I32);
  public static final ValueType I64 = new ValueType(CODE_I64);
  public static final ValueType F32 = new ValueType(CODE_F32);
  public static final ValueType F64 = new ValueType(CODE_F64);
  public static final ValueType V128 = new ValueType(CODE_V128);

  private static final ValueType[] ABSTRACT = new ValueType[CONCRETE * 2];

  static {
    for (int code = 0; code < ABSTRACT.length; code++) ABSTRACT[code] = new ValueType(code);
  }

  public static final ValueType FUNCREF = reference(HeapType.Abstract.FUNC, true);
  public static final ValueType EXTERNREF = reference(HeapType.Abstract.EXTERN, true);

  private final int code;

  private ValueType(int code) {
    this.code = code;
  }

  /** A reference to an abstract type. */
  public static ValueType reference(HeapType.Abstract heap, boolean nullable) {
    return ABSTRACT[referenceCode(heap.number(), nullable)];
  }

  /** A reference to a type of the module. */
  public static ValueType reference(int typeIndex, boolean nullable) {
    return of(referenceCode(typeIndex + CONCRETE, nullable));
  }

  static int referenceCode(int heap, boolean nullable) {
    return heap << 1 | (nullable ? 1 : 0);
  }

  static ValueType of(int code) {
    return switch (code) {
      case CODE_I32 -> I32;
      case CODE_I64 -> I64;
      case CODE_F32 -> F32;
      case CODE_F64 -> F64;
      case CODE_V128 -> V128;
      default -> {
        if (code < 0) throw new IllegalArgumentException("no value has the type " + code);
        yield code < ABSTRACT.length ? ABSTRACT[code] : new ValueType(code);
      }
    };
  }

  /** What the package uses in its place. */
  int code() {
    return code;
  }

  /** The sort of value. */
  public Kind kind() {
    return switch (code) {
      case CODE_I32 -> Kind.I32;
      case CODE_I64 -> Kind.I64;
      case CODE_F32 -> Kind.F32;
      case CODE_F64 -> Kind.F64;
      case CODE_V128 -> Kind.V128;
      default -> Kind.REF;
    };
  }

  /** Whether it is a reference. */
  public boolean isReference() {
    return code >= 0;
  }

  /** Whether a reference of this type may be null; false for numbers. */
  public boolean nullable() {
    return code >= 0 && (code & 1) != 0;
  }

  /**
   * What a reference refers to.
   *
   * @throws IllegalStateException when this is no reference
   */
  public HeapType heapType() {
    if (code < 0) throw new IllegalStateException(this + " is no reference");
    int heap = code >> 1;
    return heap < CONCRETE ? HeapType.Abstract.of(heap) : new HeapType.Concrete(heap - CONCRETE);
  }

  /** The index of the module's type that it refers to, or -1 when it refers to none. */
  public int typeIndex() {
    return code < CONCRETE << 1 ? -1 : (code >> 1) - CONCRETE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueType type && type.code == code;
  }

  @Override
  public int hashCode() {
    return code;
  }

  @Override
  public String toString() {
    return text(code);
  }

  static String text(int code) {
    return switch (code) {
      case CODE_I32 -> "i32";
      case CODE_I64 -> "i64";
      case CODE_F32 -> "f32";
      case CODE_F64 -> "f64";
      case CODE_V128 -> "v128";
      case CODE_I8 -> "i8";
      case CODE_I16 -> "i16";
      case CODE_BOTTOM -> "any type";
      default ->
          (code & 1) != 0 ? "(ref null " + heapText(code) + ")" : "(ref " + heapText(code) + ")";
    };
  }

  private static String heapText(int code) {
    int heap = code >> 1;
    if (heap == HEAP_BOTTOM) return "any";
    return heap < CONCRETE
        ? HeapType.Abstract.of(heap).toString()
        : Integer.toString(heap - CONCRETE);
  }
}
