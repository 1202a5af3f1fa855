package cairn.wasm;

import java.util.Arrays;

/**
 * The operand stack of validation: codes of {@link ValueType}. What stands below the {@link #floor}
 * belongs to outer blocks; after an unconditional branch the stack above it is polymorphic: it has
 * any number of values of any type below those pushed since.
 *
 * <p>Lists of up to a thousand types move by a two-byte instruction, so these are compared and
 * copied as arrays. One thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/appendix/algorithm.html">Validation
 *     Algorithm</a>
 */
final class OperandStack {
  private final TypeTable types;
  private final SubtypeCache cache;
  private final Steps steps;
  private int[] values = new int[32];
  private int height;
  private int floor;
  private boolean polymorphic;

  /**
   * The list pushed last, and the height it reached; -1 once something else stands in its place.
   */
  private int[] topList = {};

  private int topListHeight = -1;

  OperandStack(TypeTable types, SubtypeCache cache, Steps steps) {
    this.types = types;
    this.cache = cache;
    this.steps = steps;
  }

  /** Whether the block has no values left and is polymorphic. */
  boolean isExhausted() {
    return polymorphic && height == floor;
  }

  /** Begins anew. */
  void clear() {
    height = 0;
    topListHeight = -1;
    enter(0, false);
  }

  int height() {
    return height;
  }

  /** Sets what the current block may touch. */
  void enter(int newFloor, boolean isPolymorphic) {
    floor = newFloor;
    polymorphic = isPolymorphic;
  }

  /** Drops the block's values; from now on the stack is polymorphic. */
  void becomeUnreachable() {
    height = floor;
    polymorphic = true;
  }

  /** The type at a depth, 0 for the topmost; any where the polymorphic part begins. */
  int peek(int depth) {
    return height - depth <= floor ? ValueType.CODE_BOTTOM : values[height - 1 - depth];
  }

  void push(int type) {
    if (height == values.length) values = Arrays.copyOf(values, height * 2);
    if (height < topListHeight) topListHeight = -1;
    values[height++] = type;
  }

  void push(int[] list) {
    steps.take(list.length >> 3);
    if (values.length - height < list.length) {
      values = Arrays.copyOf(values, Math.max(height * 2, height + list.length));
    }
    System.arraycopy(list, 0, values, height, list.length);
    height += list.length;
    topList = list;
    topListHeight = height;
  }

  /** Pops a value of any type. */
  int pop() throws TypeMismatch {
    if (height > floor) return values[--height];
    if (polymorphic) return ValueType.CODE_BOTTOM;
    throw new TypeMismatch("a value is missing from the stack");
  }

  /** Pops a value of a type; its own type may be a subtype. */
  int pop(int expected) throws TypeMismatch {
    if (height > floor) {
      int actual = values[--height];
      if (actual != expected && !types.isSubtype(actual, expected))
        throw mismatch(expected, actual);
      return actual;
    }
    if (polymorphic) return ValueType.CODE_BOTTOM;
    throw new TypeMismatch(ValueType.text(expected) + " is missing from the stack");
  }

  private static TypeMismatch mismatch(int expected, int actual) {
    return new TypeMismatch(
        ValueType.text(expected) + " is expected, " + ValueType.text(actual) + " found");
  }

  /**
   * Pops the operands of an instruction that the table of instructions describes, pushes its
   * results.
   */
  void apply(Opcode simple, int address) throws TypeMismatch {
    String operands = simple.operands();
    for (int at = operands.length() - 1; at >= 0; at--) {
      pop(Opcode.typeCode(operands.charAt(at), address));
    }
    String results = simple.results();
    for (int at = 0; at < results.length(); at++) {
      push(Opcode.typeCode(results.charAt(at), address));
    }
  }

  /** Pops values of a list of types, the last one topmost. */
  void pop(int[] expected) throws TypeMismatch {
    check(expected, expected.length);
    height = Math.max(floor, height - expected.length);
  }

  /** Checks that the topmost values are of a list's first types, the last of those topmost. */
  void check(int[] expected, int count) throws TypeMismatch {
    steps.take(count >> 3);
    int there = height - floor;
    if (there < count && !polymorphic) {
      throw new TypeMismatch(
          count
              + (count == 1 ? " value is" : " values are")
              + " expected on the stack, "
              + there
              + " found");
    }
    int compared = Math.min(there, count);
    int bottom = height - compared;
    int first = count - compared;
    int differs = Arrays.mismatch(values, bottom, height, expected, first, count);
    if (differs < 0) return;
    // INVARIANT: where the list pushed last is still on top, the values are that list's.
    if (height == topListHeight
        && compared == expected.length
        && cache.areSubtypes(topList, expected)) return;
    steps.take(compared - differs);
    for (int at = differs; at < compared; at++) {
      int actual = values[bottom + at];
      int wanted = expected[first + at];
      if (actual != wanted && !types.isSubtype(actual, wanted)) throw mismatch(wanted, actual);
    }
  }

  /** Pops values of a list's first types and pushes these types. */
  void retype(int[] list, int count) throws TypeMismatch {
    check(list, count);
    height = Math.max(floor, height - count);
    if (values.length - height < count) {
      values = Arrays.copyOf(values, Math.max(height * 2, height + count));
    }
    System.arraycopy(list, 0, values, height, count);
    height += count;
    topList = list;
    topListHeight = count == list.length ? height : -1;
  }

  /** Checks that a block ends with no value left. */
  void checkEmpty() throws TypeMismatch {
    if (height != floor) {
      throw new TypeMismatch(
          height
              - floor
              + (height - floor == 1 ? " value is" : " values are")
              + " left on the stack at the end of a block");
    }
  }

  /**
   * What is wrong with operands; the validator adds where. Has no stack trace, as it goes one step.
   */
  static final class TypeMismatch extends Exception {
    TypeMismatch(String sentence) {
      super("type mismatch: " + sentence, null, false, false);
    }
  }
}
