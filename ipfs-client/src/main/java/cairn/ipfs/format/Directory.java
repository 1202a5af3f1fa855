package cairn.ipfs.format;

import cairn.registry.Cid;
import java.util.ArrayList;
import java.util.List;

/**
 * One node of a directory: what it lists, and the shards that list the rest.
 *
 * @param shards the first ones to read further; empty for a plain directory
 */
public record Directory(List<Entry> entries, List<Cid> shards) {
  public Directory {
    entries = List.copyOf(entries);
    shards = List.copyOf(shards);
  }

  /** A name in a directory, as its maker wrote it: not safe as a file's name. */
  public record Entry(String name, Cid cid) {}

  /** What came of reading. */
  public sealed interface Decoded {
    /** A node of a directory. */
    record Ok(Directory directory) implements Decoded {}

    /** Not one. {@code why}: a clause. */
    record Fault(String why) implements Decoded {}
  }

  /** Reads a node. Never throws. */
  public static Decoded decode(Block block) {
    if (block.cid().codec() != Cid.DAG_PB) return new Decoded.Fault("it is not a directory");
    try {
      return new Decoded.Ok(read(block));
    } catch (BadFormat e) {
      return new Decoded.Fault(e.what());
    }
  }

  private static Directory read(Block block) throws BadFormat {
    var node = DagPb.read(block.bytes());
    var data =
        UnixFs.read(node.data().orElseThrow(() -> new BadFormat("a node has no UnixFS data")));
    List<Entry> entries = new ArrayList<>();
    List<Cid> shards = new ArrayList<>();
    switch (data.kind()) {
      case DIRECTORY -> node.links().forEach(l -> entries.add(new Entry(l.name(), l.cid())));
      case SHARD -> {
        Hamt.require(data);
        for (var link : node.links()) {
          if (link.name().length() < 2) throw new BadFormat("a shard's link has no slot");
          if (Hamt.isShard(link)) shards.add(link.cid());
          else entries.add(new Entry(link.name().substring(2), link.cid()));
        }
      }
      case FILE, RAW, SYMLINK, METADATA -> throw new BadFormat("it is not a directory");
    }
    return new Directory(entries, shards);
  }
}
