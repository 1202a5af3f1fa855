package cairn.kernel.abi;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the list of an open folder goes on, under numbers that a 32-bit program can keep: the
 * {@code long} of its telldir() has 32 bits, the host's own cookies up to 63. Cookie n is the place
 * behind the n-th entry of the list; it stays that when entries are removed. Whoever reads the list
 * again has the same numbers, and where the folder has changed meanwhile they are the new places.
 *
 * <p>A process remembers at most {@value #MOST} places. Behind them cookies are the host's own,
 * with the highest bit set: the list can be read on, but not returned to by a 32-bit program.
 *
 * <p>Any guest thread; guarded by this.
 */
final class WasiCookies {
  /** The most places that a process remembers, 8 bytes each. */
  static final int MOST = 1 << 20;

  private static final long OF_HOST = Long.MIN_VALUE;

  /** How many places the process may still remember. */
  private final AtomicInteger room;

  private long[] places = {};
  private int count;

  /** Whether cookies of the host were given out. */
  private boolean beyond;

  WasiCookies(AtomicInteger room) {
    this.room = room;
  }

  /** The host's place of a cookie; empty: no entry came with it. */
  synchronized OptionalLong place(long cookie) {
    if (cookie == 0) return OptionalLong.of(0);
    if (cookie < 0) return beyond ? OptionalLong.of(cookie & ~OF_HOST) : OptionalLong.empty();
    return cookie > count ? OptionalLong.empty() : OptionalLong.of(places[(int) cookie - 1]);
  }

  /**
   * The cookie of an entry.
   *
   * @param before that of the entry before it, 0 of the first
   * @param place the host's place behind it, not negative
   */
  synchronized long of(long before, long place) {
    int index = before < 0 || before > count ? Integer.MAX_VALUE : (int) before;
    if (index >= count) {
      beyond = index > count || room.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
      if (beyond) return place | OF_HOST;
      if (index == places.length) places = Arrays.copyOf(places, Math.max(64, 2 * index));
      count++;
    }
    places[index] = place;
    return before + 1;
  }

  /** The folder is closed. */
  synchronized void forget() {
    room.addAndGet(count);
    count = 0;
    places = new long[0];
  }
}
