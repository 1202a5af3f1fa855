package cairn.compiler.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.wasm.Opcode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Every instruction against BigInteger or BigDecimal, at the ends of its types and at random.
 *
 * <p>Long, because each family of instructions has its table of values.
 */
class NumericsTest {
  private static final float SIGNALLING_NAN_32 = Float.intBitsToFloat(0x7fa00001);
  private static final double SIGNALLING_NAN_64 = Double.longBitsToDouble(0x7ff4000000000001L);

  private static final List<Integer> INTS = ints();
  private static final List<Long> LONGS = longs();
  private static final List<Float> FLOATS = floats();
  private static final List<Double> DOUBLES = doubles();

  private static List<Integer> ints() {
    List<Integer> all = new ArrayList<>();
    for (int bit : new int[] {0, 1, 2, 7, 8, 15, 16, 23, 30, 31}) {
      for (int delta = -1; delta <= 1; delta++) {
        all.add((1 << bit) + delta);
        all.add(-(1 << bit) + delta);
      }
    }
    new Random(1).ints(20).forEach(all::add);
    return all;
  }

  private static List<Long> longs() {
    List<Long> all = new ArrayList<>();
    for (int bit : new int[] {0, 1, 7, 15, 16, 30, 31, 32, 33, 47, 62, 63}) {
      for (int delta = -1; delta <= 1; delta++) {
        all.add((1L << bit) + delta);
        all.add(-(1L << bit) + delta);
      }
    }
    new Random(2).longs(20).forEach(all::add);
    return all;
  }

  private static List<Float> floats() {
    List<Float> all = new ArrayList<>();
    for (float x :
        new float[] {
          0f,
          0.5f,
          1.5f,
          2.5f,
          0.49999997f,
          0.75f,
          1f,
          3f,
          0x1p23f,
          0x1p31f,
          0x1p32f,
          0x1p63f,
          0x1p64f,
          8388609f,
          4194303.5f,
          1e10f,
          Float.MIN_VALUE,
          Float.MIN_NORMAL,
          Float.MAX_VALUE,
          Float.POSITIVE_INFINITY,
          Float.NaN,
          SIGNALLING_NAN_32
        }) {
      for (float y : new float[] {x, Math.nextUp(x), Math.nextDown(x)}) {
        all.add(y);
        all.add(-y);
      }
    }
    all.add(SIGNALLING_NAN_32);
    new Random(3).ints(60).forEach(bits -> all.add(Float.intBitsToFloat(bits)));
    return all;
  }

  private static List<Double> doubles() {
    List<Double> all = new ArrayList<>();
    for (double x :
        new double[] {
          0,
          0.5,
          1.5,
          2.5,
          0.49999999999999994,
          0.75,
          1,
          3,
          0x1p31,
          0x1p32,
          0x1p52,
          0x1p63,
          0x1p64,
          2147483647.5,
          2147483648.5,
          4294967295.5,
          1e20,
          Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NaN,
          SIGNALLING_NAN_64
        }) {
      for (double y : new double[] {x, Math.nextUp(x), Math.nextDown(x)}) {
        all.add(y);
        all.add(-y);
      }
    }
    all.add(SIGNALLING_NAN_64);
    new Random(4).longs(60).forEach(bits -> all.add(Double.longBitsToDouble(bits)));
    return all;
  }

  /** Generated code has one or two instructions of the JVM for these. */
  private static final Set<String> INSTRUCTIONS_OF_THE_JVM =
      Set.of(
          "i32.add i32.sub i32.mul i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u",
          "i64.add i64.sub i64.mul i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u",
          "f32.add f32.sub f32.mul f32.div f64.add f64.sub f64.mul f64.div",
          "i32.wrap_i64 i64.extend_i32_s i32.extend8_s i32.extend16_s",
          "f32.convert_i32_s f32.convert_i64_s f64.convert_i32_s f64.convert_i64_s",
          "f32.demote_f64 f64.promote_f32",
          "i32.const i64.const f32.const f64.const");

  @Test
  void everyInstructionHasItsMethodOrIsOneOfTheJvm() {
    Set<String> names = new TreeSet<>();
    for (Opcode opcode : Opcode.values()) {
      boolean number = opcode.mnemonic().matches("[if](32|64)\\..*");
      boolean memory = opcode.naturalAlignment() >= 0;
      if (number && !memory) names.add(opcode.mnemonic().replace('.', '_'));
    }
    for (String line : INSTRUCTIONS_OF_THE_JVM) {
      for (String name : line.split(" ")) {
        assertThat(names.remove(name.replace('.', '_'))).as(name).isTrue();
      }
    }
    names.add("canonical");

    assertThat(Numerics.class.getDeclaredMethods())
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .extracting(Method::getName)
        .containsOnly(names.toArray(new String[0]));
  }

  // ---- integers

  @Test
  void comparesI32() {
    for (int x : INTS) {
      assertThat(Numerics.i32_eqz(x)).isEqualTo(x == 0 ? 1 : 0);
      for (int y : INTS) {
        int signed = Long.signum((long) x - y);
        int unsigned = Long.signum((x & 0xffffffffL) - (y & 0xffffffffL));
        assertThat(
                List.of(
                    Numerics.i32_eq(x, y),
                    Numerics.i32_ne(x, y),
                    Numerics.i32_lt_s(x, y),
                    Numerics.i32_lt_u(x, y),
                    Numerics.i32_gt_s(x, y),
                    Numerics.i32_gt_u(x, y),
                    Numerics.i32_le_s(x, y),
                    Numerics.i32_le_u(x, y),
                    Numerics.i32_ge_s(x, y),
                    Numerics.i32_ge_u(x, y)))
            .as("%d and %d", x, y)
            .isEqualTo(comparisons(signed, unsigned));
      }
    }
  }

  @Test
  void comparesI64() {
    for (long x : LONGS) {
      assertThat(Numerics.i64_eqz(x)).isEqualTo(x == 0 ? 1 : 0);
      for (long y : LONGS) {
        int signed = BigInteger.valueOf(x).compareTo(BigInteger.valueOf(y));
        int unsigned = unsigned(x).compareTo(unsigned(y));
        assertThat(
                List.of(
                    Numerics.i64_eq(x, y),
                    Numerics.i64_ne(x, y),
                    Numerics.i64_lt_s(x, y),
                    Numerics.i64_lt_u(x, y),
                    Numerics.i64_gt_s(x, y),
                    Numerics.i64_gt_u(x, y),
                    Numerics.i64_le_s(x, y),
                    Numerics.i64_le_u(x, y),
                    Numerics.i64_ge_s(x, y),
                    Numerics.i64_ge_u(x, y)))
            .as("%d and %d", x, y)
            .isEqualTo(comparisons(signed, unsigned));
      }
    }
  }

  /** eq, ne, then lt, gt, le and ge, signed and unsigned. */
  private static List<Integer> comparisons(int signed, int unsigned) {
    return List.of(
        is(signed == 0),
        is(signed != 0),
        is(signed < 0),
        is(unsigned < 0),
        is(signed > 0),
        is(unsigned > 0),
        is(signed <= 0),
        is(unsigned <= 0),
        is(signed >= 0),
        is(unsigned >= 0));
  }

  private static int is(boolean claim) {
    return claim ? 1 : 0;
  }

  @Test
  void dividesI32() throws Exception {
    for (int x : INTS) {
      for (int y : INTS) {
        long ux = x & 0xffffffffL;
        long uy = y & 0xffffffffL;
        boolean overflows = x == Integer.MIN_VALUE && y == -1;
        String zero = y == 0 ? "integer divide by zero" : "";
        String both = overflows ? "integer overflow" : zero;
        check(() -> Numerics.i32_div_s(x, y), both, () -> (int) ((long) x / y));
        check(() -> Numerics.i32_div_u(x, y), zero, () -> (int) (ux / uy));
        check(() -> Numerics.i32_rem_s(x, y), zero, () -> (int) ((long) x % y));
        check(() -> Numerics.i32_rem_u(x, y), zero, () -> (int) (ux % uy));
      }
    }
  }

  @Test
  void dividesI64() throws Exception {
    for (long x : LONGS) {
      for (long y : LONGS) {
        BigInteger bx = BigInteger.valueOf(x);
        BigInteger by = BigInteger.valueOf(y);
        boolean overflows = x == Long.MIN_VALUE && y == -1;
        String zero = y == 0 ? "integer divide by zero" : "";
        String both = overflows ? "integer overflow" : zero;
        check(() -> Numerics.i64_div_s(x, y), both, () -> bx.divide(by).longValue());
        check(() -> Numerics.i64_rem_s(x, y), zero, () -> bx.remainder(by).longValue());
        check(
            () -> Numerics.i64_div_u(x, y),
            zero,
            () -> unsigned(x).divide(unsigned(y)).longValue());
        check(
            () -> Numerics.i64_rem_u(x, y),
            zero,
            () -> unsigned(x).remainder(unsigned(y)).longValue());
      }
    }
  }

  private static <T> void check(Callable<T> instruction, String trap, Callable<T> expected)
      throws Exception {
    if (trap.isEmpty()) {
      assertThat(instruction.call()).isEqualTo(expected.call());
    } else {
      assertThatThrownBy(instruction::call).isInstanceOf(Trap.class).hasMessage(trap);
    }
  }

  @Test
  void countsBits() {
    for (int x : INTS) {
      String bits = String.format("%32s", Integer.toBinaryString(x)).replace(' ', '0');
      assertThat(Numerics.i32_clz(x)).isEqualTo((bits + "1").indexOf('1'));
      assertThat(Numerics.i32_ctz(x)).isEqualTo(32 - (bits.lastIndexOf('1') + 1));
      assertThat(Numerics.i32_popcnt(x))
          .isEqualTo((int) bits.chars().filter(c -> c == '1').count());
    }
    for (long x : LONGS) {
      String bits = String.format("%64s", Long.toBinaryString(x)).replace(' ', '0');
      assertThat(Numerics.i64_clz(x)).isEqualTo((bits + "1").indexOf('1'));
      assertThat(Numerics.i64_ctz(x)).isEqualTo(64 - (bits.lastIndexOf('1') + 1));
      assertThat(Numerics.i64_popcnt(x)).isEqualTo(bits.chars().filter(c -> c == '1').count());
    }
  }

  @Test
  void rotatesByTheCountModuloTheWidth() {
    for (int x : INTS) {
      for (int count : INTS) {
        int n = Math.floorMod(count, 32);
        String bits = String.format("%32s", Integer.toBinaryString(x)).replace(' ', '0');
        String left = bits.substring(n) + bits.substring(0, n);
        String right = bits.substring(32 - n) + bits.substring(0, 32 - n);
        assertThat(Numerics.i32_rotl(x, count)).isEqualTo(Integer.parseUnsignedInt(left, 2));
        assertThat(Numerics.i32_rotr(x, count)).isEqualTo(Integer.parseUnsignedInt(right, 2));
      }
    }
    for (long x : LONGS) {
      for (long count : LONGS) {
        int n = (int) (count & 63);
        BigInteger twice = unsigned(x).shiftLeft(64).or(unsigned(x));
        assertThat(Numerics.i64_rotl(x, count)).isEqualTo(twice.shiftRight(64 - n).longValue());
        assertThat(Numerics.i64_rotr(x, count)).isEqualTo(twice.shiftRight(n).longValue());
      }
    }
  }

  @Test
  void extendsIntegers() {
    assertThat(Numerics.i64_extend8_s(0x1234_5680L)).isEqualTo(-128);
    assertThat(Numerics.i64_extend8_s(0x1234_567fL)).isEqualTo(127);
    assertThat(Numerics.i64_extend16_s(0x1234_8000L)).isEqualTo(-32768);
    assertThat(Numerics.i64_extend16_s(0x1234_7fffL)).isEqualTo(32767);
    assertThat(Numerics.i64_extend32_s(0x1_8000_0000L)).isEqualTo(Integer.MIN_VALUE);
    assertThat(Numerics.i64_extend32_s(0x1_7fff_ffffL)).isEqualTo(Integer.MAX_VALUE);
    assertThat(Numerics.i64_extend_i32_u(-1)).isEqualTo(0xffff_ffffL);
  }

  // ---- floats

  @Test
  void comparesFloats() {
    for (float x : FLOATS) {
      for (float y : FLOATS) {
        assertThat(
                List.of(
                    Numerics.f32_eq(x, y),
                    Numerics.f32_ne(x, y),
                    Numerics.f32_lt(x, y),
                    Numerics.f32_gt(x, y),
                    Numerics.f32_le(x, y),
                    Numerics.f32_ge(x, y)))
            .as("%s and %s", x, y)
            .isEqualTo(comparisons(x, y));
      }
    }
    for (double x : DOUBLES) {
      for (double y : DOUBLES) {
        assertThat(
                List.of(
                    Numerics.f64_eq(x, y),
                    Numerics.f64_ne(x, y),
                    Numerics.f64_lt(x, y),
                    Numerics.f64_gt(x, y),
                    Numerics.f64_le(x, y),
                    Numerics.f64_ge(x, y)))
            .as("%s and %s", x, y)
            .isEqualTo(comparisons(x, y));
      }
    }
  }

  /** By BigDecimal; nothing but "not equal" holds of a NaN. */
  private static List<Integer> comparisons(double x, double y) {
    if (Double.isNaN(x) || Double.isNaN(y)) return List.of(0, 1, 0, 0, 0, 0);
    int order =
        Double.isInfinite(x) || Double.isInfinite(y)
            ? Double.compare(x, y)
            : new BigDecimal(x).compareTo(new BigDecimal(y));
    return List.of(
        is(order == 0),
        is(order != 0),
        is(order < 0),
        is(order > 0),
        is(order <= 0),
        is(order >= 0));
  }

  @Test
  void signsAreBitsEvenOfNaNs() {
    for (float x : FLOATS) {
      int bits = Float.floatToRawIntBits(x);
      int magnitude = bits & 0x7fffffff;
      assertThat(bits(Numerics.f32_abs(x))).isEqualTo(magnitude);
      assertThat(bits(Numerics.f32_neg(x))).isEqualTo(bits ^ 0x80000000);
      assertThat(bits(Numerics.f32_copysign(x, -0f))).isEqualTo(magnitude | 0x80000000);
      assertThat(bits(Numerics.f32_copysign(x, SIGNALLING_NAN_32))).isEqualTo(magnitude);
    }
    for (double x : DOUBLES) {
      long bits = Double.doubleToRawLongBits(x);
      long magnitude = bits & Long.MAX_VALUE;
      assertThat(bits(Numerics.f64_abs(x))).isEqualTo(magnitude);
      assertThat(bits(Numerics.f64_neg(x))).isEqualTo(bits ^ Long.MIN_VALUE);
      assertThat(bits(Numerics.f64_copysign(x, -0d))).isEqualTo(magnitude | Long.MIN_VALUE);
      assertThat(bits(Numerics.f64_copysign(x, SIGNALLING_NAN_64))).isEqualTo(magnitude);
    }
  }

  @Test
  void roundsToIntegersAndKeepsTheSignOfZero() {
    for (double x : DOUBLES) {
      assertRounded(Numerics.f64_ceil(x), x, RoundingMode.CEILING);
      assertRounded(Numerics.f64_floor(x), x, RoundingMode.FLOOR);
      assertRounded(Numerics.f64_trunc(x), x, RoundingMode.DOWN);
      assertRounded(Numerics.f64_nearest(x), x, RoundingMode.HALF_EVEN);
    }
    for (float x : FLOATS) {
      assertRounded(Numerics.f32_ceil(x), x, RoundingMode.CEILING);
      assertRounded(Numerics.f32_floor(x), x, RoundingMode.FLOOR);
      assertRounded(Numerics.f32_trunc(x), x, RoundingMode.DOWN);
      assertRounded(Numerics.f32_nearest(x), x, RoundingMode.HALF_EVEN);
    }
  }

  private static void assertRounded(double rounded, double x, RoundingMode mode) {
    double expected = x;
    if (!Double.isNaN(x) && !Double.isInfinite(x)) {
      expected = Math.copySign(new BigDecimal(x).setScale(0, mode).doubleValue(), x);
    }
    assertThat(bits(rounded)).as("%s of %s", mode, x).isEqualTo(quiet(bits(expected)));
  }

  @Test
  void takesRoots() {
    for (double x : DOUBLES) {
      double root = Numerics.f64_sqrt(x);
      if (!(x > 0) || Double.isInfinite(x)) {
        assertThat(Double.compare(root, x == 0 || x > 0 ? x : Double.NaN)).isZero();
      } else {
        // The square of neither neighbour's midpoint lies between: the root is the nearest double.
        BigDecimal here = new BigDecimal(root);
        BigDecimal half = new BigDecimal("0.5");
        BigDecimal below = here.add(new BigDecimal(Math.nextDown(root))).multiply(half);
        BigDecimal above = here.add(new BigDecimal(Math.nextUp(root))).multiply(half);
        assertThat(new BigDecimal(x)).isBetween(below.multiply(below), above.multiply(above));
      }
    }
    for (float x : FLOATS) {
      float root = Numerics.f32_sqrt(x);
      if (!(x > 0) || Float.isInfinite(x)) {
        assertThat(Float.compare(root, x == 0 || x > 0 ? x : Float.NaN)).isZero();
      } else {
        BigDecimal here = new BigDecimal(root);
        BigDecimal half = new BigDecimal("0.5");
        BigDecimal below = here.add(new BigDecimal(Math.nextDown(root))).multiply(half);
        BigDecimal above = here.add(new BigDecimal(Math.nextUp(root))).multiply(half);
        assertThat(new BigDecimal(x)).isBetween(below.multiply(below), above.multiply(above));
      }
    }
  }

  @Test
  void theSmallerAndTheGreaterKnowSignedZerosAndNaNs() {
    for (double x : DOUBLES) {
      for (double y : DOUBLES) {
        if (Double.isNaN(x) || Double.isNaN(y)) {
          assertQuiet(Numerics.f64_min(x, y));
          assertQuiet(Numerics.f64_max(x, y));
        } else { // compare knows -0 and +0
          double less = Double.compare(x, y) < 0 ? x : y;
          double greater = Double.compare(x, y) < 0 ? y : x;
          assertThat(bits(Numerics.f64_min(x, y))).isEqualTo(bits(less));
          assertThat(bits(Numerics.f64_max(x, y))).isEqualTo(bits(greater));
        }
      }
    }
    for (float x : FLOATS) {
      for (float y : FLOATS) {
        if (Float.isNaN(x) || Float.isNaN(y)) {
          assertQuiet(Numerics.f32_min(x, y));
          assertQuiet(Numerics.f32_max(x, y));
        } else {
          float less = Float.compare(x, y) < 0 ? x : y;
          float greater = Float.compare(x, y) < 0 ? y : x;
          assertThat(bits(Numerics.f32_min(x, y))).isEqualTo(bits(less));
          assertThat(bits(Numerics.f32_max(x, y))).isEqualTo(bits(greater));
        }
      }
    }
  }

  @Test
  void everyNaNHasOneCanonicalForm() {
    assertThat(bits(Numerics.canonical(SIGNALLING_NAN_32))).isEqualTo(0x7fc00000);
    assertThat(bits(Numerics.canonical(Float.intBitsToFloat(0xffc12345)))).isEqualTo(0x7fc00000);
    assertThat(bits(Numerics.canonical(-0f))).isEqualTo(0x80000000);
    assertThat(bits(Numerics.canonical(SIGNALLING_NAN_64))).isEqualTo(0x7ff8000000000000L);
    assertThat(bits(Numerics.canonical(Double.longBitsToDouble(-1))))
        .isEqualTo(0x7ff8000000000000L);
    assertThat(bits(Numerics.canonical(-0d))).isEqualTo(Long.MIN_VALUE);
  }

  // ---- between them

  @Test
  void truncatesOrTraps() throws Exception {
    for (double x : DOUBLES) {
      checkTruncation(x, 32, true, () -> (long) Numerics.i32_trunc_f64_s(x));
      checkTruncation(x, 32, false, () -> Numerics.i32_trunc_f64_u(x) & 0xffffffffL);
      checkTruncation(x, 64, true, () -> Numerics.i64_trunc_f64_s(x));
      checkTruncation(x, 64, false, () -> Numerics.i64_trunc_f64_u(x));
    }
    for (float x : FLOATS) {
      checkTruncation(x, 32, true, () -> (long) Numerics.i32_trunc_f32_s(x));
      checkTruncation(x, 32, false, () -> Numerics.i32_trunc_f32_u(x) & 0xffffffffL);
      checkTruncation(x, 64, true, () -> Numerics.i64_trunc_f32_s(x));
      checkTruncation(x, 64, false, () -> Numerics.i64_trunc_f32_u(x));
    }
  }

  private static void checkTruncation(
      double x, int bits, boolean signed, Callable<Long> instruction) throws Exception {
    if (Double.isNaN(x)) {
      check(instruction, "invalid conversion to integer", () -> 0L);
      return;
    }
    boolean overflows = Double.isInfinite(x);
    if (!overflows) {
      BigInteger integer = new BigDecimal(x).toBigInteger();
      overflows = !integer.equals(saturated(integer, bits, signed));
    }
    check(
        instruction,
        overflows ? "integer overflow" : "",
        () -> new BigDecimal(x).toBigInteger().longValue());
  }

  @Test
  void truncatesToTheNearestThatThereIs() {
    for (double x : DOUBLES) {
      assertSaturates(x, 32, true, d -> Numerics.i32_trunc_sat_f64_s(d));
      assertSaturates(x, 32, false, d -> Numerics.i32_trunc_sat_f64_u(d) & 0xffffffffL);
      assertSaturates(x, 64, true, d -> Numerics.i64_trunc_sat_f64_s(d));
      assertSaturates(x, 64, false, d -> Numerics.i64_trunc_sat_f64_u(d));
    }
    for (float x : FLOATS) {
      assertSaturates(x, 32, true, d -> Numerics.i32_trunc_sat_f32_s(d.floatValue()));
      assertSaturates(
          x, 32, false, d -> Numerics.i32_trunc_sat_f32_u(d.floatValue()) & 0xffffffffL);
      assertSaturates(x, 64, true, d -> Numerics.i64_trunc_sat_f32_s(d.floatValue()));
      assertSaturates(x, 64, false, d -> Numerics.i64_trunc_sat_f32_u(d.floatValue()));
    }
  }

  private static void assertSaturates(
      double x, int bits, boolean signed, ToLongFunction<Double> instruction) {
    BigInteger integer = BigInteger.ZERO;
    if (Double.isInfinite(x)) {
      integer = BigInteger.ONE.shiftLeft(100).multiply(BigInteger.valueOf((long) Math.signum(x)));
    } else if (!Double.isNaN(x)) {
      integer = new BigDecimal(x).toBigInteger();
    }
    assertThat(instruction.applyAsLong(x))
        .as("%s to %d bits", x, bits)
        .isEqualTo(saturated(integer, bits, signed).longValue());
  }

  private static BigInteger saturated(BigInteger integer, int bits, boolean signed) {
    BigInteger least = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
    BigInteger most = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    return integer.max(least).min(most);
  }

  @Test
  void convertsUnsignedIntegersToTheNearestFloat() {
    List<Long> hard = new ArrayList<>(LONGS);
    for (int shift = 0; shift < 11; shift++) { // around the midpoints between two floats
      for (int delta = -1; delta <= 1; delta++) {
        hard.add(0x8000008000000000L + delta);
        hard.add(0x8000018000000000L + delta);
        hard.add((0x8000000000000400L + delta) >>> shift);
        hard.add((0x8000000000000c00L + delta) >>> shift);
        hard.add((0xfffffffffffffbffL + delta) >>> shift);
      }
    }
    for (long x : hard) {
      BigInteger exact = unsigned(x); // BigInteger rounds to the nearest, halves to even
      assertThat(Numerics.f32_convert_i64_u(x)).as("%x", x).isEqualTo(exact.floatValue());
      assertThat(Numerics.f64_convert_i64_u(x)).as("%x", x).isEqualTo(exact.doubleValue());
      BigInteger low = BigInteger.valueOf(x & 0xffffffffL);
      assertThat(Numerics.f32_convert_i32_u((int) x)).as("%x", x).isEqualTo(low.floatValue());
      assertThat(Numerics.f64_convert_i32_u((int) x)).as("%x", x).isEqualTo(low.doubleValue());
    }
  }

  @Test
  void reinterpretsEveryBit() {
    assertThat(Numerics.i32_reinterpret_f32(Numerics.f32_reinterpret_i32(0x7fa00001)))
        .isEqualTo(0x7fa00001);
    assertThat(Numerics.i64_reinterpret_f64(Numerics.f64_reinterpret_i64(0xfff4000000000001L)))
        .isEqualTo(0xfff4000000000001L);
    assertThat(Numerics.i32_reinterpret_f32(-1f)).isEqualTo(0xbf800000);
    assertThat(Numerics.f64_reinterpret_i64(0xbff0000000000000L)).isEqualTo(-1);
  }

  /** What the generated code's own instructions do to NaNs, and what it therefore may rely on. */
  @Test
  void theJvmsOwnConversionsQuietNaNs() {
    ToDoubleFunction<Float> promote = x -> x;
    ToIntFunction<Double> demote = x -> bits(x.floatValue());

    assertQuiet(promote.applyAsDouble(SIGNALLING_NAN_32));
    assertQuiet(Float.intBitsToFloat(demote.applyAsInt(SIGNALLING_NAN_64)));
  }

  private static void assertQuiet(float x) {
    assertThat(bits(x) & 0x7fc00000).isEqualTo(0x7fc00000);
  }

  private static void assertQuiet(double x) {
    assertThat(bits(x) & 0x7ff8000000000000L).isEqualTo(0x7ff8000000000000L);
  }

  /** The same bits, quiet if they are of a NaN. */
  private static long quiet(long bits) {
    return Double.isNaN(Double.longBitsToDouble(bits)) ? bits | 0x0008000000000000L : bits;
  }

  private static int bits(float x) {
    return Float.floatToRawIntBits(x);
  }

  private static long bits(double x) {
    return Double.doubleToRawLongBits(x);
  }

  private static BigInteger unsigned(long x) {
    return new BigInteger(Long.toUnsignedString(x));
  }
}
