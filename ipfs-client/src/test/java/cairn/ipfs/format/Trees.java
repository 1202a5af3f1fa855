package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Files and directories for tests: their blocks in the order of a walk. */
public record Trees(Cid root, List<Block> blocks, Payload file) {
  /** A file of random bytes in leaves of a size, under nodes of width 3. */
  public static Trees file(long seed, int bytes, int leaf) {
    var content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return of(content, leaf);
  }

  /** This file, which is not empty, in leaves of a size, under nodes of width 3. */
  public static Trees of(byte[] content, int leaf) {
    List<Tree> level = new ArrayList<>();
    for (int at = 0; at < content.length; at += leaf) {
      var end = Math.min(content.length, at + leaf);
      var block = Block.raw(Payload.owning(Arrays.copyOfRange(content, at, end)));
      level.add(new Tree(block.cid(), block.bytes().length(), List.of(block)));
    }
    while (level.size() > 1) {
      List<Tree> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 3)
        above.add(parent(level.subList(i, Math.min(level.size(), i + 3))));
      level = above;
    }
    return new Trees(level.getFirst().cid, level.getFirst().blocks, Payload.owning(content));
  }

  private record Tree(Cid cid, long size, List<Block> blocks) {}

  private static Tree parent(List<Tree> children) {
    var node =
        node(
            UnixFs.file(children.stream().map(Tree::size).toList()),
            children.stream().map(c -> new DagPb.Link(c.cid, "", c.size)).toList());
    List<Block> blocks = new ArrayList<>(List.of(node));
    for (var child : children) blocks.addAll(child.blocks);
    return new Tree(node.cid(), children.stream().mapToLong(Tree::size).sum(), blocks);
  }

  /** This file under a name in a directory. */
  public Trees in(String name) {
    var node = node(UnixFs.directory(), List.of(new DagPb.Link(root, name, 1)));
    List<Block> all = new ArrayList<>(List.of(node));
    all.addAll(blocks);
    return new Trees(node.cid(), all, file);
  }

  /** A node with its data. */
  public static Block node(UnixFs data, List<DagPb.Link> links) {
    return Block.dagPb(new DagPb(links, Optional.of(data.encode())).encode());
  }

  /** The blocks as a CAR, in this order. */
  public static byte[] car(Cid root, List<Block> blocks) {
    var car = new ByteArrayOutputStream();
    car.writeBytes(Car.header(List.of(root)).toByteArray());
    for (var block : blocks) car.writeBytes(Car.section(block).toByteArray());
    return car.toByteArray();
  }

  /** All of it as a CAR. */
  public byte[] car() {
    return car(root, blocks);
  }
}
