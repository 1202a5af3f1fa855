package cairn.compiler.runtime;

/**
 * The numeric instructions on single numbers, except those that are one instruction of the JVM
 * (such as {@code i32.add} or {@code f32.demote_f64}).
 *
 * <p>A NaN that comes out is quiet, and one that goes in keeps its payload where the machine's own
 * arithmetic keeps it, which the specification allows ("arithmetic NaN"); {@link #canonical(float)}
 * and {@link #canonical(double)} make the result the same on every machine. Only {@code abs},
 * {@code neg}, {@code copysign} and the reinterpretations pass signalling NaNs on, as they must.
 *
 * <p>Long, because the table of instructions is.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/numerics.html">Numerics</a>
 */
@SuppressWarnings(
    "MemberName") // methods are named as the instructions, so that a reader finds them
public final class Numerics {
  private Numerics() {}

  // ---- i32

  /** {@code i32.eqz}. */
  public static int i32_eqz(int x) {
    return x == 0 ? 1 : 0;
  }

  /** {@code i32.eq}. */
  public static int i32_eq(int x, int y) {
    return x == y ? 1 : 0;
  }

  /** {@code i32.ne}. */
  public static int i32_ne(int x, int y) {
    return x != y ? 1 : 0;
  }

  /** {@code i32.lt_s}. */
  public static int i32_lt_s(int x, int y) {
    return x < y ? 1 : 0;
  }

  /** {@code i32.gt_s}. */
  public static int i32_gt_s(int x, int y) {
    return x > y ? 1 : 0;
  }

  /** {@code i32.le_s}. */
  public static int i32_le_s(int x, int y) {
    return x <= y ? 1 : 0;
  }

  /** {@code i32.ge_s}. */
  public static int i32_ge_s(int x, int y) {
    return x >= y ? 1 : 0;
  }

  /** {@code i32.lt_u}. */
  public static int i32_lt_u(int x, int y) {
    return Integer.compareUnsigned(x, y) < 0 ? 1 : 0;
  }

  /** {@code i32.gt_u}. */
  public static int i32_gt_u(int x, int y) {
    return Integer.compareUnsigned(x, y) > 0 ? 1 : 0;
  }

  /** {@code i32.le_u}. */
  public static int i32_le_u(int x, int y) {
    return Integer.compareUnsigned(x, y) <= 0 ? 1 : 0;
  }

  /** {@code i32.ge_u}. */
  public static int i32_ge_u(int x, int y) {
    return Integer.compareUnsigned(x, y) >= 0 ? 1 : 0;
  }

  /** {@code i32.clz}. */
  public static int i32_clz(int x) {
    return Integer.numberOfLeadingZeros(x);
  }

  /** {@code i32.ctz}. */
  public static int i32_ctz(int x) {
    return Integer.numberOfTrailingZeros(x);
  }

  /** {@code i32.popcnt}. */
  public static int i32_popcnt(int x) {
    return Integer.bitCount(x);
  }

  /** {@code i32.div_s}. */
  public static int i32_div_s(int x, int y) {
    if (y == 0) throw Trap.integerDivideByZero();
    if (y == -1 && x == Integer.MIN_VALUE) throw Trap.integerOverflow();
    return x / y;
  }

  /** {@code i32.div_u}. */
  public static int i32_div_u(int x, int y) {
    if (y == 0) throw Trap.integerDivideByZero();
    return Integer.divideUnsigned(x, y);
  }

  /** {@code i32.rem_s}. */
  public static int i32_rem_s(int x, int y) {
    if (y == 0) throw Trap.integerDivideByZero();
    return x % y; // 0 for the smallest number and -1
  }

  /** {@code i32.rem_u}. */
  public static int i32_rem_u(int x, int y) {
    if (y == 0) throw Trap.integerDivideByZero();
    return Integer.remainderUnsigned(x, y);
  }

  /** {@code i32.rotl}. */
  public static int i32_rotl(int x, int y) {
    return Integer.rotateLeft(x, y);
  }

  /** {@code i32.rotr}. */
  public static int i32_rotr(int x, int y) {
    return Integer.rotateRight(x, y);
  }

  // ---- i64

  /** {@code i64.eqz}. */
  public static int i64_eqz(long x) {
    return x == 0 ? 1 : 0;
  }

  /** {@code i64.eq}. */
  public static int i64_eq(long x, long y) {
    return x == y ? 1 : 0;
  }

  /** {@code i64.ne}. */
  public static int i64_ne(long x, long y) {
    return x != y ? 1 : 0;
  }

  /** {@code i64.lt_s}. */
  public static int i64_lt_s(long x, long y) {
    return x < y ? 1 : 0;
  }

  /** {@code i64.gt_s}. */
  public static int i64_gt_s(long x, long y) {
    return x > y ? 1 : 0;
  }

  /** {@code i64.le_s}. */
  public static int i64_le_s(long x, long y) {
    return x <= y ? 1 : 0;
  }

  /** {@code i64.ge_s}. */
  public static int i64_ge_s(long x, long y) {
    return x >= y ? 1 : 0;
  }

  /** {@code i64.lt_u}. */
  public static int i64_lt_u(long x, long y) {
    return Long.compareUnsigned(x, y) < 0 ? 1 : 0;
  }

  /** {@code i64.gt_u}. */
  public static int i64_gt_u(long x, long y) {
    return Long.compareUnsigned(x, y) > 0 ? 1 : 0;
  }

  /** {@code i64.le_u}. */
  public static int i64_le_u(long x, long y) {
    return Long.compareUnsigned(x, y) <= 0 ? 1 : 0;
  }

  /** {@code i64.ge_u}. */
  public static int i64_ge_u(long x, long y) {
    return Long.compareUnsigned(x, y) >= 0 ? 1 : 0;
  }

  /** {@code i64.clz}. */
  public static long i64_clz(long x) {
    return Long.numberOfLeadingZeros(x);
  }

  /** {@code i64.ctz}. */
  public static long i64_ctz(long x) {
    return Long.numberOfTrailingZeros(x);
  }

  /** {@code i64.popcnt}. */
  public static long i64_popcnt(long x) {
    return Long.bitCount(x);
  }

  /** {@code i64.div_s}. */
  public static long i64_div_s(long x, long y) {
    if (y == 0) throw Trap.integerDivideByZero();
    if (y == -1 && x == Long.MIN_VALUE) throw Trap.integerOverflow();
    return x / y;
  }

  /** {@code i64.div_u}. */
  public static long i64_div_u(long x, long y) {
    if (y == 0) throw Trap.integerDivideByZero();
    return Long.divideUnsigned(x, y);
  }

  /** {@code i64.rem_s}. */
  public static long i64_rem_s(long x, long y) {
    if (y == 0) throw Trap.integerDivideByZero();
    return x % y; // 0 for the smallest number and -1
  }

  /** {@code i64.rem_u}. */
  public static long i64_rem_u(long x, long y) {
    if (y == 0) throw Trap.integerDivideByZero();
    return Long.remainderUnsigned(x, y);
  }

  /** {@code i64.rotl}. */
  public static long i64_rotl(long x, long y) {
    return Long.rotateLeft(x, (int) y);
  }

  /** {@code i64.rotr}. */
  public static long i64_rotr(long x, long y) {
    return Long.rotateRight(x, (int) y);
  }

  /** {@code i64.extend8_s}. */
  public static long i64_extend8_s(long x) {
    return (byte) x;
  }

  /** {@code i64.extend16_s}. */
  public static long i64_extend16_s(long x) {
    return (short) x;
  }

  /** {@code i64.extend32_s}. */
  public static long i64_extend32_s(long x) {
    return (int) x;
  }

  /** {@code i64.extend_i32_u}. */
  public static long i64_extend_i32_u(int x) {
    return x & 0xffff_ffffL;
  }

  // ---- f32

  /** {@code f32.eq}. */
  public static int f32_eq(float x, float y) {
    return x == y ? 1 : 0;
  }

  /** {@code f32.ne}. */
  public static int f32_ne(float x, float y) {
    return x != y ? 1 : 0;
  }

  /** {@code f32.lt}. */
  public static int f32_lt(float x, float y) {
    return x < y ? 1 : 0;
  }

  /** {@code f32.gt}. */
  public static int f32_gt(float x, float y) {
    return x > y ? 1 : 0;
  }

  /** {@code f32.le}. */
  public static int f32_le(float x, float y) {
    return x <= y ? 1 : 0;
  }

  /** {@code f32.ge}. */
  public static int f32_ge(float x, float y) {
    return x >= y ? 1 : 0;
  }

  /** {@code f32.abs}, of a NaN too. */
  public static float f32_abs(float x) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(x) & Integer.MAX_VALUE);
  }

  /** {@code f32.neg}, of a NaN too. */
  public static float f32_neg(float x) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(x) ^ Integer.MIN_VALUE);
  }

  /** {@code f32.copysign}: the first with the sign of the second. */
  public static float f32_copysign(float x, float y) {
    int magnitude = Float.floatToRawIntBits(x) & Integer.MAX_VALUE;
    int sign = Float.floatToRawIntBits(y) & Integer.MIN_VALUE;
    return Float.intBitsToFloat(magnitude | sign);
  }

  /** {@code f32.ceil}. */
  public static float f32_ceil(float x) {
    return Float.isNaN(x) ? x + x : (float) Math.ceil(x);
  }

  /** {@code f32.floor}. */
  public static float f32_floor(float x) {
    return Float.isNaN(x) ? x + x : (float) Math.floor(x);
  }

  /** {@code f32.nearest}: halves go to the even neighbour. */
  public static float f32_nearest(float x) {
    return Float.isNaN(x) ? x + x : (float) Math.rint(x);
  }

  /** {@code f32.trunc}: towards zero, whose sign stays. */
  public static float f32_trunc(float x) {
    if (Float.isNaN(x)) return x + x;
    return (float) (Float.floatToRawIntBits(x) < 0 ? Math.ceil(x) : Math.floor(x));
  }

  /** {@code f32.sqrt}; a root in double, rounded once more, is the correctly rounded one. */
  public static float f32_sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /** {@code f32.min}: a NaN if either is one; -0 is less than +0. */
  public static float f32_min(float x, float y) {
    return Float.isNaN(x) || Float.isNaN(y) ? x + y : Math.min(x, y);
  }

  /** {@code f32.max}: a NaN if either is one; -0 is less than +0. */
  public static float f32_max(float x, float y) {
    return Float.isNaN(x) || Float.isNaN(y) ? x + y : Math.max(x, y);
  }

  /** The number itself, or the canonical NaN, positive, for every NaN. */
  public static float canonical(float x) {
    return Float.isNaN(x) ? Float.NaN : x;
  }

  // ---- f64

  /** {@code f64.eq}. */
  public static int f64_eq(double x, double y) {
    return x == y ? 1 : 0;
  }

  /** {@code f64.ne}. */
  public static int f64_ne(double x, double y) {
    return x != y ? 1 : 0;
  }

  /** {@code f64.lt}. */
  public static int f64_lt(double x, double y) {
    return x < y ? 1 : 0;
  }

  /** {@code f64.gt}. */
  public static int f64_gt(double x, double y) {
    return x > y ? 1 : 0;
  }

  /** {@code f64.le}. */
  public static int f64_le(double x, double y) {
    return x <= y ? 1 : 0;
  }

  /** {@code f64.ge}. */
  public static int f64_ge(double x, double y) {
    return x >= y ? 1 : 0;
  }

  /** {@code f64.abs}, of a NaN too. */
  public static double f64_abs(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & Long.MAX_VALUE);
  }

  /** {@code f64.neg}, of a NaN too. */
  public static double f64_neg(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) ^ Long.MIN_VALUE);
  }

  /** {@code f64.copysign}: the first with the sign of the second. */
  public static double f64_copysign(double x, double y) {
    long magnitude = Double.doubleToRawLongBits(x) & Long.MAX_VALUE;
    long sign = Double.doubleToRawLongBits(y) & Long.MIN_VALUE;
    return Double.longBitsToDouble(magnitude | sign);
  }

  /** {@code f64.ceil}. */
  public static double f64_ceil(double x) {
    return Double.isNaN(x) ? x + x : Math.ceil(x);
  }

  /** {@code f64.floor}. */
  public static double f64_floor(double x) {
    return Double.isNaN(x) ? x + x : Math.floor(x);
  }

  /** {@code f64.nearest}: halves go to the even neighbour. */
  public static double f64_nearest(double x) {
    return Double.isNaN(x) ? x + x : Math.rint(x);
  }

  /** {@code f64.trunc}: towards zero, whose sign stays. */
  public static double f64_trunc(double x) {
    if (Double.isNaN(x)) return x + x;
    return (Double.doubleToRawLongBits(x) < 0 ? Math.ceil(x) : Math.floor(x));
  }

  /** {@code f64.sqrt}. */
  public static double f64_sqrt(double x) {
    return Math.sqrt(x);
  }

  /** {@code f64.min}: a NaN if either is one; -0 is less than +0. */
  public static double f64_min(double x, double y) {
    return Double.isNaN(x) || Double.isNaN(y) ? x + y : Math.min(x, y);
  }

  /** {@code f64.max}: a NaN if either is one; -0 is less than +0. */
  public static double f64_max(double x, double y) {
    return Double.isNaN(x) || Double.isNaN(y) ? x + y : Math.max(x, y);
  }

  /** The number itself, or the canonical NaN, positive, for every NaN. */
  public static double canonical(double x) {
    return Double.isNaN(x) ? Double.NaN : x;
  }

  // ---- between floats and integers

  /** {@code i32.trunc_f32_s}. */
  public static int i32_trunc_f32_s(float x) {
    if (!(x >= -0x1p31f && x < 0x1p31f)) throw notAnInteger(x);
    return (int) x;
  }

  /** {@code i32.trunc_f32_u}. */
  public static int i32_trunc_f32_u(float x) {
    if (!(x > -1 && x < 0x1p32f)) throw notAnInteger(x);
    return (int) (long) x;
  }

  /** {@code i32.trunc_sat_f32_s}. */
  public static int i32_trunc_sat_f32_s(float x) {
    return (int) x; // saturates, and makes a NaN 0
  }

  /** {@code i32.trunc_sat_f32_u}. */
  public static int i32_trunc_sat_f32_u(float x) {
    return (int) Math.clamp((long) x, 0L, 0xffff_ffffL);
  }

  /** {@code i32.trunc_f64_s}. */
  public static int i32_trunc_f64_s(double x) {
    if (!(x > -0x1p31 - 1 && x < 0x1p31)) throw notAnInteger(x);
    return (int) x;
  }

  /** {@code i32.trunc_f64_u}. */
  public static int i32_trunc_f64_u(double x) {
    if (!(x > -1 && x < 0x1p32)) throw notAnInteger(x);
    return (int) (long) x;
  }

  /** {@code i32.trunc_sat_f64_s}. */
  public static int i32_trunc_sat_f64_s(double x) {
    return (int) x; // saturates, and makes a NaN 0
  }

  /** {@code i32.trunc_sat_f64_u}. */
  public static int i32_trunc_sat_f64_u(double x) {
    return (int) Math.clamp((long) x, 0L, 0xffff_ffffL);
  }

  /** {@code i64.trunc_f32_s}. */
  public static long i64_trunc_f32_s(float x) {
    if (!(x >= -0x1p63f && x < 0x1p63f)) throw notAnInteger(x);
    return (long) x;
  }

  /** {@code i64.trunc_f32_u}. */
  public static long i64_trunc_f32_u(float x) {
    if (!(x > -1 && x < 0x1p64f)) throw notAnInteger(x);
    return unsigned(x);
  }

  /** {@code i64.trunc_sat_f32_s}. */
  public static long i64_trunc_sat_f32_s(float x) {
    return (long) x; // saturates, and makes a NaN 0
  }

  /** {@code i64.trunc_sat_f32_u}. */
  public static long i64_trunc_sat_f32_u(float x) {
    return x > 0 ? unsigned(x) : 0;
  }

  /** {@code i64.trunc_f64_s}. */
  public static long i64_trunc_f64_s(double x) {
    if (!(x >= -0x1p63 && x < 0x1p63)) throw notAnInteger(x);
    return (long) x;
  }

  /** {@code i64.trunc_f64_u}. */
  public static long i64_trunc_f64_u(double x) {
    if (!(x > -1 && x < 0x1p64)) throw notAnInteger(x);
    return unsigned(x);
  }

  /** {@code i64.trunc_sat_f64_s}. */
  public static long i64_trunc_sat_f64_s(double x) {
    return (long) x; // saturates, and makes a NaN 0
  }

  /** {@code i64.trunc_sat_f64_u}. */
  public static long i64_trunc_sat_f64_u(double x) {
    return x > 0 ? unsigned(x) : 0;
  }

  /** The integer part of a positive number as unsigned 64 bits, at most the largest of these. */
  private static long unsigned(float x) {
    if (x < 0x1p63f) return (long) x;
    return x < 0x1p64f ? (long) (x - 0x1p63f) ^ Long.MIN_VALUE : -1;
  }

  /** The integer part of a positive number as unsigned 64 bits, at most the largest of these. */
  private static long unsigned(double x) {
    if (x < 0x1p63) return (long) x;
    return x < 0x1p64 ? (long) (x - 0x1p63) ^ Long.MIN_VALUE : -1;
  }

  /** Why a float has no integer of a type. */
  private static Trap notAnInteger(double x) {
    return Double.isNaN(x) ? Trap.invalidConversionToInteger() : Trap.integerOverflow();
  }

  /** {@code f32.convert_i32_u}. */
  public static float f32_convert_i32_u(int x) {
    return (float) (x & 0xffff_ffffL);
  }

  /** {@code f32.convert_i64_u}. */
  public static float f32_convert_i64_u(long x) {
    if (x >= 0) return (float) x;
    // Half of it, whose last bit says whether anything was lost, rounds as the whole would.
    return (float) ((x >>> 1) | (x & 1)) * 2;
  }

  /** {@code f64.convert_i32_u}. */
  public static double f64_convert_i32_u(int x) {
    return x & 0xffff_ffffL;
  }

  /** {@code f64.convert_i64_u}. */
  public static double f64_convert_i64_u(long x) {
    if (x >= 0) return (double) x;
    // Half of it, whose last bit says whether anything was lost, rounds as the whole would.
    return (double) ((x >>> 1) | (x & 1)) * 2;
  }

  /** {@code i32.reinterpret_f32}. */
  public static int i32_reinterpret_f32(float x) {
    return Float.floatToRawIntBits(x);
  }

  /** {@code i64.reinterpret_f64}. */
  public static long i64_reinterpret_f64(double x) {
    return Double.doubleToRawLongBits(x);
  }

  /** {@code f32.reinterpret_i32}. */
  public static float f32_reinterpret_i32(int x) {
    return Float.intBitsToFloat(x);
  }

  /** {@code f64.reinterpret_i64}. */
  public static double f64_reinterpret_i64(long x) {
    return Double.longBitsToDouble(x);
  }
}
