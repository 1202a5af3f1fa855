package cairn.compiler.runtime;

import cairn.wasm.ValueType;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Where the globals of a module's instances are: in fields of the generated class, in arrays of the
 * instance, which take those that would be too many fields, or in other instances. For access by
 * number; generated code names the fields.
 */
public final class GlobalFields {
  static final GlobalFields NONE = new GlobalFields(new ValueType.Kind[0], new long[0], 0);

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final long FOREIGN = -1;

  private final ValueType.Kind[] kinds;

  /** Offsets of fields; below FOREIGN: places in arrays. */
  private final long[] places;

  private final int others;

  private GlobalFields(ValueType.Kind[] kinds, long[] places, int others) {
    this.kinds = kinds;
    this.places = places;
    this.others = others;
  }

  /** What {@link #of} asks for each global. */
  public interface Layout {
    /** The type of a global's value. */
    ValueType.Kind kind(int global);

    /** Whether it belongs to another instance or the embedder. */
    boolean isForeign(int global);

    /** The name of its field; null if it has none. */
    @Nullable String field(int global);
  }

  /** The globals of a generated class. */
  public static GlobalFields of(Class<?> instanceClass, int globals, Layout layout) {
    Map<String, Field> fields = new HashMap<>();
    for (Field field : instanceClass.getDeclaredFields()) fields.put(field.getName(), field);
    var kinds = new ValueType.Kind[globals];
    var places = new long[globals];
    int others = 0;
    for (int global = 0; global < globals; global++) {
      kinds[global] = layout.kind(global);
      Field field = fields.get(layout.field(global));
      if (field != null) places[global] = UNSAFE.objectFieldOffset(field);
      else places[global] = layout.isForeign(global) ? FOREIGN : FOREIGN - 1 - others++;
    }
    return new GlobalFields(kinds, places, others);
  }

  /** How many globals are in arrays. */
  int others() {
    return others;
  }

  boolean isForeign(int global) {
    return places[global] == FOREIGN;
  }

  boolean isField(int global) {
    return places[global] >= 0;
  }

  int other(int global) {
    return (int) (FOREIGN - 1 - places[global]);
  }

  long bits(Instance instance, int global) {
    long offset = places[global];
    return switch (kinds[global]) {
      case I32 -> UNSAFE.getInt(instance, offset);
      case I64 -> UNSAFE.getLong(instance, offset);
      case F32 -> Float.floatToRawIntBits(UNSAFE.getFloat(instance, offset));
      case F64 -> Double.doubleToRawLongBits(UNSAFE.getDouble(instance, offset));
      case V128, REF -> throw new IllegalArgumentException("global " + global + " is no number");
    };
  }

  void setBits(Instance instance, int global, long bits) {
    long offset = places[global];
    switch (kinds[global]) {
      case I32 -> UNSAFE.putInt(instance, offset, (int) bits);
      case I64 -> UNSAFE.putLong(instance, offset, bits);
      case F32 -> UNSAFE.putFloat(instance, offset, Float.intBitsToFloat((int) bits));
      case F64 -> UNSAFE.putDouble(instance, offset, Double.longBitsToDouble(bits));
      case V128, REF -> throw new IllegalArgumentException("global " + global + " is no number");
    }
  }

  @Nullable Object reference(Instance instance, int global) {
    if (kinds[global] != ValueType.Kind.REF && kinds[global] != ValueType.Kind.V128) {
      throw new IllegalArgumentException("global " + global + " is a number");
    }
    return UNSAFE.getReference(instance, places[global]);
  }

  void setReference(Instance instance, int global, @Nullable Object value) {
    boolean fits =
        switch (kinds[global]) {
          case REF -> true;
          case V128 -> value instanceof V128;
          case I32, I64, F32, F64 -> false;
        };
    if (!fits) throw new IllegalArgumentException("global " + global + " does not take that");
    UNSAFE.putReference(instance, places[global], value);
  }
}
