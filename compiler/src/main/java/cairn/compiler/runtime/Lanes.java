package cairn.compiler.runtime;

/**
 * Integer arithmetic on all lanes of a long at once, lane 0 in the least significant bits. A width
 * is that of a lane, 8, 16, 32 or 64 bits; it is a constant in every call, so that compiled code
 * computes no masks.
 *
 * <p>Sums are taken without the lanes' highest bits, so that nothing is carried into the next lane,
 * and the highest bits are added apart. A mask has all bits of a lane set or none. The methods are
 * those of Hacker's Delight (Warren, 2nd edition, section 2-18) and what follows from them.
 */
final class Lanes {
  /** The lowest bit of each lane. */
  static final long ONES_8 = 0x0101_0101_0101_0101L;

  static final long ONES_16 = 0x0001_0001_0001_0001L;
  static final long ONES_32 = 0x0000_0001_0000_0001L;

  /** The highest bit of each lane. */
  static final long TOPS_32 = 0x8000_0000_8000_0000L;

  static final long TOPS_64 = Long.MIN_VALUE;

  private Lanes() {}

  /** The lowest bit of each lane. */
  private static long ones(int width) {
    return switch (width) {
      case 8 -> ONES_8;
      case 16 -> ONES_16;
      case 32 -> ONES_32;
      default -> 1;
    };
  }

  /** The highest bit of each lane. */
  private static long tops(int width) {
    return ones(width) << (width - 1);
  }

  // ---- masks

  /** Masks the lanes whose highest bit is set. */
  private static long spread(long x, int width) {
    long set = x & tops(width);
    return (set << 1) - (set >>> (width - 1));
  }

  /** Bits of the first where the mask is 1, of the second elsewhere. */
  static long select(long mask, long x, long y) {
    return y ^ ((x ^ y) & mask);
  }

  static long equal(long x, long y, int width) {
    long tops = tops(width);
    long differences = x ^ y;
    // The highest bit of a lane is set, at last, where any bit of it differs.
    long differs = ((differences & ~tops) + ~tops) | differences;
    return ~spread(differs, width);
  }

  static long lessUnsigned(long x, long y, int width) {
    // What a subtraction would borrow for its highest bit.
    return spread((~x & y) | (~(x ^ y) & subtract(x, y, width)), width);
  }

  static long lessSigned(long x, long y, int width) {
    return lessUnsigned(x ^ tops(width), y ^ tops(width), width);
  }

  /** The highest bit of each lane, next to each other. */
  static int bitmask(long x, int width) {
    return switch (width) {
      // Each bit is moved to its place among the highest bits by one bit of the factor.
      case 8 -> (int) ((((x >>> 7) & ONES_8) * 0x0102_0408_1020_4080L) >>> 56);
      case 16 -> (int) ((((x >>> 15) & ONES_16) * 0x0001_0002_0004_0008L) >>> 48) & 15;
      case 32 -> (int) (((x >>> 31) & 1) | ((x >>> 62) & 2));
      default -> (int) (x >>> 63);
    };
  }

  // ---- sums

  static long add(long x, long y, int width) {
    long tops = tops(width);
    return ((x & ~tops) + (y & ~tops)) ^ ((x ^ y) & tops);
  }

  static long subtract(long x, long y, int width) {
    long tops = tops(width);
    return ((x | tops) - (y & ~tops)) ^ (~(x ^ y) & tops);
  }

  static long addSaturatingUnsigned(long x, long y, int width) {
    long sum = add(x, y, width);
    return sum | lessUnsigned(sum, x, width);
  }

  static long subtractSaturatingUnsigned(long x, long y, int width) {
    return subtract(x, y, width) & ~lessUnsigned(x, y, width);
  }

  static long addSaturatingSigned(long x, long y, int width) {
    long sum = add(x, y, width);
    long overflows = spread(~(x ^ y) & (x ^ sum), width);
    return select(overflows, limitOfSign(x, width), sum);
  }

  static long subtractSaturatingSigned(long x, long y, int width) {
    long difference = subtract(x, y, width);
    long overflows = spread((x ^ y) & (x ^ difference), width);
    return select(overflows, limitOfSign(x, width), difference);
  }

  /** The smallest number where a lane is negative, the largest elsewhere. */
  private static long limitOfSign(long x, int width) {
    return spread(x, width) ^ ~tops(width);
  }

  /** The average, halves rounded up. */
  static long average(long x, long y, int width) {
    return (x | y) - (((x ^ y) & ~ones(width)) >>> 1);
  }

  static long absolute(long x, int width) {
    long negative = spread(x, width);
    return subtract(x ^ negative, negative, width);
  }

  /** How many bits of each byte are set. */
  static long countBits(long x) {
    long pairs = x - ((x >>> 1) & 0x5555_5555_5555_5555L);
    long fours = (pairs & 0x3333_3333_3333_3333L) + ((pairs >>> 2) & 0x3333_3333_3333_3333L);
    return (fours + (fours >>> 4)) & 0x0f0f_0f0f_0f0f_0f0fL;
  }

  // ---- shifts, by a count modulo the width

  static long shiftLeft(long x, int count, int width) {
    int n = count & (width - 1);
    return (x << n) & ~((ones(width) << n) - ones(width));
  }

  static long shiftRightUnsigned(long x, int count, int width) {
    int n = count & (width - 1);
    return (x >>> n) & (((tops(width) >>> n) << 1) - ones(width));
  }

  static long shiftRightSigned(long x, int count, int width) {
    long sign = tops(width) >>> (count & (width - 1)); // where the sign is after the shift
    return subtract(shiftRightUnsigned(x, count, width) ^ sign, sign, width);
  }

  // ---- other widths

  /** Twice as wide lanes of the 32 bits. */
  static long extendUnsigned(int x, int width) {
    long lanes = x & 0xffff_ffffL;
    if (width == 32) return lanes;
    lanes = (lanes | (lanes << 16)) & 0x0000_ffff_0000_ffffL;
    if (width == 16) return lanes;
    return (lanes | (lanes << 8)) & 0x00ff_00ff_00ff_00ffL;
  }

  static long extendSigned(int x, int width) {
    return fillSigns(extendUnsigned(x, width), width);
  }

  /** Lanes of twice the width, whose number of this width gets its sign above it. */
  private static long fillSigns(long x, int width) {
    long signs = ones(2 * width) << (width - 1);
    return subtract(x ^ signs, signs, 2 * width);
  }

  /** Each lane of this width with its odd neighbour, in lanes of twice the width. */
  static long addPairsUnsigned(long x, int width) {
    long even = evenLanes(width);
    return (x & even) + ((x >>> width) & even);
  }

  static long addPairsSigned(long x, int width) {
    long even = evenLanes(width);
    return add(fillSigns(x & even, width), fillSigns((x >>> width) & even, width), 2 * width);
  }

  private static long evenLanes(int width) {
    return width == 8 ? 0x00ff_00ff_00ff_00ffL : 0x0000_ffff_0000_ffffL;
  }

  /** All lanes of a vector in half their width, signed, the nearest where it does not fit. */
  static long narrowSigned(V128 x, int width) {
    int limit = 1 << (width / 2 - 1);
    long low = narrow(x.low(), width, -limit, limit - 1);
    return low | (narrow(x.high(), width, -limit, limit - 1) << 32);
  }

  static long narrowUnsigned(V128 x, int width) {
    int limit = (1 << (width / 2)) - 1;
    return narrow(x.low(), width, 0, limit) | (narrow(x.high(), width, 0, limit) << 32);
  }

  /** The lanes, signed, in the lowest 32 bits. */
  private static long narrow(long x, int width, int least, int most) {
    long mask = (1L << (width / 2)) - 1;
    long narrow = 0;
    for (int bit = 0; bit < 64; bit += width) {
      long value = (x << (64 - width - bit)) >> (64 - width);
      narrow |= (Math.clamp(value, least, most) & mask) << (bit / 2);
    }
    return narrow;
  }

  // ---- products

  static long multiply16(long x, long y) {
    long products = 0;
    for (int bit = 0; bit < 64; bit += 16) {
      products |= (((x >>> bit) * (y >>> bit)) & 0xffffL) << bit;
    }
    return products;
  }

  /** Of fractions of 15 bits, rounded, saturating. */
  static long multiplyQ15(long x, long y) {
    long products = 0;
    for (int bit = 0; bit < 64; bit += 16) {
      int product = (((short) (x >>> bit) * (short) (y >>> bit)) + 0x4000) >> 15;
      products |= (Math.min(product, Short.MAX_VALUE) & 0xffffL) << bit;
    }
    return products;
  }

  /** Sums of the products of two neighbours of 16 bits, signed. */
  static long dot(long x, long y) {
    long sums = 0;
    for (int bit = 0; bit < 64; bit += 32) {
      int even = (short) (x >>> bit) * (short) (y >>> bit);
      int odd = (short) (x >>> (bit + 16)) * (short) (y >>> (bit + 16));
      sums |= ((even + odd) & 0xffff_ffffL) << bit;
    }
    return sums;
  }

  /** Sums of the products of two neighbours of 8 bits, signed and saturating. */
  static long dotSaturating(long x, long y) {
    long sums = 0;
    for (int bit = 0; bit < 64; bit += 16) {
      int even = (byte) (x >>> bit) * (byte) (y >>> bit);
      int odd = (byte) (x >>> (bit + 8)) * (byte) (y >>> (bit + 8));
      sums |= (Math.min(even + odd, Short.MAX_VALUE) & 0xffffL) << bit;
    }
    return sums;
  }

  // ---- bytes of vectors

  /** The bytes at these indices of a vector; 0 where it has none. */
  static long swizzle(V128 x, long indices) {
    long picked = 0;
    for (int bit = 0; bit < 64; bit += 8) {
      int index = (int) (indices >>> bit) & 0xff;
      if (index < 16) picked |= byteAt(x, index) << bit;
    }
    return picked;
  }

  /** The bytes at these indices, 0 to 31, of two vectors. */
  static long shuffle(V128 x, V128 y, long indices) {
    long picked = 0;
    for (int bit = 0; bit < 64; bit += 8) {
      int index = (int) (indices >>> bit) & 31;
      picked |= byteAt(index < 16 ? x : y, index & 15) << bit;
    }
    return picked;
  }

  private static long byteAt(V128 x, int index) {
    return ((index < 8 ? x.low() : x.high()) >>> (8 * index)) & 0xff;
  }
}
