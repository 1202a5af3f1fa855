package cairn.compiler.runtime;

import jdk.internal.misc.Unsafe;

/**
 * The vector instructions, on two longs: those on integers treat all lanes of a long at once
 * ({@link Lanes}), those on floats take the lanes one by one and do what {@link Numerics} does.
 *
 * <p>The operands come first in the order of the stack; then, for accesses to memory, what {@link
 * MemoryAccess} has there, the static offset and the memory; and a lane's number last. Bytes are
 * little-endian, lane 0 is at the lowest address.
 *
 * <p>The relaxed instructions have the results of the deterministic profile.
 *
 * <p>Long, because the table of instructions is.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/instructions.html#vector-instructions">
 *     Vector instructions</a>
 * @see <a href="https://webassembly.github.io/spec/core/appendix/profiles.html">Profiles</a>
 */
@SuppressWarnings(
    "MemberName") // methods are named as the instructions, so that a reader finds them
public final class Vectors {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private Vectors() {}

  // ---- constants and bits

  /** {@code v128.const}. */
  public static V128 v128_const(long low, long high) {
    return new V128(low, high);
  }

  /** {@code v128.not}. */
  public static V128 v128_not(V128 x) {
    return new V128(~x.low(), ~x.high());
  }

  /** {@code v128.and}. */
  public static V128 v128_and(V128 x, V128 y) {
    return new V128(x.low() & y.low(), x.high() & y.high());
  }

  /** {@code v128.andnot}. */
  public static V128 v128_andnot(V128 x, V128 y) {
    return new V128(x.low() & ~y.low(), x.high() & ~y.high());
  }

  /** {@code v128.or}. */
  public static V128 v128_or(V128 x, V128 y) {
    return new V128(x.low() | y.low(), x.high() | y.high());
  }

  /** {@code v128.xor}. */
  public static V128 v128_xor(V128 x, V128 y) {
    return new V128(x.low() ^ y.low(), x.high() ^ y.high());
  }

  /** {@code v128.bitselect}: bits of the first where the mask is 1. */
  public static V128 v128_bitselect(V128 x, V128 y, V128 mask) {
    return new V128(
        Lanes.select(mask.low(), x.low(), y.low()), Lanes.select(mask.high(), x.high(), y.high()));
  }

  /** {@code v128.any_true}. */
  public static int v128_any_true(V128 x) {
    return (x.low() | x.high()) != 0 ? 1 : 0;
  }

  // ---- lanes

  /** {@code i8x16.shuffle}; the immediate lanes, 0 to 31, are the bytes of the last operand. */
  public static V128 i8x16_shuffle(V128 x, V128 y, V128 lanes) {
    return new V128(Lanes.shuffle(x, y, lanes.low()), Lanes.shuffle(x, y, lanes.high()));
  }

  /** {@code i8x16.swizzle}: 0 where there is no such lane. */
  public static V128 i8x16_swizzle(V128 x, V128 lanes) {
    return new V128(Lanes.swizzle(x, lanes.low()), Lanes.swizzle(x, lanes.high()));
  }

  /** {@code i8x16.splat}. */
  public static V128 i8x16_splat(int x) {
    return splat((x & 0xffL) * Lanes.ONES_8);
  }

  /** {@code i16x8.splat}. */
  public static V128 i16x8_splat(int x) {
    return splat((x & 0xffffL) * Lanes.ONES_16);
  }

  /** {@code i32x4.splat}. */
  public static V128 i32x4_splat(int x) {
    return splat((x & 0xffff_ffffL) * Lanes.ONES_32);
  }

  /** {@code i64x2.splat}. */
  public static V128 i64x2_splat(long x) {
    return splat(x);
  }

  /** {@code f32x4.splat}. */
  public static V128 f32x4_splat(float x) {
    return i32x4_splat(Float.floatToRawIntBits(x));
  }

  /** {@code f64x2.splat}. */
  public static V128 f64x2_splat(double x) {
    return splat(Double.doubleToRawLongBits(x));
  }

  /** {@code i8x16.extract_lane_s}. */
  public static int i8x16_extract_lane_s(V128 x, int lane) {
    return (byte) bits(x, lane, 8);
  }

  /** {@code i8x16.extract_lane_u}. */
  public static int i8x16_extract_lane_u(V128 x, int lane) {
    return (int) bits(x, lane, 8) & 0xff;
  }

  /** {@code i16x8.extract_lane_s}. */
  public static int i16x8_extract_lane_s(V128 x, int lane) {
    return (short) bits(x, lane, 16);
  }

  /** {@code i16x8.extract_lane_u}. */
  public static int i16x8_extract_lane_u(V128 x, int lane) {
    return (int) bits(x, lane, 16) & 0xffff;
  }

  /** {@code i32x4.extract_lane}. */
  public static int i32x4_extract_lane(V128 x, int lane) {
    return (int) bits(x, lane, 32);
  }

  /** {@code i64x2.extract_lane}. */
  public static long i64x2_extract_lane(V128 x, int lane) {
    return bits(x, lane, 64);
  }

  /** {@code f32x4.extract_lane}. */
  public static float f32x4_extract_lane(V128 x, int lane) {
    return f32(x, lane);
  }

  /** {@code f64x2.extract_lane}. */
  public static double f64x2_extract_lane(V128 x, int lane) {
    return f64(x, lane);
  }

  /** {@code i8x16.replace_lane}. */
  public static V128 i8x16_replace_lane(V128 x, int value, int lane) {
    return replace(x, value, lane, 8);
  }

  /** {@code i16x8.replace_lane}. */
  public static V128 i16x8_replace_lane(V128 x, int value, int lane) {
    return replace(x, value, lane, 16);
  }

  /** {@code i32x4.replace_lane}. */
  public static V128 i32x4_replace_lane(V128 x, int value, int lane) {
    return replace(x, value, lane, 32);
  }

  /** {@code i64x2.replace_lane}. */
  public static V128 i64x2_replace_lane(V128 x, long value, int lane) {
    return replace(x, value, lane, 64);
  }

  /** {@code f32x4.replace_lane}. */
  public static V128 f32x4_replace_lane(V128 x, float value, int lane) {
    return replace(x, Float.floatToRawIntBits(value), lane, 32);
  }

  /** {@code f64x2.replace_lane}. */
  public static V128 f64x2_replace_lane(V128 x, double value, int lane) {
    return replace(x, Double.doubleToRawLongBits(value), lane, 64);
  }

  // ---- i8x16

  /** {@code i8x16.eq}. */
  public static V128 i8x16_eq(V128 x, V128 y) {
    return new V128(Lanes.equal(x.low(), y.low(), 8), Lanes.equal(x.high(), y.high(), 8));
  }

  /** {@code i8x16.ne}. */
  public static V128 i8x16_ne(V128 x, V128 y) {
    return new V128(~Lanes.equal(x.low(), y.low(), 8), ~Lanes.equal(x.high(), y.high(), 8));
  }

  /** {@code i8x16.lt_s}. */
  public static V128 i8x16_lt_s(V128 x, V128 y) {
    return new V128(Lanes.lessSigned(x.low(), y.low(), 8), Lanes.lessSigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.gt_s}. */
  public static V128 i8x16_gt_s(V128 x, V128 y) {
    return new V128(Lanes.lessSigned(y.low(), x.low(), 8), Lanes.lessSigned(y.high(), x.high(), 8));
  }

  /** {@code i8x16.le_s}. */
  public static V128 i8x16_le_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(y.low(), x.low(), 8), ~Lanes.lessSigned(y.high(), x.high(), 8));
  }

  /** {@code i8x16.ge_s}. */
  public static V128 i8x16_ge_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(x.low(), y.low(), 8), ~Lanes.lessSigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.lt_u}. */
  public static V128 i8x16_lt_u(V128 x, V128 y) {
    return new V128(
        Lanes.lessUnsigned(x.low(), y.low(), 8), Lanes.lessUnsigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.gt_u}. */
  public static V128 i8x16_gt_u(V128 x, V128 y) {
    return new V128(
        Lanes.lessUnsigned(y.low(), x.low(), 8), Lanes.lessUnsigned(y.high(), x.high(), 8));
  }

  /** {@code i8x16.le_u}. */
  public static V128 i8x16_le_u(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessUnsigned(y.low(), x.low(), 8), ~Lanes.lessUnsigned(y.high(), x.high(), 8));
  }

  /** {@code i8x16.ge_u}. */
  public static V128 i8x16_ge_u(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessUnsigned(x.low(), y.low(), 8), ~Lanes.lessUnsigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.abs}; the smallest number stays. */
  public static V128 i8x16_abs(V128 x) {
    return new V128(Lanes.absolute(x.low(), 8), Lanes.absolute(x.high(), 8));
  }

  /** {@code i8x16.neg}. */
  public static V128 i8x16_neg(V128 x) {
    return new V128(Lanes.subtract(0, x.low(), 8), Lanes.subtract(0, x.high(), 8));
  }

  /** {@code i8x16.popcnt}. */
  public static V128 i8x16_popcnt(V128 x) {
    return new V128(Lanes.countBits(x.low()), Lanes.countBits(x.high()));
  }

  /** {@code i8x16.all_true}. */
  public static int i8x16_all_true(V128 x) {
    return (Lanes.equal(x.low(), 0, 8) | Lanes.equal(x.high(), 0, 8)) == 0 ? 1 : 0;
  }

  /** {@code i8x16.bitmask}: the highest bit of each lane. */
  public static int i8x16_bitmask(V128 x) {
    return Lanes.bitmask(x.low(), 8) | (Lanes.bitmask(x.high(), 8) << 8);
  }

  /** {@code i8x16.shl}. */
  public static V128 i8x16_shl(V128 x, int count) {
    return new V128(Lanes.shiftLeft(x.low(), count, 8), Lanes.shiftLeft(x.high(), count, 8));
  }

  /** {@code i8x16.shr_s}. */
  public static V128 i8x16_shr_s(V128 x, int count) {
    return new V128(
        Lanes.shiftRightSigned(x.low(), count, 8), Lanes.shiftRightSigned(x.high(), count, 8));
  }

  /** {@code i8x16.shr_u}. */
  public static V128 i8x16_shr_u(V128 x, int count) {
    return new V128(
        Lanes.shiftRightUnsigned(x.low(), count, 8), Lanes.shiftRightUnsigned(x.high(), count, 8));
  }

  /** {@code i8x16.add}. */
  public static V128 i8x16_add(V128 x, V128 y) {
    return new V128(Lanes.add(x.low(), y.low(), 8), Lanes.add(x.high(), y.high(), 8));
  }

  /** {@code i8x16.sub}. */
  public static V128 i8x16_sub(V128 x, V128 y) {
    return new V128(Lanes.subtract(x.low(), y.low(), 8), Lanes.subtract(x.high(), y.high(), 8));
  }

  /** {@code i8x16.add_sat_s}. */
  public static V128 i8x16_add_sat_s(V128 x, V128 y) {
    return new V128(
        Lanes.addSaturatingSigned(x.low(), y.low(), 8),
        Lanes.addSaturatingSigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.add_sat_u}. */
  public static V128 i8x16_add_sat_u(V128 x, V128 y) {
    return new V128(
        Lanes.addSaturatingUnsigned(x.low(), y.low(), 8),
        Lanes.addSaturatingUnsigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.sub_sat_s}. */
  public static V128 i8x16_sub_sat_s(V128 x, V128 y) {
    return new V128(
        Lanes.subtractSaturatingSigned(x.low(), y.low(), 8),
        Lanes.subtractSaturatingSigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.sub_sat_u}. */
  public static V128 i8x16_sub_sat_u(V128 x, V128 y) {
    return new V128(
        Lanes.subtractSaturatingUnsigned(x.low(), y.low(), 8),
        Lanes.subtractSaturatingUnsigned(x.high(), y.high(), 8));
  }

  /** {@code i8x16.min_s}. */
  public static V128 i8x16_min_s(V128 x, V128 y) {
    V128 less = i8x16_lt_s(x, y);
    return v128_bitselect(x, y, less);
  }

  /** {@code i8x16.max_s}. */
  public static V128 i8x16_max_s(V128 x, V128 y) {
    V128 less = i8x16_lt_s(x, y);
    return v128_bitselect(y, x, less);
  }

  /** {@code i8x16.min_u}. */
  public static V128 i8x16_min_u(V128 x, V128 y) {
    V128 less = i8x16_lt_u(x, y);
    return v128_bitselect(x, y, less);
  }

  /** {@code i8x16.max_u}. */
  public static V128 i8x16_max_u(V128 x, V128 y) {
    V128 less = i8x16_lt_u(x, y);
    return v128_bitselect(y, x, less);
  }

  /** {@code i8x16.avgr_u}: halves are rounded up. */
  public static V128 i8x16_avgr_u(V128 x, V128 y) {
    return new V128(Lanes.average(x.low(), y.low(), 8), Lanes.average(x.high(), y.high(), 8));
  }

  /** {@code i8x16.narrow_i16x8_s}: to the nearest that there is. */
  public static V128 i8x16_narrow_i16x8_s(V128 x, V128 y) {
    return new V128(Lanes.narrowSigned(x, 16), Lanes.narrowSigned(y, 16));
  }

  /** {@code i8x16.narrow_i16x8_u}: to the nearest that there is. */
  public static V128 i8x16_narrow_i16x8_u(V128 x, V128 y) {
    return new V128(Lanes.narrowUnsigned(x, 16), Lanes.narrowUnsigned(y, 16));
  }

  // ---- i16x8

  /** {@code i16x8.eq}. */
  public static V128 i16x8_eq(V128 x, V128 y) {
    return new V128(Lanes.equal(x.low(), y.low(), 16), Lanes.equal(x.high(), y.high(), 16));
  }

  /** {@code i16x8.ne}. */
  public static V128 i16x8_ne(V128 x, V128 y) {
    return new V128(~Lanes.equal(x.low(), y.low(), 16), ~Lanes.equal(x.high(), y.high(), 16));
  }

  /** {@code i16x8.lt_s}. */
  public static V128 i16x8_lt_s(V128 x, V128 y) {
    return new V128(
        Lanes.lessSigned(x.low(), y.low(), 16), Lanes.lessSigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.gt_s}. */
  public static V128 i16x8_gt_s(V128 x, V128 y) {
    return new V128(
        Lanes.lessSigned(y.low(), x.low(), 16), Lanes.lessSigned(y.high(), x.high(), 16));
  }

  /** {@code i16x8.le_s}. */
  public static V128 i16x8_le_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(y.low(), x.low(), 16), ~Lanes.lessSigned(y.high(), x.high(), 16));
  }

  /** {@code i16x8.ge_s}. */
  public static V128 i16x8_ge_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(x.low(), y.low(), 16), ~Lanes.lessSigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.lt_u}. */
  public static V128 i16x8_lt_u(V128 x, V128 y) {
    return new V128(
        Lanes.lessUnsigned(x.low(), y.low(), 16), Lanes.lessUnsigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.gt_u}. */
  public static V128 i16x8_gt_u(V128 x, V128 y) {
    return new V128(
        Lanes.lessUnsigned(y.low(), x.low(), 16), Lanes.lessUnsigned(y.high(), x.high(), 16));
  }

  /** {@code i16x8.le_u}. */
  public static V128 i16x8_le_u(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessUnsigned(y.low(), x.low(), 16), ~Lanes.lessUnsigned(y.high(), x.high(), 16));
  }

  /** {@code i16x8.ge_u}. */
  public static V128 i16x8_ge_u(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessUnsigned(x.low(), y.low(), 16), ~Lanes.lessUnsigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.abs}; the smallest number stays. */
  public static V128 i16x8_abs(V128 x) {
    return new V128(Lanes.absolute(x.low(), 16), Lanes.absolute(x.high(), 16));
  }

  /** {@code i16x8.neg}. */
  public static V128 i16x8_neg(V128 x) {
    return new V128(Lanes.subtract(0, x.low(), 16), Lanes.subtract(0, x.high(), 16));
  }

  /** {@code i16x8.all_true}. */
  public static int i16x8_all_true(V128 x) {
    return (Lanes.equal(x.low(), 0, 16) | Lanes.equal(x.high(), 0, 16)) == 0 ? 1 : 0;
  }

  /** {@code i16x8.bitmask}: the highest bit of each lane. */
  public static int i16x8_bitmask(V128 x) {
    return Lanes.bitmask(x.low(), 16) | (Lanes.bitmask(x.high(), 16) << 4);
  }

  /** {@code i16x8.shl}. */
  public static V128 i16x8_shl(V128 x, int count) {
    return new V128(Lanes.shiftLeft(x.low(), count, 16), Lanes.shiftLeft(x.high(), count, 16));
  }

  /** {@code i16x8.shr_s}. */
  public static V128 i16x8_shr_s(V128 x, int count) {
    return new V128(
        Lanes.shiftRightSigned(x.low(), count, 16), Lanes.shiftRightSigned(x.high(), count, 16));
  }

  /** {@code i16x8.shr_u}. */
  public static V128 i16x8_shr_u(V128 x, int count) {
    return new V128(
        Lanes.shiftRightUnsigned(x.low(), count, 16),
        Lanes.shiftRightUnsigned(x.high(), count, 16));
  }

  /** {@code i16x8.add}. */
  public static V128 i16x8_add(V128 x, V128 y) {
    return new V128(Lanes.add(x.low(), y.low(), 16), Lanes.add(x.high(), y.high(), 16));
  }

  /** {@code i16x8.sub}. */
  public static V128 i16x8_sub(V128 x, V128 y) {
    return new V128(Lanes.subtract(x.low(), y.low(), 16), Lanes.subtract(x.high(), y.high(), 16));
  }

  /** {@code i16x8.add_sat_s}. */
  public static V128 i16x8_add_sat_s(V128 x, V128 y) {
    return new V128(
        Lanes.addSaturatingSigned(x.low(), y.low(), 16),
        Lanes.addSaturatingSigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.add_sat_u}. */
  public static V128 i16x8_add_sat_u(V128 x, V128 y) {
    return new V128(
        Lanes.addSaturatingUnsigned(x.low(), y.low(), 16),
        Lanes.addSaturatingUnsigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.sub_sat_s}. */
  public static V128 i16x8_sub_sat_s(V128 x, V128 y) {
    return new V128(
        Lanes.subtractSaturatingSigned(x.low(), y.low(), 16),
        Lanes.subtractSaturatingSigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.sub_sat_u}. */
  public static V128 i16x8_sub_sat_u(V128 x, V128 y) {
    return new V128(
        Lanes.subtractSaturatingUnsigned(x.low(), y.low(), 16),
        Lanes.subtractSaturatingUnsigned(x.high(), y.high(), 16));
  }

  /** {@code i16x8.mul}. */
  public static V128 i16x8_mul(V128 x, V128 y) {
    return new V128(Lanes.multiply16(x.low(), y.low()), Lanes.multiply16(x.high(), y.high()));
  }

  /** {@code i16x8.min_s}. */
  public static V128 i16x8_min_s(V128 x, V128 y) {
    V128 less = i16x8_lt_s(x, y);
    return v128_bitselect(x, y, less);
  }

  /** {@code i16x8.max_s}. */
  public static V128 i16x8_max_s(V128 x, V128 y) {
    V128 less = i16x8_lt_s(x, y);
    return v128_bitselect(y, x, less);
  }

  /** {@code i16x8.min_u}. */
  public static V128 i16x8_min_u(V128 x, V128 y) {
    V128 less = i16x8_lt_u(x, y);
    return v128_bitselect(x, y, less);
  }

  /** {@code i16x8.max_u}. */
  public static V128 i16x8_max_u(V128 x, V128 y) {
    V128 less = i16x8_lt_u(x, y);
    return v128_bitselect(y, x, less);
  }

  /** {@code i16x8.avgr_u}: halves are rounded up. */
  public static V128 i16x8_avgr_u(V128 x, V128 y) {
    return new V128(Lanes.average(x.low(), y.low(), 16), Lanes.average(x.high(), y.high(), 16));
  }

  /** {@code i16x8.q15mulr_sat_s}: the product of two fractions of 15 bits, rounded. */
  public static V128 i16x8_q15mulr_sat_s(V128 x, V128 y) {
    return new V128(Lanes.multiplyQ15(x.low(), y.low()), Lanes.multiplyQ15(x.high(), y.high()));
  }

  /** {@code i16x8.extadd_pairwise_i8x16_s}. */
  public static V128 i16x8_extadd_pairwise_i8x16_s(V128 x) {
    return new V128(Lanes.addPairsSigned(x.low(), 8), Lanes.addPairsSigned(x.high(), 8));
  }

  /** {@code i16x8.extadd_pairwise_i8x16_u}. */
  public static V128 i16x8_extadd_pairwise_i8x16_u(V128 x) {
    return new V128(Lanes.addPairsUnsigned(x.low(), 8), Lanes.addPairsUnsigned(x.high(), 8));
  }

  /** {@code i16x8.narrow_i32x4_s}: to the nearest that there is. */
  public static V128 i16x8_narrow_i32x4_s(V128 x, V128 y) {
    return new V128(Lanes.narrowSigned(x, 32), Lanes.narrowSigned(y, 32));
  }

  /** {@code i16x8.narrow_i32x4_u}: to the nearest that there is. */
  public static V128 i16x8_narrow_i32x4_u(V128 x, V128 y) {
    return new V128(Lanes.narrowUnsigned(x, 32), Lanes.narrowUnsigned(y, 32));
  }

  /** {@code i16x8.extend_low_i8x16_s}. */
  public static V128 i16x8_extend_low_i8x16_s(V128 x) {
    return extendSigned(x.low(), 8);
  }

  /** {@code i16x8.extend_low_i8x16_u}. */
  public static V128 i16x8_extend_low_i8x16_u(V128 x) {
    return extendUnsigned(x.low(), 8);
  }

  /** {@code i16x8.extend_high_i8x16_s}. */
  public static V128 i16x8_extend_high_i8x16_s(V128 x) {
    return extendSigned(x.high(), 8);
  }

  /** {@code i16x8.extend_high_i8x16_u}. */
  public static V128 i16x8_extend_high_i8x16_u(V128 x) {
    return extendUnsigned(x.high(), 8);
  }

  /** {@code i16x8.extmul_low_i8x16_s}. */
  public static V128 i16x8_extmul_low_i8x16_s(V128 x, V128 y) {
    return i16x8_mul(extendSigned(x.low(), 8), extendSigned(y.low(), 8));
  }

  /** {@code i16x8.extmul_low_i8x16_u}. */
  public static V128 i16x8_extmul_low_i8x16_u(V128 x, V128 y) {
    return i16x8_mul(extendUnsigned(x.low(), 8), extendUnsigned(y.low(), 8));
  }

  /** {@code i16x8.extmul_high_i8x16_s}. */
  public static V128 i16x8_extmul_high_i8x16_s(V128 x, V128 y) {
    return i16x8_mul(extendSigned(x.high(), 8), extendSigned(y.high(), 8));
  }

  /** {@code i16x8.extmul_high_i8x16_u}. */
  public static V128 i16x8_extmul_high_i8x16_u(V128 x, V128 y) {
    return i16x8_mul(extendUnsigned(x.high(), 8), extendUnsigned(y.high(), 8));
  }

  // ---- i32x4

  /** {@code i32x4.eq}. */
  public static V128 i32x4_eq(V128 x, V128 y) {
    return new V128(Lanes.equal(x.low(), y.low(), 32), Lanes.equal(x.high(), y.high(), 32));
  }

  /** {@code i32x4.ne}. */
  public static V128 i32x4_ne(V128 x, V128 y) {
    return new V128(~Lanes.equal(x.low(), y.low(), 32), ~Lanes.equal(x.high(), y.high(), 32));
  }

  /** {@code i32x4.lt_s}. */
  public static V128 i32x4_lt_s(V128 x, V128 y) {
    return new V128(
        Lanes.lessSigned(x.low(), y.low(), 32), Lanes.lessSigned(x.high(), y.high(), 32));
  }

  /** {@code i32x4.gt_s}. */
  public static V128 i32x4_gt_s(V128 x, V128 y) {
    return new V128(
        Lanes.lessSigned(y.low(), x.low(), 32), Lanes.lessSigned(y.high(), x.high(), 32));
  }

  /** {@code i32x4.le_s}. */
  public static V128 i32x4_le_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(y.low(), x.low(), 32), ~Lanes.lessSigned(y.high(), x.high(), 32));
  }

  /** {@code i32x4.ge_s}. */
  public static V128 i32x4_ge_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(x.low(), y.low(), 32), ~Lanes.lessSigned(x.high(), y.high(), 32));
  }

  /** {@code i32x4.lt_u}. */
  public static V128 i32x4_lt_u(V128 x, V128 y) {
    return new V128(
        Lanes.lessUnsigned(x.low(), y.low(), 32), Lanes.lessUnsigned(x.high(), y.high(), 32));
  }

  /** {@code i32x4.gt_u}. */
  public static V128 i32x4_gt_u(V128 x, V128 y) {
    return new V128(
        Lanes.lessUnsigned(y.low(), x.low(), 32), Lanes.lessUnsigned(y.high(), x.high(), 32));
  }

  /** {@code i32x4.le_u}. */
  public static V128 i32x4_le_u(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessUnsigned(y.low(), x.low(), 32), ~Lanes.lessUnsigned(y.high(), x.high(), 32));
  }

  /** {@code i32x4.ge_u}. */
  public static V128 i32x4_ge_u(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessUnsigned(x.low(), y.low(), 32), ~Lanes.lessUnsigned(x.high(), y.high(), 32));
  }

  /** {@code i32x4.abs}; the smallest number stays. */
  public static V128 i32x4_abs(V128 x) {
    return new V128(Lanes.absolute(x.low(), 32), Lanes.absolute(x.high(), 32));
  }

  /** {@code i32x4.neg}. */
  public static V128 i32x4_neg(V128 x) {
    return new V128(Lanes.subtract(0, x.low(), 32), Lanes.subtract(0, x.high(), 32));
  }

  /** {@code i32x4.all_true}. */
  public static int i32x4_all_true(V128 x) {
    return (Lanes.equal(x.low(), 0, 32) | Lanes.equal(x.high(), 0, 32)) == 0 ? 1 : 0;
  }

  /** {@code i32x4.bitmask}: the highest bit of each lane. */
  public static int i32x4_bitmask(V128 x) {
    return Lanes.bitmask(x.low(), 32) | (Lanes.bitmask(x.high(), 32) << 2);
  }

  /** {@code i32x4.shl}. */
  public static V128 i32x4_shl(V128 x, int count) {
    return new V128(Lanes.shiftLeft(x.low(), count, 32), Lanes.shiftLeft(x.high(), count, 32));
  }

  /** {@code i32x4.shr_s}. */
  public static V128 i32x4_shr_s(V128 x, int count) {
    return new V128(
        Lanes.shiftRightSigned(x.low(), count, 32), Lanes.shiftRightSigned(x.high(), count, 32));
  }

  /** {@code i32x4.shr_u}. */
  public static V128 i32x4_shr_u(V128 x, int count) {
    return new V128(
        Lanes.shiftRightUnsigned(x.low(), count, 32),
        Lanes.shiftRightUnsigned(x.high(), count, 32));
  }

  /** {@code i32x4.add}. */
  public static V128 i32x4_add(V128 x, V128 y) {
    return new V128(Lanes.add(x.low(), y.low(), 32), Lanes.add(x.high(), y.high(), 32));
  }

  /** {@code i32x4.sub}. */
  public static V128 i32x4_sub(V128 x, V128 y) {
    return new V128(Lanes.subtract(x.low(), y.low(), 32), Lanes.subtract(x.high(), y.high(), 32));
  }

  /** {@code i32x4.mul}. */
  public static V128 i32x4_mul(V128 x, V128 y) {
    return i32x4(
        i32(x, 0) * i32(y, 0), i32(x, 1) * i32(y, 1), i32(x, 2) * i32(y, 2), i32(x, 3) * i32(y, 3));
  }

  /** {@code i32x4.min_s}. */
  public static V128 i32x4_min_s(V128 x, V128 y) {
    V128 less = i32x4_lt_s(x, y);
    return v128_bitselect(x, y, less);
  }

  /** {@code i32x4.max_s}. */
  public static V128 i32x4_max_s(V128 x, V128 y) {
    V128 less = i32x4_lt_s(x, y);
    return v128_bitselect(y, x, less);
  }

  /** {@code i32x4.min_u}. */
  public static V128 i32x4_min_u(V128 x, V128 y) {
    V128 less = i32x4_lt_u(x, y);
    return v128_bitselect(x, y, less);
  }

  /** {@code i32x4.max_u}. */
  public static V128 i32x4_max_u(V128 x, V128 y) {
    V128 less = i32x4_lt_u(x, y);
    return v128_bitselect(y, x, less);
  }

  /** {@code i32x4.dot_i16x8_s}. */
  public static V128 i32x4_dot_i16x8_s(V128 x, V128 y) {
    return new V128(Lanes.dot(x.low(), y.low()), Lanes.dot(x.high(), y.high()));
  }

  /** {@code i32x4.extadd_pairwise_i16x8_s}. */
  public static V128 i32x4_extadd_pairwise_i16x8_s(V128 x) {
    return new V128(Lanes.addPairsSigned(x.low(), 16), Lanes.addPairsSigned(x.high(), 16));
  }

  /** {@code i32x4.extadd_pairwise_i16x8_u}. */
  public static V128 i32x4_extadd_pairwise_i16x8_u(V128 x) {
    return new V128(Lanes.addPairsUnsigned(x.low(), 16), Lanes.addPairsUnsigned(x.high(), 16));
  }

  /** {@code i32x4.extend_low_i16x8_s}. */
  public static V128 i32x4_extend_low_i16x8_s(V128 x) {
    return extendSigned(x.low(), 16);
  }

  /** {@code i32x4.extend_low_i16x8_u}. */
  public static V128 i32x4_extend_low_i16x8_u(V128 x) {
    return extendUnsigned(x.low(), 16);
  }

  /** {@code i32x4.extend_high_i16x8_s}. */
  public static V128 i32x4_extend_high_i16x8_s(V128 x) {
    return extendSigned(x.high(), 16);
  }

  /** {@code i32x4.extend_high_i16x8_u}. */
  public static V128 i32x4_extend_high_i16x8_u(V128 x) {
    return extendUnsigned(x.high(), 16);
  }

  /** {@code i32x4.extmul_low_i16x8_s}. */
  public static V128 i32x4_extmul_low_i16x8_s(V128 x, V128 y) {
    return i32x4_mul(extendSigned(x.low(), 16), extendSigned(y.low(), 16));
  }

  /** {@code i32x4.extmul_low_i16x8_u}. */
  public static V128 i32x4_extmul_low_i16x8_u(V128 x, V128 y) {
    return i32x4_mul(extendUnsigned(x.low(), 16), extendUnsigned(y.low(), 16));
  }

  /** {@code i32x4.extmul_high_i16x8_s}. */
  public static V128 i32x4_extmul_high_i16x8_s(V128 x, V128 y) {
    return i32x4_mul(extendSigned(x.high(), 16), extendSigned(y.high(), 16));
  }

  /** {@code i32x4.extmul_high_i16x8_u}. */
  public static V128 i32x4_extmul_high_i16x8_u(V128 x, V128 y) {
    return i32x4_mul(extendUnsigned(x.high(), 16), extendUnsigned(y.high(), 16));
  }

  // ---- i64x2

  /** {@code i64x2.eq}. */
  public static V128 i64x2_eq(V128 x, V128 y) {
    return new V128(Lanes.equal(x.low(), y.low(), 64), Lanes.equal(x.high(), y.high(), 64));
  }

  /** {@code i64x2.ne}. */
  public static V128 i64x2_ne(V128 x, V128 y) {
    return new V128(~Lanes.equal(x.low(), y.low(), 64), ~Lanes.equal(x.high(), y.high(), 64));
  }

  /** {@code i64x2.lt_s}. */
  public static V128 i64x2_lt_s(V128 x, V128 y) {
    return new V128(
        Lanes.lessSigned(x.low(), y.low(), 64), Lanes.lessSigned(x.high(), y.high(), 64));
  }

  /** {@code i64x2.gt_s}. */
  public static V128 i64x2_gt_s(V128 x, V128 y) {
    return new V128(
        Lanes.lessSigned(y.low(), x.low(), 64), Lanes.lessSigned(y.high(), x.high(), 64));
  }

  /** {@code i64x2.le_s}. */
  public static V128 i64x2_le_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(y.low(), x.low(), 64), ~Lanes.lessSigned(y.high(), x.high(), 64));
  }

  /** {@code i64x2.ge_s}. */
  public static V128 i64x2_ge_s(V128 x, V128 y) {
    return new V128(
        ~Lanes.lessSigned(x.low(), y.low(), 64), ~Lanes.lessSigned(x.high(), y.high(), 64));
  }

  /** {@code i64x2.abs}; the smallest number stays. */
  public static V128 i64x2_abs(V128 x) {
    return new V128(Lanes.absolute(x.low(), 64), Lanes.absolute(x.high(), 64));
  }

  /** {@code i64x2.neg}. */
  public static V128 i64x2_neg(V128 x) {
    return new V128(Lanes.subtract(0, x.low(), 64), Lanes.subtract(0, x.high(), 64));
  }

  /** {@code i64x2.all_true}. */
  public static int i64x2_all_true(V128 x) {
    return (Lanes.equal(x.low(), 0, 64) | Lanes.equal(x.high(), 0, 64)) == 0 ? 1 : 0;
  }

  /** {@code i64x2.bitmask}: the highest bit of each lane. */
  public static int i64x2_bitmask(V128 x) {
    return Lanes.bitmask(x.low(), 64) | (Lanes.bitmask(x.high(), 64) << 1);
  }

  /** {@code i64x2.shl}. */
  public static V128 i64x2_shl(V128 x, int count) {
    return new V128(Lanes.shiftLeft(x.low(), count, 64), Lanes.shiftLeft(x.high(), count, 64));
  }

  /** {@code i64x2.shr_s}. */
  public static V128 i64x2_shr_s(V128 x, int count) {
    return new V128(
        Lanes.shiftRightSigned(x.low(), count, 64), Lanes.shiftRightSigned(x.high(), count, 64));
  }

  /** {@code i64x2.shr_u}. */
  public static V128 i64x2_shr_u(V128 x, int count) {
    return new V128(
        Lanes.shiftRightUnsigned(x.low(), count, 64),
        Lanes.shiftRightUnsigned(x.high(), count, 64));
  }

  /** {@code i64x2.add}. */
  public static V128 i64x2_add(V128 x, V128 y) {
    return new V128(Lanes.add(x.low(), y.low(), 64), Lanes.add(x.high(), y.high(), 64));
  }

  /** {@code i64x2.sub}. */
  public static V128 i64x2_sub(V128 x, V128 y) {
    return new V128(Lanes.subtract(x.low(), y.low(), 64), Lanes.subtract(x.high(), y.high(), 64));
  }

  /** {@code i64x2.mul}. */
  public static V128 i64x2_mul(V128 x, V128 y) {
    return new V128(x.low() * y.low(), x.high() * y.high());
  }

  /** {@code i64x2.extend_low_i32x4_s}. */
  public static V128 i64x2_extend_low_i32x4_s(V128 x) {
    return extendSigned(x.low(), 32);
  }

  /** {@code i64x2.extend_low_i32x4_u}. */
  public static V128 i64x2_extend_low_i32x4_u(V128 x) {
    return extendUnsigned(x.low(), 32);
  }

  /** {@code i64x2.extend_high_i32x4_s}. */
  public static V128 i64x2_extend_high_i32x4_s(V128 x) {
    return extendSigned(x.high(), 32);
  }

  /** {@code i64x2.extend_high_i32x4_u}. */
  public static V128 i64x2_extend_high_i32x4_u(V128 x) {
    return extendUnsigned(x.high(), 32);
  }

  /** {@code i64x2.extmul_low_i32x4_s}. */
  public static V128 i64x2_extmul_low_i32x4_s(V128 x, V128 y) {
    return i64x2_mul(extendSigned(x.low(), 32), extendSigned(y.low(), 32));
  }

  /** {@code i64x2.extmul_low_i32x4_u}. */
  public static V128 i64x2_extmul_low_i32x4_u(V128 x, V128 y) {
    return i64x2_mul(extendUnsigned(x.low(), 32), extendUnsigned(y.low(), 32));
  }

  /** {@code i64x2.extmul_high_i32x4_s}. */
  public static V128 i64x2_extmul_high_i32x4_s(V128 x, V128 y) {
    return i64x2_mul(extendSigned(x.high(), 32), extendSigned(y.high(), 32));
  }

  /** {@code i64x2.extmul_high_i32x4_u}. */
  public static V128 i64x2_extmul_high_i32x4_u(V128 x, V128 y) {
    return i64x2_mul(extendUnsigned(x.high(), 32), extendUnsigned(y.high(), 32));
  }

  // ---- f32x4

  /** {@code f32x4.eq}. */
  public static V128 f32x4_eq(V128 x, V128 y) {
    return i32x4(
        -Numerics.f32_eq(f32(x, 0), f32(y, 0)),
        -Numerics.f32_eq(f32(x, 1), f32(y, 1)),
        -Numerics.f32_eq(f32(x, 2), f32(y, 2)),
        -Numerics.f32_eq(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.ne}. */
  public static V128 f32x4_ne(V128 x, V128 y) {
    return i32x4(
        -Numerics.f32_ne(f32(x, 0), f32(y, 0)),
        -Numerics.f32_ne(f32(x, 1), f32(y, 1)),
        -Numerics.f32_ne(f32(x, 2), f32(y, 2)),
        -Numerics.f32_ne(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.lt}. */
  public static V128 f32x4_lt(V128 x, V128 y) {
    return i32x4(
        -Numerics.f32_lt(f32(x, 0), f32(y, 0)),
        -Numerics.f32_lt(f32(x, 1), f32(y, 1)),
        -Numerics.f32_lt(f32(x, 2), f32(y, 2)),
        -Numerics.f32_lt(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.gt}. */
  public static V128 f32x4_gt(V128 x, V128 y) {
    return i32x4(
        -Numerics.f32_gt(f32(x, 0), f32(y, 0)),
        -Numerics.f32_gt(f32(x, 1), f32(y, 1)),
        -Numerics.f32_gt(f32(x, 2), f32(y, 2)),
        -Numerics.f32_gt(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.le}. */
  public static V128 f32x4_le(V128 x, V128 y) {
    return i32x4(
        -Numerics.f32_le(f32(x, 0), f32(y, 0)),
        -Numerics.f32_le(f32(x, 1), f32(y, 1)),
        -Numerics.f32_le(f32(x, 2), f32(y, 2)),
        -Numerics.f32_le(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.ge}. */
  public static V128 f32x4_ge(V128 x, V128 y) {
    return i32x4(
        -Numerics.f32_ge(f32(x, 0), f32(y, 0)),
        -Numerics.f32_ge(f32(x, 1), f32(y, 1)),
        -Numerics.f32_ge(f32(x, 2), f32(y, 2)),
        -Numerics.f32_ge(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.abs}, of NaNs too. */
  public static V128 f32x4_abs(V128 x) {
    return new V128(x.low() & ~Lanes.TOPS_32, x.high() & ~Lanes.TOPS_32);
  }

  /** {@code f32x4.neg}, of NaNs too. */
  public static V128 f32x4_neg(V128 x) {
    return new V128(x.low() ^ Lanes.TOPS_32, x.high() ^ Lanes.TOPS_32);
  }

  /** {@code f32x4.ceil}. */
  public static V128 f32x4_ceil(V128 x) {
    return f32x4(
        Numerics.f32_ceil(f32(x, 0)),
        Numerics.f32_ceil(f32(x, 1)),
        Numerics.f32_ceil(f32(x, 2)),
        Numerics.f32_ceil(f32(x, 3)));
  }

  /** {@code f32x4.floor}. */
  public static V128 f32x4_floor(V128 x) {
    return f32x4(
        Numerics.f32_floor(f32(x, 0)),
        Numerics.f32_floor(f32(x, 1)),
        Numerics.f32_floor(f32(x, 2)),
        Numerics.f32_floor(f32(x, 3)));
  }

  /** {@code f32x4.trunc}. */
  public static V128 f32x4_trunc(V128 x) {
    return f32x4(
        Numerics.f32_trunc(f32(x, 0)),
        Numerics.f32_trunc(f32(x, 1)),
        Numerics.f32_trunc(f32(x, 2)),
        Numerics.f32_trunc(f32(x, 3)));
  }

  /** {@code f32x4.nearest}. */
  public static V128 f32x4_nearest(V128 x) {
    return f32x4(
        Numerics.f32_nearest(f32(x, 0)),
        Numerics.f32_nearest(f32(x, 1)),
        Numerics.f32_nearest(f32(x, 2)),
        Numerics.f32_nearest(f32(x, 3)));
  }

  /** {@code f32x4.sqrt}. */
  public static V128 f32x4_sqrt(V128 x) {
    return f32x4(
        Numerics.f32_sqrt(f32(x, 0)),
        Numerics.f32_sqrt(f32(x, 1)),
        Numerics.f32_sqrt(f32(x, 2)),
        Numerics.f32_sqrt(f32(x, 3)));
  }

  /** {@code f32x4.add}. */
  public static V128 f32x4_add(V128 x, V128 y) {
    return f32x4(
        f32(x, 0) + f32(y, 0), f32(x, 1) + f32(y, 1), f32(x, 2) + f32(y, 2), f32(x, 3) + f32(y, 3));
  }

  /** {@code f32x4.sub}. */
  public static V128 f32x4_sub(V128 x, V128 y) {
    return f32x4(
        f32(x, 0) - f32(y, 0), f32(x, 1) - f32(y, 1), f32(x, 2) - f32(y, 2), f32(x, 3) - f32(y, 3));
  }

  /** {@code f32x4.mul}. */
  public static V128 f32x4_mul(V128 x, V128 y) {
    return f32x4(
        f32(x, 0) * f32(y, 0), f32(x, 1) * f32(y, 1), f32(x, 2) * f32(y, 2), f32(x, 3) * f32(y, 3));
  }

  /** {@code f32x4.div}. */
  public static V128 f32x4_div(V128 x, V128 y) {
    return f32x4(
        f32(x, 0) / f32(y, 0), f32(x, 1) / f32(y, 1), f32(x, 2) / f32(y, 2), f32(x, 3) / f32(y, 3));
  }

  /** {@code f32x4.min}. */
  public static V128 f32x4_min(V128 x, V128 y) {
    return f32x4(
        Numerics.f32_min(f32(x, 0), f32(y, 0)),
        Numerics.f32_min(f32(x, 1), f32(y, 1)),
        Numerics.f32_min(f32(x, 2), f32(y, 2)),
        Numerics.f32_min(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.max}. */
  public static V128 f32x4_max(V128 x, V128 y) {
    return f32x4(
        Numerics.f32_max(f32(x, 0), f32(y, 0)),
        Numerics.f32_max(f32(x, 1), f32(y, 1)),
        Numerics.f32_max(f32(x, 2), f32(y, 2)),
        Numerics.f32_max(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.pmin}: the second where it is less, otherwise the first. */
  public static V128 f32x4_pmin(V128 x, V128 y) {
    return f32x4(
        lesser(f32(x, 0), f32(y, 0)),
        lesser(f32(x, 1), f32(y, 1)),
        lesser(f32(x, 2), f32(y, 2)),
        lesser(f32(x, 3), f32(y, 3)));
  }

  /** {@code f32x4.pmax}: the second where it is greater, otherwise the first. */
  public static V128 f32x4_pmax(V128 x, V128 y) {
    return f32x4(
        greater(f32(x, 0), f32(y, 0)),
        greater(f32(x, 1), f32(y, 1)),
        greater(f32(x, 2), f32(y, 2)),
        greater(f32(x, 3), f32(y, 3)));
  }

  /** The same with the canonical NaN in place of every NaN. */
  public static V128 f32x4_canonical(V128 x) {
    return f32x4(
        Numerics.canonical(f32(x, 0)),
        Numerics.canonical(f32(x, 1)),
        Numerics.canonical(f32(x, 2)),
        Numerics.canonical(f32(x, 3)));
  }

  // ---- f64x2

  /** {@code f64x2.eq}. */
  public static V128 f64x2_eq(V128 x, V128 y) {
    return i64x2(-Numerics.f64_eq(f64(x, 0), f64(y, 0)), -Numerics.f64_eq(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.ne}. */
  public static V128 f64x2_ne(V128 x, V128 y) {
    return i64x2(-Numerics.f64_ne(f64(x, 0), f64(y, 0)), -Numerics.f64_ne(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.lt}. */
  public static V128 f64x2_lt(V128 x, V128 y) {
    return i64x2(-Numerics.f64_lt(f64(x, 0), f64(y, 0)), -Numerics.f64_lt(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.gt}. */
  public static V128 f64x2_gt(V128 x, V128 y) {
    return i64x2(-Numerics.f64_gt(f64(x, 0), f64(y, 0)), -Numerics.f64_gt(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.le}. */
  public static V128 f64x2_le(V128 x, V128 y) {
    return i64x2(-Numerics.f64_le(f64(x, 0), f64(y, 0)), -Numerics.f64_le(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.ge}. */
  public static V128 f64x2_ge(V128 x, V128 y) {
    return i64x2(-Numerics.f64_ge(f64(x, 0), f64(y, 0)), -Numerics.f64_ge(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.abs}, of NaNs too. */
  public static V128 f64x2_abs(V128 x) {
    return new V128(x.low() & ~Lanes.TOPS_64, x.high() & ~Lanes.TOPS_64);
  }

  /** {@code f64x2.neg}, of NaNs too. */
  public static V128 f64x2_neg(V128 x) {
    return new V128(x.low() ^ Lanes.TOPS_64, x.high() ^ Lanes.TOPS_64);
  }

  /** {@code f64x2.ceil}. */
  public static V128 f64x2_ceil(V128 x) {
    return f64x2(Numerics.f64_ceil(f64(x, 0)), Numerics.f64_ceil(f64(x, 1)));
  }

  /** {@code f64x2.floor}. */
  public static V128 f64x2_floor(V128 x) {
    return f64x2(Numerics.f64_floor(f64(x, 0)), Numerics.f64_floor(f64(x, 1)));
  }

  /** {@code f64x2.trunc}. */
  public static V128 f64x2_trunc(V128 x) {
    return f64x2(Numerics.f64_trunc(f64(x, 0)), Numerics.f64_trunc(f64(x, 1)));
  }

  /** {@code f64x2.nearest}. */
  public static V128 f64x2_nearest(V128 x) {
    return f64x2(Numerics.f64_nearest(f64(x, 0)), Numerics.f64_nearest(f64(x, 1)));
  }

  /** {@code f64x2.sqrt}. */
  public static V128 f64x2_sqrt(V128 x) {
    return f64x2(Numerics.f64_sqrt(f64(x, 0)), Numerics.f64_sqrt(f64(x, 1)));
  }

  /** {@code f64x2.add}. */
  public static V128 f64x2_add(V128 x, V128 y) {
    return f64x2(f64(x, 0) + f64(y, 0), f64(x, 1) + f64(y, 1));
  }

  /** {@code f64x2.sub}. */
  public static V128 f64x2_sub(V128 x, V128 y) {
    return f64x2(f64(x, 0) - f64(y, 0), f64(x, 1) - f64(y, 1));
  }

  /** {@code f64x2.mul}. */
  public static V128 f64x2_mul(V128 x, V128 y) {
    return f64x2(f64(x, 0) * f64(y, 0), f64(x, 1) * f64(y, 1));
  }

  /** {@code f64x2.div}. */
  public static V128 f64x2_div(V128 x, V128 y) {
    return f64x2(f64(x, 0) / f64(y, 0), f64(x, 1) / f64(y, 1));
  }

  /** {@code f64x2.min}. */
  public static V128 f64x2_min(V128 x, V128 y) {
    return f64x2(Numerics.f64_min(f64(x, 0), f64(y, 0)), Numerics.f64_min(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.max}. */
  public static V128 f64x2_max(V128 x, V128 y) {
    return f64x2(Numerics.f64_max(f64(x, 0), f64(y, 0)), Numerics.f64_max(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.pmin}: the second where it is less, otherwise the first. */
  public static V128 f64x2_pmin(V128 x, V128 y) {
    return f64x2(lesser(f64(x, 0), f64(y, 0)), lesser(f64(x, 1), f64(y, 1)));
  }

  /** {@code f64x2.pmax}: the second where it is greater, otherwise the first. */
  public static V128 f64x2_pmax(V128 x, V128 y) {
    return f64x2(greater(f64(x, 0), f64(y, 0)), greater(f64(x, 1), f64(y, 1)));
  }

  /** The same with the canonical NaN in place of every NaN. */
  public static V128 f64x2_canonical(V128 x) {
    return f64x2(Numerics.canonical(f64(x, 0)), Numerics.canonical(f64(x, 1)));
  }

  // ---- between floats and integers

  /** {@code i32x4.trunc_sat_f32x4_s}. */
  public static V128 i32x4_trunc_sat_f32x4_s(V128 x) {
    return i32x4(
        Numerics.i32_trunc_sat_f32_s(f32(x, 0)),
        Numerics.i32_trunc_sat_f32_s(f32(x, 1)),
        Numerics.i32_trunc_sat_f32_s(f32(x, 2)),
        Numerics.i32_trunc_sat_f32_s(f32(x, 3)));
  }

  /** {@code i32x4.trunc_sat_f64x2_s_zero}. */
  public static V128 i32x4_trunc_sat_f64x2_s_zero(V128 x) {
    return i32x4(
        Numerics.i32_trunc_sat_f64_s(f64(x, 0)), Numerics.i32_trunc_sat_f64_s(f64(x, 1)), 0, 0);
  }

  /** {@code i32x4.trunc_sat_f32x4_u}. */
  public static V128 i32x4_trunc_sat_f32x4_u(V128 x) {
    return i32x4(
        Numerics.i32_trunc_sat_f32_u(f32(x, 0)),
        Numerics.i32_trunc_sat_f32_u(f32(x, 1)),
        Numerics.i32_trunc_sat_f32_u(f32(x, 2)),
        Numerics.i32_trunc_sat_f32_u(f32(x, 3)));
  }

  /** {@code i32x4.trunc_sat_f64x2_u_zero}. */
  public static V128 i32x4_trunc_sat_f64x2_u_zero(V128 x) {
    return i32x4(
        Numerics.i32_trunc_sat_f64_u(f64(x, 0)), Numerics.i32_trunc_sat_f64_u(f64(x, 1)), 0, 0);
  }

  /** {@code f32x4.convert_i32x4_s}. */
  public static V128 f32x4_convert_i32x4_s(V128 x) {
    return f32x4(i32(x, 0), i32(x, 1), i32(x, 2), i32(x, 3));
  }

  /** {@code f32x4.convert_i32x4_u}. */
  public static V128 f32x4_convert_i32x4_u(V128 x) {
    return f32x4(
        Numerics.f32_convert_i32_u(i32(x, 0)),
        Numerics.f32_convert_i32_u(i32(x, 1)),
        Numerics.f32_convert_i32_u(i32(x, 2)),
        Numerics.f32_convert_i32_u(i32(x, 3)));
  }

  /** {@code f64x2.convert_low_i32x4_s}. */
  public static V128 f64x2_convert_low_i32x4_s(V128 x) {
    return f64x2(i32(x, 0), i32(x, 1));
  }

  /** {@code f64x2.convert_low_i32x4_u}. */
  public static V128 f64x2_convert_low_i32x4_u(V128 x) {
    return f64x2(Numerics.f64_convert_i32_u(i32(x, 0)), Numerics.f64_convert_i32_u(i32(x, 1)));
  }

  /** {@code f32x4.demote_f64x2_zero}. */
  public static V128 f32x4_demote_f64x2_zero(V128 x) {
    return f32x4((float) f64(x, 0), (float) f64(x, 1), 0, 0);
  }

  /** {@code f64x2.promote_low_f32x4}. */
  public static V128 f64x2_promote_low_f32x4(V128 x) {
    return f64x2(f32(x, 0), f32(x, 1));
  }

  // ---- relaxed, as in the deterministic profile

  /** {@code i8x16.relaxed_swizzle}. */
  public static V128 i8x16_relaxed_swizzle(V128 x, V128 lanes) {
    return i8x16_swizzle(x, lanes);
  }

  /** {@code i32x4.relaxed_trunc_f32x4_s}. */
  public static V128 i32x4_relaxed_trunc_f32x4_s(V128 x) {
    return i32x4_trunc_sat_f32x4_s(x);
  }

  /** {@code i32x4.relaxed_trunc_f64x2_s_zero}. */
  public static V128 i32x4_relaxed_trunc_f64x2_s_zero(V128 x) {
    return i32x4_trunc_sat_f64x2_s_zero(x);
  }

  /** {@code i32x4.relaxed_trunc_f32x4_u}. */
  public static V128 i32x4_relaxed_trunc_f32x4_u(V128 x) {
    return i32x4_trunc_sat_f32x4_u(x);
  }

  /** {@code i32x4.relaxed_trunc_f64x2_u_zero}. */
  public static V128 i32x4_relaxed_trunc_f64x2_u_zero(V128 x) {
    return i32x4_trunc_sat_f64x2_u_zero(x);
  }

  /** {@code f32x4.relaxed_madd}, rounded twice. */
  public static V128 f32x4_relaxed_madd(V128 x, V128 y, V128 z) {
    return f32x4_add(f32x4_mul(x, y), z);
  }

  /** {@code f32x4.relaxed_nmadd}, rounded twice. */
  public static V128 f32x4_relaxed_nmadd(V128 x, V128 y, V128 z) {
    return f32x4_relaxed_madd(f32x4_neg(x), y, z);
  }

  /** {@code f32x4.relaxed_min}. */
  public static V128 f32x4_relaxed_min(V128 x, V128 y) {
    return f32x4_min(x, y);
  }

  /** {@code f32x4.relaxed_max}. */
  public static V128 f32x4_relaxed_max(V128 x, V128 y) {
    return f32x4_max(x, y);
  }

  /** {@code f64x2.relaxed_madd}, rounded twice. */
  public static V128 f64x2_relaxed_madd(V128 x, V128 y, V128 z) {
    return f64x2_add(f64x2_mul(x, y), z);
  }

  /** {@code f64x2.relaxed_nmadd}, rounded twice. */
  public static V128 f64x2_relaxed_nmadd(V128 x, V128 y, V128 z) {
    return f64x2_relaxed_madd(f64x2_neg(x), y, z);
  }

  /** {@code f64x2.relaxed_min}. */
  public static V128 f64x2_relaxed_min(V128 x, V128 y) {
    return f64x2_min(x, y);
  }

  /** {@code f64x2.relaxed_max}. */
  public static V128 f64x2_relaxed_max(V128 x, V128 y) {
    return f64x2_max(x, y);
  }

  /** {@code i8x16.relaxed_laneselect}. */
  public static V128 i8x16_relaxed_laneselect(V128 x, V128 y, V128 mask) {
    return v128_bitselect(x, y, mask);
  }

  /** {@code i16x8.relaxed_laneselect}. */
  public static V128 i16x8_relaxed_laneselect(V128 x, V128 y, V128 mask) {
    return v128_bitselect(x, y, mask);
  }

  /** {@code i32x4.relaxed_laneselect}. */
  public static V128 i32x4_relaxed_laneselect(V128 x, V128 y, V128 mask) {
    return v128_bitselect(x, y, mask);
  }

  /** {@code i64x2.relaxed_laneselect}. */
  public static V128 i64x2_relaxed_laneselect(V128 x, V128 y, V128 mask) {
    return v128_bitselect(x, y, mask);
  }

  /** {@code i16x8.relaxed_q15mulr_s}. */
  public static V128 i16x8_relaxed_q15mulr_s(V128 x, V128 y) {
    return i16x8_q15mulr_sat_s(x, y);
  }

  /** {@code i16x8.relaxed_dot_i8x16_i7x16_s}: signed and saturating. */
  public static V128 i16x8_relaxed_dot_i8x16_i7x16_s(V128 x, V128 y) {
    return new V128(Lanes.dotSaturating(x.low(), y.low()), Lanes.dotSaturating(x.high(), y.high()));
  }

  /** {@code i32x4.relaxed_dot_i8x16_i7x16_add_s}. */
  public static V128 i32x4_relaxed_dot_i8x16_i7x16_add_s(V128 x, V128 y, V128 z) {
    V128 products = i16x8_relaxed_dot_i8x16_i7x16_s(x, y);
    return i32x4_add(i32x4_extadd_pairwise_i16x8_s(products), z);
  }

  // ---- memory

  /** {@code v128.load}. */
  public static V128 v128_load(int address, int offset, long base, long limit) {
    long at = base + Bounds.at(address, offset, 16, limit);
    return new V128(UNSAFE.getLong(at), UNSAFE.getLong(at + 8));
  }

  /** {@code v128.load}. */
  public static V128 v128_load(int address, int offset, Memory memory) {
    return v128_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load}. */
  public static V128 v128_load(long address, long offset, long base, long limit) {
    long at = base + Bounds.at(address, offset, 16, limit);
    return new V128(UNSAFE.getLong(at), UNSAFE.getLong(at + 8));
  }

  /** {@code v128.load}. */
  public static V128 v128_load(long address, long offset, Memory memory) {
    return v128_load(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.store}. */
  public static void v128_store(int address, V128 x, int offset, long base, long limit) {
    long at = base + Bounds.at(address, offset, 16, limit);
    UNSAFE.putLong(at, x.low());
    UNSAFE.putLong(at + 8, x.high());
  }

  /** {@code v128.store}. */
  public static void v128_store(int address, V128 x, int offset, Memory memory) {
    v128_store(address, x, offset, memory.base(), memory.limit());
  }

  /** {@code v128.store}. */
  public static void v128_store(long address, V128 x, long offset, long base, long limit) {
    long at = base + Bounds.at(address, offset, 16, limit);
    UNSAFE.putLong(at, x.low());
    UNSAFE.putLong(at + 8, x.high());
  }

  /** {@code v128.store}. */
  public static void v128_store(long address, V128 x, long offset, Memory memory) {
    v128_store(address, x, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8x8_s}. */
  public static V128 v128_load8x8_s(int address, int offset, long base, long limit) {
    return extendSigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 8);
  }

  /** {@code v128.load8x8_s}. */
  public static V128 v128_load8x8_s(int address, int offset, Memory memory) {
    return v128_load8x8_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8x8_s}. */
  public static V128 v128_load8x8_s(long address, long offset, long base, long limit) {
    return extendSigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 8);
  }

  /** {@code v128.load8x8_s}. */
  public static V128 v128_load8x8_s(long address, long offset, Memory memory) {
    return v128_load8x8_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8x8_u}. */
  public static V128 v128_load8x8_u(int address, int offset, long base, long limit) {
    return extendUnsigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 8);
  }

  /** {@code v128.load8x8_u}. */
  public static V128 v128_load8x8_u(int address, int offset, Memory memory) {
    return v128_load8x8_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8x8_u}. */
  public static V128 v128_load8x8_u(long address, long offset, long base, long limit) {
    return extendUnsigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 8);
  }

  /** {@code v128.load8x8_u}. */
  public static V128 v128_load8x8_u(long address, long offset, Memory memory) {
    return v128_load8x8_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load16x4_s}. */
  public static V128 v128_load16x4_s(int address, int offset, long base, long limit) {
    return extendSigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 16);
  }

  /** {@code v128.load16x4_s}. */
  public static V128 v128_load16x4_s(int address, int offset, Memory memory) {
    return v128_load16x4_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load16x4_s}. */
  public static V128 v128_load16x4_s(long address, long offset, long base, long limit) {
    return extendSigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 16);
  }

  /** {@code v128.load16x4_s}. */
  public static V128 v128_load16x4_s(long address, long offset, Memory memory) {
    return v128_load16x4_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load16x4_u}. */
  public static V128 v128_load16x4_u(int address, int offset, long base, long limit) {
    return extendUnsigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 16);
  }

  /** {@code v128.load16x4_u}. */
  public static V128 v128_load16x4_u(int address, int offset, Memory memory) {
    return v128_load16x4_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load16x4_u}. */
  public static V128 v128_load16x4_u(long address, long offset, long base, long limit) {
    return extendUnsigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 16);
  }

  /** {@code v128.load16x4_u}. */
  public static V128 v128_load16x4_u(long address, long offset, Memory memory) {
    return v128_load16x4_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32x2_s}. */
  public static V128 v128_load32x2_s(int address, int offset, long base, long limit) {
    return extendSigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 32);
  }

  /** {@code v128.load32x2_s}. */
  public static V128 v128_load32x2_s(int address, int offset, Memory memory) {
    return v128_load32x2_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32x2_s}. */
  public static V128 v128_load32x2_s(long address, long offset, long base, long limit) {
    return extendSigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 32);
  }

  /** {@code v128.load32x2_s}. */
  public static V128 v128_load32x2_s(long address, long offset, Memory memory) {
    return v128_load32x2_s(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32x2_u}. */
  public static V128 v128_load32x2_u(int address, int offset, long base, long limit) {
    return extendUnsigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 32);
  }

  /** {@code v128.load32x2_u}. */
  public static V128 v128_load32x2_u(int address, int offset, Memory memory) {
    return v128_load32x2_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32x2_u}. */
  public static V128 v128_load32x2_u(long address, long offset, long base, long limit) {
    return extendUnsigned(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 32);
  }

  /** {@code v128.load32x2_u}. */
  public static V128 v128_load32x2_u(long address, long offset, Memory memory) {
    return v128_load32x2_u(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8_splat}. */
  public static V128 v128_load8_splat(int address, int offset, long base, long limit) {
    return i8x16_splat(UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)));
  }

  /** {@code v128.load8_splat}. */
  public static V128 v128_load8_splat(int address, int offset, Memory memory) {
    return v128_load8_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8_splat}. */
  public static V128 v128_load8_splat(long address, long offset, long base, long limit) {
    return i8x16_splat(UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)));
  }

  /** {@code v128.load8_splat}. */
  public static V128 v128_load8_splat(long address, long offset, Memory memory) {
    return v128_load8_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load16_splat}. */
  public static V128 v128_load16_splat(int address, int offset, long base, long limit) {
    return i16x8_splat(UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit)));
  }

  /** {@code v128.load16_splat}. */
  public static V128 v128_load16_splat(int address, int offset, Memory memory) {
    return v128_load16_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load16_splat}. */
  public static V128 v128_load16_splat(long address, long offset, long base, long limit) {
    return i16x8_splat(UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit)));
  }

  /** {@code v128.load16_splat}. */
  public static V128 v128_load16_splat(long address, long offset, Memory memory) {
    return v128_load16_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32_splat}. */
  public static V128 v128_load32_splat(int address, int offset, long base, long limit) {
    return i32x4_splat(UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)));
  }

  /** {@code v128.load32_splat}. */
  public static V128 v128_load32_splat(int address, int offset, Memory memory) {
    return v128_load32_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32_splat}. */
  public static V128 v128_load32_splat(long address, long offset, long base, long limit) {
    return i32x4_splat(UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)));
  }

  /** {@code v128.load32_splat}. */
  public static V128 v128_load32_splat(long address, long offset, Memory memory) {
    return v128_load32_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load64_splat}. */
  public static V128 v128_load64_splat(int address, int offset, long base, long limit) {
    return i64x2_splat(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)));
  }

  /** {@code v128.load64_splat}. */
  public static V128 v128_load64_splat(int address, int offset, Memory memory) {
    return v128_load64_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load64_splat}. */
  public static V128 v128_load64_splat(long address, long offset, long base, long limit) {
    return i64x2_splat(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)));
  }

  /** {@code v128.load64_splat}. */
  public static V128 v128_load64_splat(long address, long offset, Memory memory) {
    return v128_load64_splat(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32_zero}. */
  public static V128 v128_load32_zero(int address, int offset, long base, long limit) {
    return new V128(UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)) & 0xffff_ffffL, 0);
  }

  /** {@code v128.load32_zero}. */
  public static V128 v128_load32_zero(int address, int offset, Memory memory) {
    return v128_load32_zero(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load32_zero}. */
  public static V128 v128_load32_zero(long address, long offset, long base, long limit) {
    return new V128(UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)) & 0xffff_ffffL, 0);
  }

  /** {@code v128.load32_zero}. */
  public static V128 v128_load32_zero(long address, long offset, Memory memory) {
    return v128_load32_zero(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load64_zero}. */
  public static V128 v128_load64_zero(int address, int offset, long base, long limit) {
    return new V128(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 0);
  }

  /** {@code v128.load64_zero}. */
  public static V128 v128_load64_zero(int address, int offset, Memory memory) {
    return v128_load64_zero(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load64_zero}. */
  public static V128 v128_load64_zero(long address, long offset, long base, long limit) {
    return new V128(UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), 0);
  }

  /** {@code v128.load64_zero}. */
  public static V128 v128_load64_zero(long address, long offset, Memory memory) {
    return v128_load64_zero(address, offset, memory.base(), memory.limit());
  }

  /** {@code v128.load8_lane}. */
  public static V128 v128_load8_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)), lane, 8);
  }

  /** {@code v128.load8_lane}. */
  public static V128 v128_load8_lane(int address, V128 x, int offset, Memory memory, int lane) {
    return v128_load8_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load8_lane}. */
  public static V128 v128_load8_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getByte(base + Bounds.at(address, offset, 1, limit)), lane, 8);
  }

  /** {@code v128.load8_lane}. */
  public static V128 v128_load8_lane(long address, V128 x, long offset, Memory memory, int lane) {
    return v128_load8_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load16_lane}. */
  public static V128 v128_load16_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit)), lane, 16);
  }

  /** {@code v128.load16_lane}. */
  public static V128 v128_load16_lane(int address, V128 x, int offset, Memory memory, int lane) {
    return v128_load16_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load16_lane}. */
  public static V128 v128_load16_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getShort(base + Bounds.at(address, offset, 2, limit)), lane, 16);
  }

  /** {@code v128.load16_lane}. */
  public static V128 v128_load16_lane(long address, V128 x, long offset, Memory memory, int lane) {
    return v128_load16_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load32_lane}. */
  public static V128 v128_load32_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)), lane, 32);
  }

  /** {@code v128.load32_lane}. */
  public static V128 v128_load32_lane(int address, V128 x, int offset, Memory memory, int lane) {
    return v128_load32_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load32_lane}. */
  public static V128 v128_load32_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getInt(base + Bounds.at(address, offset, 4, limit)), lane, 32);
  }

  /** {@code v128.load32_lane}. */
  public static V128 v128_load32_lane(long address, V128 x, long offset, Memory memory, int lane) {
    return v128_load32_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load64_lane}. */
  public static V128 v128_load64_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), lane, 64);
  }

  /** {@code v128.load64_lane}. */
  public static V128 v128_load64_lane(int address, V128 x, int offset, Memory memory, int lane) {
    return v128_load64_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.load64_lane}. */
  public static V128 v128_load64_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    return replace(x, UNSAFE.getLong(base + Bounds.at(address, offset, 8, limit)), lane, 64);
  }

  /** {@code v128.load64_lane}. */
  public static V128 v128_load64_lane(long address, V128 x, long offset, Memory memory, int lane) {
    return v128_load64_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store8_lane}. */
  public static void v128_store8_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    UNSAFE.putByte(base + Bounds.at(address, offset, 1, limit), (byte) bits(x, lane, 8));
  }

  /** {@code v128.store8_lane}. */
  public static void v128_store8_lane(int address, V128 x, int offset, Memory memory, int lane) {
    v128_store8_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store8_lane}. */
  public static void v128_store8_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    UNSAFE.putByte(base + Bounds.at(address, offset, 1, limit), (byte) bits(x, lane, 8));
  }

  /** {@code v128.store8_lane}. */
  public static void v128_store8_lane(long address, V128 x, long offset, Memory memory, int lane) {
    v128_store8_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store16_lane}. */
  public static void v128_store16_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    UNSAFE.putShort(base + Bounds.at(address, offset, 2, limit), (short) bits(x, lane, 16));
  }

  /** {@code v128.store16_lane}. */
  public static void v128_store16_lane(int address, V128 x, int offset, Memory memory, int lane) {
    v128_store16_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store16_lane}. */
  public static void v128_store16_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    UNSAFE.putShort(base + Bounds.at(address, offset, 2, limit), (short) bits(x, lane, 16));
  }

  /** {@code v128.store16_lane}. */
  public static void v128_store16_lane(long address, V128 x, long offset, Memory memory, int lane) {
    v128_store16_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store32_lane}. */
  public static void v128_store32_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    UNSAFE.putInt(base + Bounds.at(address, offset, 4, limit), (int) bits(x, lane, 32));
  }

  /** {@code v128.store32_lane}. */
  public static void v128_store32_lane(int address, V128 x, int offset, Memory memory, int lane) {
    v128_store32_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store32_lane}. */
  public static void v128_store32_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    UNSAFE.putInt(base + Bounds.at(address, offset, 4, limit), (int) bits(x, lane, 32));
  }

  /** {@code v128.store32_lane}. */
  public static void v128_store32_lane(long address, V128 x, long offset, Memory memory, int lane) {
    v128_store32_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store64_lane}. */
  public static void v128_store64_lane(
      int address, V128 x, int offset, long base, long limit, int lane) {
    UNSAFE.putLong(base + Bounds.at(address, offset, 8, limit), bits(x, lane, 64));
  }

  /** {@code v128.store64_lane}. */
  public static void v128_store64_lane(int address, V128 x, int offset, Memory memory, int lane) {
    v128_store64_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  /** {@code v128.store64_lane}. */
  public static void v128_store64_lane(
      long address, V128 x, long offset, long base, long limit, int lane) {
    UNSAFE.putLong(base + Bounds.at(address, offset, 8, limit), bits(x, lane, 64));
  }

  /** {@code v128.store64_lane}. */
  public static void v128_store64_lane(long address, V128 x, long offset, Memory memory, int lane) {
    v128_store64_lane(address, x, offset, memory.base(), memory.limit(), lane);
  }

  // ---- lanes of a vector

  private static V128 splat(long half) {
    return new V128(half, half);
  }

  /** A lane in the lowest bits, below others. */
  private static long bits(V128 x, int lane, int width) {
    int bit = lane * width;
    return (bit < 64 ? x.low() : x.high()) >>> bit;
  }

  private static int i32(V128 x, int lane) {
    return (int) bits(x, lane, 32);
  }

  private static float f32(V128 x, int lane) {
    return Float.intBitsToFloat((int) bits(x, lane, 32));
  }

  private static double f64(V128 x, int lane) {
    return Double.longBitsToDouble(bits(x, lane, 64));
  }

  private static V128 replace(V128 x, long value, int lane, int width) {
    int bit = lane * width;
    long mask = (-1L >>> (64 - width)) << bit;
    long placed = (value << bit) & mask;
    return bit < 64
        ? new V128((x.low() & ~mask) | placed, x.high())
        : new V128(x.low(), (x.high() & ~mask) | placed);
  }

  private static V128 i32x4(int first, int second, int third, int fourth) {
    return new V128(pair(first, second), pair(third, fourth));
  }

  private static long pair(int low, int high) {
    return (low & 0xffff_ffffL) | ((long) high << 32);
  }

  private static V128 i64x2(long first, long second) {
    return new V128(first, second);
  }

  private static V128 f32x4(float first, float second, float third, float fourth) {
    return i32x4(
        Float.floatToRawIntBits(first),
        Float.floatToRawIntBits(second),
        Float.floatToRawIntBits(third),
        Float.floatToRawIntBits(fourth));
  }

  private static V128 f64x2(double first, double second) {
    return new V128(Double.doubleToRawLongBits(first), Double.doubleToRawLongBits(second));
  }

  private static V128 extendSigned(long lanes, int width) {
    return new V128(
        Lanes.extendSigned((int) lanes, width), Lanes.extendSigned((int) (lanes >>> 32), width));
  }

  private static V128 extendUnsigned(long lanes, int width) {
    return new V128(
        Lanes.extendUnsigned((int) lanes, width),
        Lanes.extendUnsigned((int) (lanes >>> 32), width));
  }

  private static float lesser(float x, float y) {
    return y < x ? y : x;
  }

  private static double lesser(double x, double y) {
    return y < x ? y : x;
  }

  private static float greater(float x, float y) {
    return x < y ? y : x;
  }

  private static double greater(double x, double y) {
    return x < y ? y : x;
  }
}
