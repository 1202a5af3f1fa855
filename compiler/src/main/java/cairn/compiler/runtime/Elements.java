package cairn.compiler.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The values of an element segment. Functions stay indices, so that none is compiled before it is
 * called. Used by the instance's thread.
 */
public final class Elements {
  /** What a dropped segment holds. */
  public static final Elements NONE = new Elements(new int[0], null);

  /** What the arrays of a segment of values take of the heap, for each. */
  private static final long BYTES_OF_VALUE = 12;

  /** Indices of functions, or negative where the value stands in the other array. */
  private final int[] functions;

  private final @Nullable Object @Nullable [] values;

  private Elements(int[] functions, @Nullable Object @Nullable [] values) {
    this.functions = functions;
    this.values = values;
  }

  /** A segment of functions: their indices. The array is shared, and nobody writes to it. */
  public static Elements ofFunctions(int[] functions) {
    return new Elements(functions, null);
  }

  /**
   * Asks for what a segment of so many values takes, before it is made.
   *
   * @throws MemoryUnavailableException if it is refused
   */
  public static void charge(int count, MemoryLimiter limiter) {
    if (count > 0 && !limiter.mayGrow(MemoryLimiter.Growing.TABLE, count * BYTES_OF_VALUE))
      throw new MemoryUnavailableException(
          "an element segment of %d values was refused".formatted(count));
  }

  /** A segment of values, and of functions' indices where those are not negative. Keeps both. */
  public static Elements of(int[] functions, @Nullable Object[] values) {
    return new Elements(functions, values);
  }

  int size() {
    return functions.length;
  }

  /** The index of a function plus one, or 0. */
  int function(int element) {
    return functions[element] + 1;
  }

  @Nullable Object value(int element) {
    return values == null ? null : values[element];
  }
}
