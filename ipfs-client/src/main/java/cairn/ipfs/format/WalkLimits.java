package cairn.ipfs.format;

/**
 * What a walk may cost. A few kilobytes of blocks can claim exabytes by linking to the same block
 * again and again, so everything that repeats is counted.
 *
 * @param fileBytes the most bytes the file may have
 * @param depth the most blocks between a file's root and a leaf, both counted
 * @param blocks the most blocks visited, each as often as it is visited
 */
public record WalkLimits(long fileBytes, int depth, int blocks) {
  /** Links that may wait at once on all levels together, about 60 MB of them. */
  static final int PENDING_LINKS = 1 << 18;

  private static final long OVERHEAD = 16L << 20;

  /** Throws IllegalArgumentException unless all are positive. */
  public WalkLimits {
    if (fileBytes < 0 || depth < 1 || blocks < 1) throw new IllegalArgumentException("no room");
  }

  /** For a file of at most this size: depth 64, 2^18 blocks. */
  public static WalkLimits forFile(long fileBytes) {
    return new WalkLimits(fileBytes, 64, 1 << 18);
  }

  /**
   * The most bytes of blocks, visited or received: twice the file, as nodes are never larger than
   * what they carry in anything but a joke, and 16 MiB.
   */
  public long blockBytes() {
    return fileBytes > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : 2 * fileBytes + OVERHEAD;
  }
}
