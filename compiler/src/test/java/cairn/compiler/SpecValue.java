package cairn.compiler;

import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.V128;
import cairn.compiler.runtime.WasmException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values in the specification's tests, as wasm-tools writes them. */
final class SpecValue {
  /** Stands for any reference but null. */
  private static final String ANY = "any";

  private SpecValue() {}

  /** A reference of the embedder: equal by its number. */
  record Extern(String number) {}

  /** An argument: boxed, a vector or a reference. */
  static @Nullable Object argument(Map<?, ?> json) {
    String type = Json.text(json, "type", "");
    if (type.equals("v128")) return vector(json, Json.list(json, "value"));
    String text = Json.text(json, "value", "null");
    return switch (type) {
      case "i32" -> (int) Long.parseLong(text);
      case "i64" -> bits(text);
      case "f32" -> Float.intBitsToFloat((int) Long.parseLong(text));
      case "f64" -> Double.longBitsToDouble(bits(text));
      case "externref" -> text.equals("null") ? null : new Extern(text);
      default -> {
        if (text.equals("null")) yield null;
        throw new IllegalArgumentException(type + " " + text);
      }
    };
  }

  private static long bits(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }

  private static int lanes(Map<?, ?> json) {
    return switch (Json.text(json, "lane_type", "")) {
      case "i8" -> 8;
      case "i16" -> 16;
      case "i32", "f32" -> 32;
      default -> 64;
    };
  }

  private static V128 vector(Map<?, ?> json, List<?> values) {
    int width = lanes(json);
    long[] halves = new long[2];
    for (int i = 0; i < values.size(); i++) {
      long lane = bits((String) values.get(i));
      if (width < 64) lane &= (1L << width) - 1;
      halves[i * width / 64] |= lane << (i * width % 64);
    }
    return new V128(halves[0], halves[1]);
  }

  /** Whether a result is as expected. */
  static boolean matches(Map<?, ?> json, @Nullable Object result) {
    String type = Json.text(json, "type", "");
    if (type.equals("either")) {
      return Json.list(json, "values").stream().anyMatch(each -> matches((Map<?, ?>) each, result));
    }
    if (type.equals("v128")) return matchesVector(json, Json.list(json, "value"), (V128) result);
    String text = Json.text(json, "value", ANY);
    return switch (type) {
      case "i32" -> result instanceof Integer number && number == (int) Long.parseLong(text);
      case "i64" -> result instanceof Long number && number == bits(text);
      case "f32" ->
          result instanceof Float number && matches32(text, Float.floatToRawIntBits(number));
      case "f64" ->
          result instanceof Double number && matches64(text, Double.doubleToRawLongBits(number));
      case "externref" ->
          text.equals(ANY)
              ? result != null
              : Objects.equals(text.equals("null") ? null : new Extern(text), result);
      case "funcref" -> text.equals(ANY) ? result instanceof FunctionReference : result == null;
      case "exnref" -> text.equals(ANY) ? result instanceof WasmException : result == null;
      case "anyref", "eqref", "structref", "arrayref", "i31ref" ->
          text.equals(ANY) == (result != null);
      case "refnull", "nullref", "nullfuncref", "nullexternref", "nullexnref" -> result == null;
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static boolean matchesVector(Map<?, ?> json, List<?> values, @Nullable V128 result) {
    if (result == null) return false;
    int width = lanes(json);
    for (int i = 0; i < values.size(); i++) {
      long half = i * width / 64 == 0 ? result.low() : result.high();
      long lane = half >>> (i * width % 64);
      String text = (String) values.get(i);
      boolean matches =
          switch (width) {
            case 64 -> matches64(text, lane);
            case 32 -> matches32(text, (int) lane);
            default -> (Long.parseLong(text) & ((1L << width) - 1)) == (lane & ((1L << width) - 1));
          };
      if (!matches) return false;
    }
    return true;
  }

  private static boolean matches32(String text, int bits) {
    return switch (text) {
      case "nan:canonical" -> (bits & 0x7fffffff) == 0x7fc00000;
      case "nan:arithmetic" -> (bits & 0x7fc00000) == 0x7fc00000;
      default -> (int) Long.parseLong(text) == bits;
    };
  }

  private static boolean matches64(String text, long bits) {
    return switch (text) {
      case "nan:canonical" -> (bits & 0x7fffffffffffffffL) == 0x7ff8000000000000L;
      case "nan:arithmetic" -> (bits & 0x7ff8000000000000L) == 0x7ff8000000000000L;
      default -> bits(text) == bits;
    };
  }
}
