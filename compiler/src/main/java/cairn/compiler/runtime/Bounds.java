package cairn.compiler.runtime;

/**
 * The bounds checks that keep guests inside their memories: every access passes through one of
 * these, but for those that generated code has written out. Addresses, offsets and lengths are
 * unsigned; a limit is at most 2<sup>63</sup> - 1.
 */
final class Bounds {
  private Bounds() {}

  /** The effective address of {@code size} bytes, if they are below the limit; otherwise traps. */
  static long at(int address, int offset, int size, long limit) {
    long at = (address & 0xffff_ffffL) + (offset & 0xffff_ffffL);
    if (at + size > limit) throw Trap.outOfBoundsMemoryAccess();
    return at;
  }

  /**
   * The same for 64 bits. What has its highest bit set is past every limit; without it in the
   * address and the offset their sum cannot wrap around.
   */
  static long at(long address, long offset, int size, long limit) {
    long at = address + offset;
    if ((address | offset | at) < 0 || at > limit - size) throw Trap.outOfBoundsMemoryAccess();
    return at;
  }

  /** Traps unless all of {@code length} bytes are below the limit; none may begin at the limit. */
  static void checkRange(long address, long length, long limit) {
    if ((address | length) < 0 || address > limit - length) throw Trap.outOfBoundsMemoryAccess();
  }
}
