package cairn.compiler.runtime;

import org.jspecify.annotations.Nullable;

/** The instruction {@code select}, for each kind of value. */
public final class Select {
  private Select() {}

  /** The first value unless the condition is 0. */
  public static int of(int first, int second, int condition) {
    return condition != 0 ? first : second;
  }

  /** The first value unless the condition is 0. */
  public static long of(long first, long second, int condition) {
    return condition != 0 ? first : second;
  }

  /** The first value unless the condition is 0. */
  public static float of(float first, float second, int condition) {
    return condition != 0 ? first : second;
  }

  /** The first value unless the condition is 0. */
  public static double of(double first, double second, int condition) {
    return condition != 0 ? first : second;
  }

  /** The first value unless the condition is 0. */
  public static V128 of(V128 first, V128 second, int condition) {
    return condition != 0 ? first : second;
  }

  /** The first value unless the condition is 0. */
  public static @Nullable Object of(
      @Nullable Object first, @Nullable Object second, int condition) {
    return condition != 0 ? first : second;
  }
}
