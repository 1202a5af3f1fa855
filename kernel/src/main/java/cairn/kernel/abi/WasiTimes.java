package cairn.kernel.abi;

import cairn.registry.Value;
import java.util.Optional;

/** What becomes of a file's two times: cases of {@code files.when}. */
record WasiTimes(Value accessed, Value modified) {
  // witx: fstflags.
  private static final long ACCESSED = 1;
  private static final long ACCESSED_NOW = 1 << 1;
  private static final long MODIFIED = 1 << 2;
  private static final long MODIFIED_NOW = 1 << 3;

  /** Empty: both a moment and now, or flags that mean nothing. */
  static Optional<WasiTimes> of(long accessed, long modified, long flags) {
    boolean unknown =
        (flags & ~(ACCESSED | ACCESSED_NOW | MODIFIED | MODIFIED_NOW)) != 0
            || (flags & (ACCESSED | ACCESSED_NOW)) == (ACCESSED | ACCESSED_NOW)
            || (flags & (MODIFIED | MODIFIED_NOW)) == (MODIFIED | MODIFIED_NOW);
    if (unknown) return Optional.empty();
    return Optional.of(
        new WasiTimes(
            when((flags & ACCESSED) != 0, (flags & ACCESSED_NOW) != 0, accessed),
            when((flags & MODIFIED) != 0, (flags & MODIFIED_NOW) != 0, modified)));
  }

  private static Value when(boolean at, boolean now, long moment) {
    if (at) return Value.named("at", Value.unsigned(moment));
    return Value.named(now ? "now" : "keep");
  }
}
