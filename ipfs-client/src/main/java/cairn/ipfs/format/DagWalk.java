package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Walks from an address to the bytes of a file: along the path through directories, plain or
 * sharded, then through the file's nodes in order. Asks for one block at a time, so it decides
 * alone what belongs to the file and when the file is whole. Every size that a node claims must be
 * what comes out below it. One thread at a time.
 */
public final class DagWalk {
  /** Names that are listed when the address turns out to be a directory. */
  private static final int LISTED = 1000;

  private final List<String> path;
  private final WalkLimits limits;

  // All confined to the one thread.
  private final Deque<Level> levels = new ArrayDeque<>();
  private Optional<Wanted> wanted;
  private Optional<Payload> ready = Optional.empty();
  private Optional<Step> outcome = Optional.empty();
  private Cid reached;
  private int followed;
  private int shardLevel;
  private boolean inFile;
  private OptionalLong total = OptionalLong.empty();
  private long emitted;
  private int visited;
  private long visitedBytes;
  private int pendingLinks;

  /** What is to be done next. */
  public sealed interface Step {
    /** This block is wanted: {@link #supply} it. */
    record Need(Cid cid) implements Step {}

    /** The next bytes of the file. */
    record Emit(Payload bytes) implements Step {}

    /** The file is whole. */
    record Done() implements Step {}

    /** It will never be. */
    record Failed(ContentFault why) implements Step {}
  }

  private record Wanted(Cid cid, OptionalLong size) {}

  /** A node of the file whose children are being walked. */
  private static final class Level {
    final List<DagPb.Link> links;
    final List<Long> sizes;
    int next;

    Level(List<DagPb.Link> links, List<Long> sizes) {
      this.links = links;
      this.sizes = sizes;
    }
  }

  /** Begins at an address. */
  public DagWalk(ContentAddress address, WalkLimits limits) {
    this.path = address.path();
    this.limits = limits;
    this.reached = address.root();
    this.wanted = Optional.of(new Wanted(address.root(), OptionalLong.empty()));
  }

  /** The next step; the same one again while a needed block has not been supplied. */
  public Step next() {
    while (outcome.isEmpty()) {
      if (ready.isPresent()) {
        var bytes = ready.get();
        ready = Optional.empty();
        emitted += bytes.length();
        return new Step.Emit(bytes);
      }
      if (wanted.isEmpty()) {
        descend();
        continue;
      }
      var cid = wanted.get().cid();
      var inline = Block.inline(cid);
      if (inline.isEmpty()) return new Step.Need(cid);
      supply(inline.get());
    }
    return outcome.get();
  }

  /** Takes the block that {@link Step.Need} asked for; IllegalArgumentException for another. */
  public void supply(Block block) {
    var want = wanted.orElseThrow(() -> new IllegalArgumentException("nothing is needed"));
    if (!want.cid().equals(block.cid())) throw new IllegalArgumentException("not " + want.cid());
    wanted = Optional.empty();
    reached = block.cid();
    visited++;
    visitedBytes += block.bytes().length();
    try {
      if (visited > limits.blocks() || visitedBytes > limits.blockBytes())
        throw new BadFormat("it has more blocks than a file of its size can need");
      if (inFile || followed == path.size()) file(block, want.size());
      else directory(block);
    } catch (BadFormat e) {
      fail(new ContentFault.Malformed(e.what()));
    }
  }

  /** The file's size, once its first block is known. */
  public OptionalLong total() {
    return total;
  }

  /** Bytes of the file that have come out. */
  public long emitted() {
    return emitted;
  }

  /**
   * The block that was supplied last: the directory itself after {@link ContentFault.IsDirectory}.
   */
  public Cid reached() {
    return reached;
  }

  /** Blocks supplied so far. */
  public int visited() {
    return visited;
  }

  private void fail(ContentFault why) {
    outcome = Optional.of(new Step.Failed(why));
    levels.clear();
  }

  // To the next child that has not been visited, or to the end.
  private void descend() {
    while (!levels.isEmpty()) {
      var level = levels.getLast();
      if (level.next < level.links.size()) {
        int i = level.next++;
        wanted =
            Optional.of(new Wanted(level.links.get(i).cid(), OptionalLong.of(level.sizes.get(i))));
        return;
      }
      pendingLinks -= level.links.size();
      levels.removeLast();
    }
    outcome = Optional.of(new Step.Done());
  }

  private void directory(Block block) throws BadFormat {
    String name = path.get(followed);
    if (block.cid().codec() != Cid.DAG_PB) {
      if (block.cid().codec() != Cid.RAW) throw unknownCodec(block.cid());
      fail(noSuchPath());
      return;
    }
    var node = DagPb.read(block.bytes());
    var data = data(node);
    switch (data.kind()) {
      case DIRECTORY ->
          follow(node.links().stream().filter(l -> l.name().equals(name)).findFirst(), false);
      case SHARD -> {
        Hamt.require(data);
        if (shardLevel == Hamt.MAX_DEPTH) throw new BadFormat("a sharded directory is too deep");
        var link = Hamt.find(node, name, shardLevel);
        follow(link, link.isPresent() && Hamt.isShard(link.get()));
      }
      case FILE, RAW -> fail(noSuchPath());
      case SYMLINK -> throw new BadFormat("the path goes through a symbolic link");
      case METADATA -> throw new BadFormat("it is UnixFS metadata");
    }
  }

  private void follow(Optional<DagPb.Link> link, boolean intoShard) {
    if (link.isEmpty()) {
      fail(noSuchPath());
      return;
    }
    if (intoShard) {
      shardLevel++;
    } else {
      shardLevel = 0;
      followed++;
    }
    wanted = Optional.of(new Wanted(link.get().cid(), OptionalLong.empty()));
  }

  private ContentFault noSuchPath() {
    return new ContentFault.NoSuchPath(String.join("/", path.subList(0, followed + 1)));
  }

  private void file(Block block, OptionalLong expected) throws BadFormat {
    if (levels.size() >= limits.depth()) throw new BadFormat("the file is too deep");
    long codec = block.cid().codec();
    if (codec == Cid.RAW) {
      leaf(block.bytes(), expected);
      return;
    }
    if (codec != Cid.DAG_PB) throw unknownCodec(block.cid());
    var node = DagPb.read(block.bytes());
    var data = data(node);
    switch (data.kind()) {
      case FILE, RAW -> node(node, data, expected);
      case DIRECTORY, SHARD -> {
        if (inFile) throw new BadFormat("a directory stands where a file's block should");
        fail(new ContentFault.IsDirectory(names(node, data)));
      }
      case SYMLINK -> throw new BadFormat("it is a symbolic link");
      case METADATA -> throw new BadFormat("it is UnixFS metadata");
    }
  }

  private void leaf(Payload bytes, OptionalLong expected) throws BadFormat {
    if (!accept(bytes.length(), expected)) return;
    ready = Optional.of(bytes);
  }

  private void node(DagPb node, UnixFs data, OptionalLong expected) throws BadFormat {
    if (data.blockSizes().size() != node.links().size())
      throw new BadFormat("a file's node does not give the size of each of its links");
    long size = data.data().length();
    for (long part : data.blockSizes()) {
      size += part;
      if (size < 0) throw new BadFormat("a file's sizes overflow");
    }
    if (data.fileSize().isPresent() && data.fileSize().getAsLong() != size)
      throw new BadFormat("a file's node contradicts itself about its size");
    pendingLinks += node.links().size();
    if (pendingLinks > WalkLimits.PENDING_LINKS) throw new BadFormat("the file has too many links");
    if (!accept(size, expected)) return;
    if (!data.data().isEmpty()) ready = Optional.of(data.data());
    levels.addLast(new Level(node.links(), data.blockSizes()));
  }

  // Checks a node's size against its parent's word; the root's is the file's.
  private boolean accept(long size, OptionalLong expected) throws BadFormat {
    if (expected.isPresent() && expected.getAsLong() != size)
      throw new BadFormat("a block of the file has not the size that its parent says");
    if (inFile) return true;
    inFile = true;
    total = OptionalLong.of(size);
    if (size <= limits.fileBytes()) return true;
    fail(new ContentFault.TooLarge(size, limits.fileBytes()));
    return false;
  }

  private static UnixFs data(DagPb node) throws BadFormat {
    return UnixFs.read(node.data().orElseThrow(() -> new BadFormat("a node has no UnixFS data")));
  }

  private static BadFormat unknownCodec(Cid cid) {
    return new BadFormat(
        "content of kind 0x" + Long.toHexString(cid.codec()) + " is neither file nor directory");
  }

  private static List<String> names(DagPb node, UnixFs data) {
    List<String> names = new ArrayList<>();
    for (var link : node.links()) {
      String name = link.name();
      if (data.kind() == UnixFs.Kind.SHARD) name = name.length() > 2 ? name.substring(2) : "";
      if (!name.isEmpty() && names.size() < LISTED) names.add(name);
    }
    names.sort(null);
    return names;
  }
}
