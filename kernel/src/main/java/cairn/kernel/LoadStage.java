package cairn.kernel;

/** How far the loading of a program is. */
public sealed interface LoadStage {
  /** Waiting for the loader's first byte. */
  record Finding() implements LoadStage {}

  /**
   * Bytes arrive and are checked. {@code total} is -1 until it is known. {@code from}: the source,
   * as far as known, or empty.
   */
  record Fetching(long bytes, long total, int blocks, String from) implements LoadStage {}

  /** The bytes are verified; the module is read, validated and made ready. */
  record Preparing(long bytes) implements LoadStage {}
}
