package cairn.compiler.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one call of a function that is too large for one JVM method: its parts share
 * them. Generated subclasses have a field per variable, up to a number; the others are here.
 */
public abstract class Frame {
  private long[] numbers = {};
  private @Nullable Object[] references = {};

  /** For generated subclasses. */
  protected Frame() {}

  // Operands come first, as they are on the JVM's stack already.

  /** Sets a variable. */
  public static void set(int value, Frame frame, int index) {
    set((long) value, frame, index);
  }

  /** Sets a variable. */
  public static void set(long value, Frame frame, int index) {
    if (index >= frame.numbers.length) {
      frame.numbers = Arrays.copyOf(frame.numbers, Math.max(index + 1, frame.numbers.length * 2));
    }
    frame.numbers[index] = value;
  }

  /** Sets a variable. */
  public static void set(float value, Frame frame, int index) {
    set((long) Float.floatToRawIntBits(value), frame, index);
  }

  /** Sets a variable. */
  public static void set(double value, Frame frame, int index) {
    set(Double.doubleToRawLongBits(value), frame, index);
  }

  /** Sets a variable. */
  public static void set(@Nullable Object value, Frame frame, int index) {
    if (index >= frame.references.length) {
      frame.references =
          Arrays.copyOf(frame.references, Math.max(index + 1, frame.references.length * 2));
    }
    frame.references[index] = value;
  }

  /** A variable's value. */
  public static int getInt(Frame frame, int index) {
    return (int) getLong(frame, index);
  }

  /** A variable's value. */
  public static long getLong(Frame frame, int index) {
    return index < frame.numbers.length ? frame.numbers[index] : 0;
  }

  /** A variable's value. */
  public static float getFloat(Frame frame, int index) {
    return Float.intBitsToFloat((int) getLong(frame, index));
  }

  /** A variable's value. */
  public static double getDouble(Frame frame, int index) {
    return Double.longBitsToDouble(getLong(frame, index));
  }

  /** A variable's value. */
  public static @Nullable Object getReference(Frame frame, int index) {
    return index < frame.references.length ? frame.references[index] : null;
  }

  /** A variable's value. */
  public static V128 getVector(Frame frame, int index) {
    return vector((V128) getReference(frame, index));
  }

  /** The value of a field that nothing was written to is zero. */
  public static V128 vector(@Nullable V128 value) {
    return value == null ? V128.ZERO : value;
  }
}
