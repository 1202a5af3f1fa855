package cairn.compiler.runtime;

/**
 * A trap: the guest's computation ends here, at no fault of the embedder. The message is in the
 * words of the specification's test suite, so that it tells the same as every other engine does;
 * the stack trace names the guest's functions.
 *
 * @see <a href="https://webassembly.github.io/spec/core/intro/overview.html#trap">Trap</a>
 */
public final class Trap extends RuntimeException {
  /** A trap in these words. */
  public Trap(String message) {
    super(message);
  }

  /** The instruction {@code unreachable}. */
  public static Trap unreachable() {
    return new Trap("unreachable");
  }

  /** An integer division or remainder by zero. */
  public static Trap integerDivideByZero() {
    return new Trap("integer divide by zero");
  }

  /** A quotient or a truncated float that its integer type cannot hold. */
  public static Trap integerOverflow() {
    return new Trap("integer overflow");
  }

  /** A NaN that should become an integer. */
  public static Trap invalidConversionToInteger() {
    return new Trap("invalid conversion to integer");
  }

  /** An access that is not within the memory's size, or not within its data segment. */
  public static Trap outOfBoundsMemoryAccess() {
    return new Trap("out of bounds memory access");
  }

  /** An atomic access at an address that is no multiple of its width. */
  public static Trap unalignedAtomic() {
    return new Trap("unaligned atomic");
  }

  /** A wait on a memory that no other thread can see. */
  public static Trap expectedSharedMemory() {
    return new Trap("expected shared memory");
  }

  /** An access that is not within the table's size, or not within its element segment. */
  public static Trap outOfBoundsTableAccess() {
    return new Trap("out of bounds table access");
  }

  /** An indirect call through an index past the table's end. */
  public static Trap undefinedElement() {
    return new Trap("undefined element");
  }

  /** An indirect call through this element of a table, which is null. */
  public static Trap uninitializedElement(int index) {
    return new Trap("uninitialized element " + Integer.toUnsignedString(index));
  }

  /** An indirect call of a function that has another type. */
  public static Trap indirectCallTypeMismatch() {
    return new Trap("indirect call type mismatch");
  }

  /** A call through a null reference. */
  public static Trap nullFunctionReference() {
    return new Trap("null function reference");
  }

  /** {@code ref.as_non_null} of null. */
  public static Trap nullReference() {
    return new Trap("null reference");
  }

  /** A field of a null structure. */
  public static Trap nullStructureReference() {
    return new Trap("null structure reference");
  }

  /** An element or the length of a null array. */
  public static Trap nullArrayReference() {
    return new Trap("null array reference");
  }

  /** The number of a null {@code i31}. */
  public static Trap nullI31Reference() {
    return new Trap("null i31 reference");
  }

  /** {@code throw_ref} of null. */
  public static Trap nullExceptionReference() {
    return new Trap("null exception reference");
  }

  /** {@code ref.cast} of a reference that has another type. */
  public static Trap castFailure() {
    return new Trap("cast failure");
  }

  /** An element past an array's end. */
  public static Trap outOfBoundsArrayAccess() {
    return new Trap("out of bounds array access");
  }

  /** Calls nest deeper than the instance's call stack allows. */
  public static Trap callStackExhausted() {
    return new Trap("call stack exhausted");
  }

  /**
   * The thread had less stack than its guest may take; the overflow has the stack on which it was.
   */
  public static Trap callStackExhausted(StackOverflowError overflow) {
    Trap trap = callStackExhausted();
    trap.initCause(overflow);
    return trap;
  }
}
