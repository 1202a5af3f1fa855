package cairn.kernel.host;

import cairn.kernel.LoadFault;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;

/**
 * Where the native loader gets programs from. Implemented over the IPFS client by the application.
 */
@FunctionalInterface
public interface ProgramSource {
  /** Starts to fetch what an address names. Returns at once; {@link Stream#next} blocks. */
  Stream open(ContentAddress address);

  /**
   * A CARv1 stream of the blocks from the root along the path to the whole file. Used by one
   * virtual thread at a time.
   */
  interface Stream extends AutoCloseable {
    /**
     * Blocks for the next piece: {@link Piece.Bytes} at most 1 MiB, until {@link Piece.End} or
     * {@link Piece.Failed}.
     */
    Piece next() throws InterruptedException;

    /** Stops fetching. */
    @Override
    void close();
  }

  /** What comes out of a stream. */
  sealed interface Piece {
    /** Some of the CAR. {@code from}: the source these came from, for people. */
    record Bytes(Payload bytes, String from) implements Piece {}

    /** That was all. */
    record End() implements Piece {}

    /** No more will come. */
    record Failed(LoadFault why) implements Piece {}
  }
}
