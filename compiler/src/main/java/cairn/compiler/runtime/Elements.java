package cairn.compiler.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of an element segment. Functions stay indices, so that none is compiled before it is
 * called. Used by the instance's thread.
 */
public final class Elements {
  /** What a dropped segment holds. */
  public static final Elements NONE = new Elements(new int[0], null);

  /** Indices of functions plus one, or 0 where the value stands in the other array. */
  private final int[] functions;

  private final @Nullable Object @Nullable [] values;

  private Elements(int[] functions, @Nullable Object @Nullable [] values) {
    this.functions = functions;
    this.values = values;
  }

  /** A segment of functions: their indices, each plus one. */
  public static Elements ofFunctions(int[] functionsPlusOne) {
    return new Elements(functionsPlusOne, null);
  }

  /** A segment of values, with functions' indices plus one where those are not 0. */
  public static Elements of(int[] functionsPlusOne, @Nullable Object[] values) {
    return new Elements(functionsPlusOne, Arrays.copyOf(values, values.length));
  }

  int size() {
    return functions.length;
  }

  /** The index of a function plus one, or 0. */
  int function(int element) {
    return functions[element];
  }

  @Nullable Object value(int element) {
    return values == null ? null : values[element];
  }
}
