package cairn.kernel.host.files;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What a file or folder is like. Times are unsigned nanoseconds since 1970, as WASI has them; a
 * time before is 0, as in Wasmtime, one after 2554, the last they can say.
 */
record Status(
    long device,
    long node,
    Kind kind,
    int names,
    long size,
    long accessed,
    long modified,
    long changed) {
  private static final long LATEST = -1;

  /** From a {@code struct statx} (linux/stat.h), which is the same on every processor. */
  static Status ofStatx(MemorySegment statx) {
    long major = statx.get(JAVA_INT, 136) & 0xffff_ffffL;
    long minor = statx.get(JAVA_INT, 140) & 0xffff_ffffL;
    return new Status(
        major << 32 | minor,
        statx.get(JAVA_LONG, 32),
        Kind.ofMode(statx.get(JAVA_SHORT, 28)),
        statx.get(JAVA_INT, 16),
        statx.get(JAVA_LONG, 40),
        time(statx, 64),
        time(statx, 112),
        time(statx, 96));
  }

  private static long time(MemorySegment statx, long at) {
    long seconds = statx.get(JAVA_LONG, at);
    if (seconds < 0) return 0;
    if (seconds >= Long.divideUnsigned(LATEST, 1_000_000_000)) return LATEST;
    return seconds * 1_000_000_000 + statx.get(JAVA_INT, at + 8);
  }
}
