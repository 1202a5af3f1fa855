package cairn.compiler.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the vector instructions do, read off their names: lanes are BigIntegers, taken from and put
 * into 128 bits one by one. Floats are the numbers of Java, and {@link Numerics} where Java has no
 * operator.
 *
 * <p>Long, because the table of instructions is.
 */
final class VectorModel {
  private static final Pattern NAME =
      Pattern.compile("(i8x16|i16x8|i32x4|i64x2|f32x4|f64x2|v128)_(.*)");

  private final String shape;
  private final String operation;
  private final List<Object> operands;

  private VectorModel(String shape, String operation, List<Object> operands) {
    this.shape = shape;
    this.operation = operation;
    this.operands = operands;
  }

  /** What an instruction without memory gives. */
  static Object result(String name, List<Object> operands) {
    Matcher matcher = NAME.matcher(relaxedAsStrict(name));
    if (!matcher.matches()) throw new AssertionError(name);
    var model = new VectorModel(matcher.group(1), matcher.group(2), operands);
    return switch (model.shape.charAt(0)) {
      case 'v' -> model.bitwise();
      case 'i' -> model.integers();
      default -> model.floats();
    };
  }

  private static String relaxedAsStrict(String name) {
    return name.replaceAll("i[0-9x]+_relaxed_laneselect", "v128_bitselect")
        .replace("relaxed_trunc", "trunc_sat")
        .replace("relaxed_q15mulr_s", "q15mulr_sat_s")
        .replace("relaxed_", "");
  }

  // ---- 128 bits and their lanes

  static BigInteger bits(V128 x) {
    return unsigned(x.high(), 64).shiftLeft(64).or(unsigned(x.low(), 64));
  }

  static List<BigInteger> lanes(V128 x, int width, boolean signed) {
    List<BigInteger> lanes = new ArrayList<>();
    for (int bit = 0; bit < 128; bit += width) {
      BigInteger lane = modulo(bits(x).shiftRight(bit), width);
      lanes.add(
          signed && lane.testBit(width - 1) ? lane.subtract(BigInteger.TWO.pow(width)) : lane);
    }
    return lanes;
  }

  static V128 of(List<BigInteger> lanes, int width) {
    BigInteger bits = BigInteger.ZERO;
    for (int i = 0; i < lanes.size(); i++) {
      bits = bits.or(modulo(lanes.get(i), width).shiftLeft(i * width));
    }
    return new V128(bits.longValue(), bits.shiftRight(64).longValue());
  }

  static int width(String shape) {
    return Integer.parseInt(shape.substring(1, shape.indexOf('x')));
  }

  private static BigInteger modulo(BigInteger x, int width) {
    return x.mod(BigInteger.TWO.pow(width));
  }

  private static BigInteger unsigned(long x, int width) {
    return modulo(BigInteger.valueOf(x), width);
  }

  private V128 vector(int operand) {
    return (V128) operands.get(operand);
  }

  private int number(int operand) {
    return (int) operands.get(operand);
  }

  // ---- all bits

  private Object bitwise() {
    BigInteger x = operands.get(0) instanceof V128 v ? bits(v) : BigInteger.ZERO;
    BigInteger y = operands.size() > 1 && operands.get(1) instanceof V128 v ? bits(v) : x;
    return switch (operation) {
      case "const" -> new V128((long) operands.get(0), (long) operands.get(1));
      case "not" -> of(List.of(x.not()), 128);
      case "and" -> of(List.of(x.and(y)), 128);
      case "andnot" -> of(List.of(x.andNot(y)), 128);
      case "or" -> of(List.of(x.or(y)), 128);
      case "xor" -> of(List.of(x.xor(y)), 128);
      case "bitselect" -> {
        BigInteger mask = bits(vector(2));
        yield of(List.of(x.and(mask).or(y.andNot(mask))), 128);
      }
      case "any_true" -> x.signum() == 0 ? 0 : 1;
      default -> throw new AssertionError("not in the model: " + operation);
    };
  }

  // ---- integers

  private Object integers() {
    int width = width(shape);
    boolean signed = !operation.endsWith("_u");
    return switch (operation) {
      case "splat" -> {
        long value = ((Number) operands.get(0)).longValue();
        yield of(Collections.nCopies(128 / width, unsigned(value, width)), width);
      }
      case "extract_lane", "extract_lane_s", "extract_lane_u" -> {
        BigInteger lane = lanes(vector(0), width, signed).get(number(1));
        yield width == 64 ? (Object) lane.longValue() : (Object) lane.intValue();
      }
      case "replace_lane" -> {
        List<BigInteger> lanes = lanes(vector(0), width, signed);
        lanes.set(number(2), BigInteger.valueOf(((Number) operands.get(1)).longValue()));
        yield of(lanes, width);
      }
      case "all_true" -> lanes(vector(0), width, false).contains(BigInteger.ZERO) ? 0 : 1;
      case "bitmask" -> {
        int mask = 0;
        List<BigInteger> lanes = lanes(vector(0), width, true);
        for (int i = 0; i < lanes.size(); i++) if (lanes.get(i).signum() < 0) mask |= 1 << i;
        yield mask;
      }
      case "abs" -> map(width, true, BigInteger::abs);
      case "neg" -> map(width, true, BigInteger::negate);
      case "popcnt" -> map(width, false, lane -> BigInteger.valueOf(lane.bitCount()));
      case "shl" -> map(width, true, lane -> lane.shiftLeft(number(1) & (width - 1)));
      case "shr_s", "shr_u" -> map(width, signed, lane -> lane.shiftRight(number(1) & (width - 1)));
      case "swizzle", "shuffle" -> {
        List<BigInteger> bytes = lanes(vector(0), 8, false);
        if (operation.equals("shuffle")) bytes.addAll(lanes(vector(1), 8, false));
        yield of(
            lanes(vector(operands.size() - 1), 8, false).stream()
                .map(i -> i.intValue() < bytes.size() ? bytes.get(i.intValue()) : BigInteger.ZERO)
                .toList(),
            8);
      }
      default ->
          operation.matches(".*\\dx\\d.*") ? otherShapes(width, signed) : pairs(width, signed);
    };
  }

  private V128 map(int width, boolean signed, UnaryOperator<BigInteger> operator) {
    return of(lanes(vector(0), width, signed).stream().map(operator).toList(), width);
  }

  private V128 pairs(int width, boolean signed) {
    BinaryOperator<BigInteger> operator =
        switch (operation.replaceAll("_[su]$", "")) {
          case "eq" -> (x, y) -> mask(x.equals(y));
          case "ne" -> (x, y) -> mask(!x.equals(y));
          case "lt" -> (x, y) -> mask(x.compareTo(y) < 0);
          case "gt" -> (x, y) -> mask(x.compareTo(y) > 0);
          case "le" -> (x, y) -> mask(x.compareTo(y) <= 0);
          case "ge" -> (x, y) -> mask(x.compareTo(y) >= 0);
          case "add" -> BigInteger::add;
          case "sub" -> BigInteger::subtract;
          case "mul" -> BigInteger::multiply;
          case "add_sat" -> (x, y) -> saturated(x.add(y), width, signed);
          case "sub_sat" -> (x, y) -> saturated(x.subtract(y), width, signed);
          case "min" -> BigInteger::min;
          case "max" -> BigInteger::max;
          case "avgr" -> (x, y) -> x.add(y).add(BigInteger.ONE).shiftRight(1);
          case "q15mulr_sat" ->
              (x, y) ->
                  saturated(x.multiply(y).add(BigInteger.valueOf(0x4000)).shiftRight(15), 16, true);
          default -> throw new AssertionError("not in the model: " + shape + "." + operation);
        };
    List<BigInteger> xs = lanes(vector(0), width, signed);
    List<BigInteger> ys = lanes(vector(1), width, signed);
    List<BigInteger> results = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) results.add(operator.apply(xs.get(i), ys.get(i)));
    return of(results, width);
  }

  static BigInteger mask(boolean claim) {
    return claim ? BigInteger.ONE.negate() : BigInteger.ZERO;
  }

  private static BigInteger saturated(BigInteger x, int width, boolean signed) {
    BigInteger least = signed ? BigInteger.TWO.pow(width - 1).negate() : BigInteger.ZERO;
    BigInteger most = BigInteger.TWO.pow(signed ? width - 1 : width).subtract(BigInteger.ONE);
    return x.max(least).min(most);
  }

  /** Operations whose operands have another shape than the result. */
  private V128 otherShapes(int width, boolean signed) {
    if (operation.startsWith("narrow")) {
      List<BigInteger> lanes = lanes(vector(0), 2 * width, true);
      lanes.addAll(lanes(vector(1), 2 * width, true));
      return of(lanes.stream().map(lane -> saturated(lane, width, signed)).toList(), width);
    }
    if (operation.startsWith("extend")) return of(half(0, width / 2, signed), width);
    if (operation.startsWith("extmul")) {
      return of(multiply(half(0, width / 2, signed), half(1, width / 2, signed)), width);
    }
    if (operation.startsWith("extadd_pairwise")) {
      return of(sums(lanes(vector(0), width / 2, signed)), width);
    }
    if (operation.equals("dot_i8x16_i7x16_add_s")) {
      List<BigInteger> products = saturatingDot();
      List<BigInteger> results = new ArrayList<>();
      List<BigInteger> addends = lanes(vector(2), 32, true);
      for (int i = 0; i < 4; i++) results.add(sums(products).get(i).add(addends.get(i)));
      return of(results, 32);
    }
    if (operation.equals("dot_i8x16_i7x16_s")) return of(saturatingDot(), 16);
    if (operation.startsWith("dot")) {
      return of(sums(multiply(lanes(vector(0), 16, true), lanes(vector(1), 16, true))), width);
    }
    if (operation.startsWith("trunc_sat")) {
      int from = operation.contains("f32x4") ? 32 : 64;
      boolean toSigned = operation.matches("trunc_sat_f..x._s.*");
      return of(
          lanes(vector(0), from, false).stream()
              .map(lane -> truncated(toDouble(lane, from), toSigned))
              .toList(),
          32);
    }
    throw new AssertionError("not in the model: " + shape + "." + operation);
  }

  private List<BigInteger> saturatingDot() {
    return sums(multiply(lanes(vector(0), 8, true), lanes(vector(1), 8, true))).stream()
        .map(sum -> saturated(sum, 16, true))
        .toList();
  }

  private List<BigInteger> half(int operand, int width, boolean signed) {
    List<BigInteger> lanes = lanes(vector(operand), width, signed);
    int middle = lanes.size() / 2;
    return operation.contains("low") ? lanes.subList(0, middle) : lanes.subList(middle, 2 * middle);
  }

  private static List<BigInteger> multiply(List<BigInteger> xs, List<BigInteger> ys) {
    List<BigInteger> products = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) products.add(xs.get(i).multiply(ys.get(i)));
    return products;
  }

  private static List<BigInteger> sums(List<BigInteger> lanes) {
    List<BigInteger> sums = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i += 2) sums.add(lanes.get(i).add(lanes.get(i + 1)));
    return sums;
  }

  private static BigInteger truncated(double x, boolean signed) {
    if (Double.isNaN(x)) return BigInteger.ZERO;
    double bounded = Math.clamp(x, -1e30, 1e30);
    return saturated(new BigDecimal(bounded).toBigInteger(), 32, signed);
  }

  private static double toDouble(BigInteger lane, int width) {
    return width == 32
        ? Float.intBitsToFloat(lane.intValue())
        : Double.longBitsToDouble(lane.longValue());
  }

  // ---- floats

  private Object floats() {
    int width = width(shape);
    return switch (operation) {
      case "splat" -> of(Collections.nCopies(128 / width, toBits(operands.get(0))), width);
      case "extract_lane" -> {
        BigInteger lane = lanes(vector(0), width, false).get(number(1));
        yield width == 32
            ? (Object) Float.intBitsToFloat(lane.intValue())
            : (Object) Double.longBitsToDouble(lane.longValue());
      }
      case "replace_lane" -> {
        List<BigInteger> lanes = lanes(vector(0), width, false);
        lanes.set(number(2), toBits(operands.get(1)));
        yield of(lanes, width);
      }
      case "abs" -> map(width, false, lane -> lane.clearBit(width - 1));
      case "neg" -> map(width, false, lane -> lane.flipBit(width - 1));
      case "convert_i32x4_s", "convert_low_i32x4_s" -> fromIntegers(width, true);
      case "convert_i32x4_u", "convert_low_i32x4_u" -> fromIntegers(width, false);
      case "demote_f64x2_zero" ->
          of(
              lanes(vector(0), 64, false).stream()
                  .map(lane -> toBits((float) Double.longBitsToDouble(lane.longValue())))
                  .toList(),
              32);
      case "promote_low_f32x4" ->
          of(
              lanes(vector(0), 32, false).subList(0, 2).stream()
                  .map(lane -> toBits((double) Float.intBitsToFloat(lane.intValue())))
                  .toList(),
              64);
      default -> {
        List<List<BigInteger>> lanes = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) lanes.add(lanes(vector(i), width, false));
        List<BigInteger> results = new ArrayList<>();
        for (int i = 0; i < 128 / width; i++) {
          int lane = i;
          List<BigInteger> operandBits = lanes.stream().map(each -> each.get(lane)).toList();
          results.add(width == 32 ? f32(operandBits) : f64(operandBits));
        }
        yield of(results, width);
      }
    };
  }

  private V128 fromIntegers(int width, boolean signed) {
    return of(
        lanes(vector(0), 32, signed).subList(0, 128 / width).stream()
            .map(lane -> width == 32 ? toBits(lane.floatValue()) : toBits(lane.doubleValue()))
            .toList(),
        width);
  }

  private static BigInteger toBits(Object x) {
    return switch (x) {
      case Float f -> unsigned(Float.floatToRawIntBits(f), 32);
      case Double d -> unsigned(Double.doubleToRawLongBits(d), 64);
      default -> throw new AssertionError(x);
    };
  }

  private BigInteger f32(List<BigInteger> bits) {
    float x = Float.intBitsToFloat(bits.get(0).intValue());
    float y = Float.intBitsToFloat(bits.get(bits.size() > 1 ? 1 : 0).intValue());
    float z = Float.intBitsToFloat(bits.get(bits.size() - 1).intValue());
    return switch (operation) {
      case "eq" -> mask(x == y);
      case "ne" -> mask(x != y);
      case "lt" -> mask(x < y);
      case "gt" -> mask(x > y);
      case "le" -> mask(x <= y);
      case "ge" -> mask(x >= y);
      case "pmin" -> y < x ? bits.get(1) : bits.get(0);
      case "pmax" -> x < y ? bits.get(1) : bits.get(0);
      default ->
          toBits(
              switch (operation) {
                case "add" -> x + y;
                case "sub" -> x - y;
                case "mul" -> x * y;
                case "div" -> x / y;
                case "madd" -> (x * y) + z;
                case "nmadd" -> (-x * y) + z;
                case "min" -> Numerics.f32_min(x, y);
                case "max" -> Numerics.f32_max(x, y);
                case "ceil" -> Numerics.f32_ceil(x);
                case "floor" -> Numerics.f32_floor(x);
                case "trunc" -> Numerics.f32_trunc(x);
                case "nearest" -> Numerics.f32_nearest(x);
                case "sqrt" -> Numerics.f32_sqrt(x);
                case "canonical" -> Float.isNaN(x) ? Float.NaN : x;
                default -> throw new AssertionError("not in the model: f32x4." + operation);
              });
    };
  }

  private BigInteger f64(List<BigInteger> bits) {
    double x = Double.longBitsToDouble(bits.get(0).longValue());
    double y = Double.longBitsToDouble(bits.get(bits.size() > 1 ? 1 : 0).longValue());
    double z = Double.longBitsToDouble(bits.get(bits.size() - 1).longValue());
    return switch (operation) {
      case "eq" -> mask(x == y);
      case "ne" -> mask(x != y);
      case "lt" -> mask(x < y);
      case "gt" -> mask(x > y);
      case "le" -> mask(x <= y);
      case "ge" -> mask(x >= y);
      case "pmin" -> y < x ? bits.get(1) : bits.get(0);
      case "pmax" -> x < y ? bits.get(1) : bits.get(0);
      default ->
          toBits(
              switch (operation) {
                case "add" -> x + y;
                case "sub" -> x - y;
                case "mul" -> x * y;
                case "div" -> x / y;
                case "madd" -> (x * y) + z;
                case "nmadd" -> (-x * y) + z;
                case "min" -> Numerics.f64_min(x, y);
                case "max" -> Numerics.f64_max(x, y);
                case "ceil" -> Numerics.f64_ceil(x);
                case "floor" -> Numerics.f64_floor(x);
                case "trunc" -> Numerics.f64_trunc(x);
                case "nearest" -> Numerics.f64_nearest(x);
                case "sqrt" -> Numerics.f64_sqrt(x);
                case "canonical" -> Double.isNaN(x) ? Double.NaN : x;
                default -> throw new AssertionError("not in the model: f64x2." + operation);
              });
    };
  }
}
