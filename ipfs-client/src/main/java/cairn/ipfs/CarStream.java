package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.Car;
import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.DagWalk;
import cairn.ipfs.format.WalkLimits;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.util.List;
import java.util.Optional;

/**
 * A CARv1 of the verified blocks from an address's root along its path to the whole file, in the
 * order of the walk, each as often as it is visited. Pulled: nothing is fetched that nobody asked
 * for. One thread at a time pulls; any thread may close.
 */
public final class CarStream implements AutoCloseable {
  /** The longest piece, in bytes. */
  public static final int MAX_PIECE = 1 << 20;

  private final DagWalk walk;
  private final BlockFetch blocks;
  private final Transfer.Listener listener;

  // Confined to the pulling thread.
  private Payload pending = Payload.EMPTY;
  private Optional<Payload> header;
  private String from = "this computer";
  private Optional<Piece> last = Optional.empty();

  /** What comes out. */
  public sealed interface Piece {
    /** Some of the CAR, 1 to {@link #MAX_PIECE} bytes. {@code from}: their source, for people. */
    record Bytes(Payload bytes, String from) implements Piece {}

    /** That was all: the file is whole. */
    record End() implements Piece {}

    /** No more will come. */
    record Failed(ContentFault why) implements Piece {}
  }

  CarStream(
      ContentAddress address, WalkLimits limits, BlockFetch blocks, Transfer.Listener listener) {
    this.walk = new DagWalk(address, limits);
    this.blocks = blocks;
    this.listener = listener;
    this.header = Optional.of(Car.header(List.of(address.root())));
  }

  /**
   * Blocks for the next piece, as long as sources and {@link Timeouts} allow; after End or Failed
   * always that again. Interrupting the thread ends the transfer.
   */
  public Piece next() throws InterruptedException {
    while (pending.isEmpty() && last.isEmpty()) step();
    if (pending.isEmpty()) return last.orElseThrow();
    int length = Math.min(pending.length(), MAX_PIECE);
    var piece = pending.slice(0, length);
    pending = pending.slice(length, pending.length());
    return new Piece.Bytes(piece, from);
  }

  private void step() throws InterruptedException {
    switch (walk.next()) {
      case DagWalk.Step.Need(Cid cid) -> {
        switch (blocks.obtain(cid, walk.emitted())) {
          case BlockFetch.Obtained.Got(Block block, String source) -> {
            from = source;
            walk.supply(block);
            send(Car.section(block));
          }
          case BlockFetch.Obtained.None(ContentFault why) -> end(new Piece.Failed(why));
        }
      }
      case DagWalk.Step.Emit _ ->
          listener.on(
              new Transfer.Progress(walk.emitted(), walk.total().orElse(-1), walk.visited(), from));
      case DagWalk.Step.Done() -> {
        send(Payload.EMPTY);
        end(new Piece.End());
      }
      case DagWalk.Step.Failed(ContentFault why) -> end(new Piece.Failed(why));
    }
  }

  // The header alone says nothing, so it goes out with the first block.
  private void send(Payload section) {
    if (header.isEmpty()) {
      pending = section;
      return;
    }
    var bytes = new byte[header.get().length() + section.length()];
    header.get().copyTo(bytes, 0);
    section.copyTo(bytes, header.get().length());
    pending = Payload.owning(bytes);
    header = Optional.empty();
  }

  private void end(Piece piece) {
    last = Optional.of(piece);
    blocks.close();
  }

  /** Stops fetching. Any thread; a {@link #next} that waits ends soon. */
  @Override
  public void close() {
    blocks.close();
  }
}
