package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns an untrusted CARv1 stream into the verified bytes of one file. Every block is compared with
 * its CID before it is used; the walk from the address decides alone what belongs to the file and
 * whether it is whole; the roots in the stream mean nothing. Blocks may come in any order and more
 * than once. Holds at most {@link WalkLimits#blockBytes()} of them. One thread at a time.
 */
public final class FileVerifier {
  private final DagWalk walk;
  private final WalkLimits limits;
  private final String source;
  private final CarReader car = new CarReader();

  // All confined to the one thread.
  private final Map<Multihash, Block> held = new HashMap<>();
  private final List<Payload> file = new ArrayList<>();
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
    if (received > limits.blockBytes())
      return bad("the stream has far more than the file can need");
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
    held.clear();
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
          walk.supply(block.as(cid));
        }
        case DagWalk.Step.Emit(Payload bytes) -> file.add(bytes);
        case DagWalk.Step.Done() -> {
          verdict = new Verdict.Whole(joined());
          held.clear();
          file.clear();
          return;
        }
        case DagWalk.Step.Failed(ContentFault why) -> {
          verdict = new Verdict.Bad(why);
          held.clear();
          file.clear();
          return;
        }
      }
    }
  }

  private Payload joined() {
    var whole = new byte[(int) walk.emitted()];
    int at = 0;
    for (var part : file) {
      part.copyTo(whole, at);
      at += part.length();
    }
    return Payload.owning(whole);
  }

  private Verdict bad(String what) {
    verdict = new Verdict.Bad(new ContentFault.Malformed(what));
    held.clear();
    file.clear();
    return verdict;
  }
}
