package cairn.kernel.host.files;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** What a file or folder is like. Times are nanoseconds since 1970. */
record Status(
    long device,
    long node,
    Kind kind,
    int names,
    long size,
    long accessed,
    long modified,
    long changed) {
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
    return statx.get(JAVA_LONG, at) * 1_000_000_000 + statx.get(JAVA_INT, at + 8);
  }
}
