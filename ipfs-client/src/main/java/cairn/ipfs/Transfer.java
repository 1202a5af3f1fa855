package cairn.ipfs;

import cairn.registry.Cid;

/** What happens while content is fetched, for a progress bar and its line of text. */
public sealed interface Transfer {
  /** A source is asked. */
  record Asking(String source) implements Transfer {}

  /**
   * More of the file is verified.
   *
   * @param bytes of the file so far
   * @param total bytes of the file, or -1 until known
   * @param blocks verified so far, those of directories included
   * @param source where the last block came from
   */
  record Progress(long bytes, long total, int blocks, String source) implements Transfer {}

  /** A source did not give what was asked; the next one is tried. {@code why}: a clause. */
  record SourceFailed(String source, String why) implements Transfer {}

  /** A source sent a block that is not what its CID says; it is not asked again. */
  record Quarantined(String source, Cid expected) implements Transfer {}

  /** Told on the transfer's own thread; must return soon. */
  @FunctionalInterface
  interface Listener {
    /** Something happened. */
    void on(Transfer event);
  }
}
