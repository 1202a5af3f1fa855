package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns an untrusted CARv1 stream into the verified bytes of one file. Every block is compared with
 * its CID before it is used; the walk from the address decides alone what belongs to the file and
 * whether it is whole; the roots in the stream mean nothing. Blocks may come in any order and more
 * than once. Holds the file itself, made as a whole by the call after the one that told its size,
 * so that the caller can refuse it before; and the blocks that are not its very bytes, at most as
 * many as {@link WalkLimits#blockBytes()} says. One thread at a time.
 */
public final class FileVerifier {
  private final DagWalk walk;
  private final WalkLimits limits;
  private final String source;
  private final CarReader car = new CarReader();

  // All confined to the one thread.
  private final Map<Multihash, Block> held = new HashMap<>();
  private final List<Payload> file = new ArrayList<>();
  private byte @Nullable [] whole;
  private int written;
  private Optional<Block> supplied = Optional.empty();
  private long received;
  private Verdict verdict = new Verdict.NeedsMore(0, -1, 0);

  /** What is known so far. */
  public sealed interface Verdict {
    /** Good so far. {@code total}: the file's size once known, else -1. */
    record NeedsMore(long bytes, long total, int blocks) implements Verdict {}

    /** The whole file, every block checked. */
    record Whole(Payload bytes) implements Verdict {}

    /** It cannot become the file. */
    record Bad(ContentFault why) implements Verdict {}
  }

  /**
   * Begins.
   *
   * @param limit the most bytes the file may have
   * @param source who sends the stream, for people
   */
  public FileVerifier(ContentAddress address, long limit, String source) {
    this.limits = WalkLimits.forFile(Math.min(limit, Integer.MAX_VALUE - 8));
    this.walk = new DagWalk(address, limits);
    this.source = source;
    advance();
  }

  /** Takes the next piece of the stream. After Whole or Bad nothing changes any more. */
  public Verdict accept(Payload piece) {
    if (!(verdict instanceof Verdict.NeedsMore)) return verdict;
    received += piece.length();
    if (received > WalkLimits.forFile(walk.total().orElse(limits.fileBytes())).blockBytes())
      return bad("the stream has far more than the file can need");
    if (walk.total().isPresent()) makeWhole((int) walk.total().getAsLong());
    car.push(piece);
    while (verdict instanceof Verdict.NeedsMore) {
      switch (car.take()) {
        case CarReader.Item.NeedsMore() -> {
          return verdict;
        }
        case CarReader.Item.Header _ -> {}
        case CarReader.Item.Fault(String why) -> bad(why);
        case CarReader.Item.Section(Cid cid, Payload bytes) -> take(cid, bytes);
      }
    }
    return verdict;
  }

  /** The stream has ended. Never answers NeedsMore. */
  public Verdict finish() {
    if (verdict instanceof Verdict.NeedsMore)
      verdict = new Verdict.Bad(new ContentFault.Truncated(walk.emitted()));
    forget();
    return verdict;
  }

  private void take(Cid cid, Payload bytes) {
    switch (Block.check(cid, bytes)) {
      case Block.Checked.Good(Block block) -> {
        if (held.putIfAbsent(cid.hash(), block) == null) advance();
      }
      case Block.Checked.Differs() ->
          verdict = new Verdict.Bad(new ContentFault.Corrupt(cid, source));
      // Cannot be checked, so it is as if it had not come; the walk refuses it if it is needed.
      case Block.Checked.UnknownHash _ -> {}
      case Block.Checked.TooLarge(int size) -> bad("a block has " + size + " bytes");
    }
  }

  private void advance() {
    while (true) {
      switch (walk.next()) {
        case DagWalk.Step.Need(Cid cid) -> {
          var block = held.get(cid.hash());
          if (block == null) {
            verdict =
                new Verdict.NeedsMore(walk.emitted(), walk.total().orElse(-1), walk.visited());
            if (!cid.hash().isKnown()) bad("a block has a hash that cannot be checked");
            return;
          }
          supplied = Optional.of(block.as(cid));
          walk.supply(supplied.get());
        }
        case DagWalk.Step.Emit(Payload bytes) -> {
          if (whole == null) file.add(bytes);
          else write(whole, bytes);
          supplied = Optional.empty();
        }
        case DagWalk.Step.Done() -> {
          verdict = new Verdict.Whole(Payload.owning(makeWhole((int) walk.emitted())));
          forget();
          return;
        }
        case DagWalk.Step.Failed(ContentFault why) -> {
          verdict = new Verdict.Bad(why);
          forget();
          return;
        }
      }
    }
  }

  private byte[] makeWhole(int size) {
    byte[] made = whole;
    if (made != null) return made;
    made = new byte[size];
    whole = made;
    supplied = Optional.empty();
    for (var part : file) write(made, part);
    file.clear();
    return made;
  }

  // A block that is its very bytes need not be held beside them; it may be wanted again.
  private void write(byte[] whole, Payload bytes) {
    bytes.copyTo(whole, written);
    int from = written;
    written += bytes.length();
    // A raw block is followed by its own bytes; an inline one is never held.
    supplied
        .filter(block -> block.cid().codec() == Cid.RAW)
        .ifPresent(
            block ->
                held.put(
                    block.cid().hash(), block.kept(Payload.owning(whole).slice(from, written))));
  }

  private void forget() {
    held.clear();
    file.clear();
    whole = null;
    supplied = Optional.empty();
  }

  private Verdict bad(String what) {
    verdict = new Verdict.Bad(new ContentFault.Malformed(what));
    forget();
    return verdict;
  }
}
