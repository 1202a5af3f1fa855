package cairn.ipfs.format;

import cairn.registry.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds the blocks of files and directories with the profile {@code unixfs-v1-2025} (IPIP-499), so
 * that the same bytes get the same CID everywhere: CIDv1, SHA-256, chunks of 1 MiB, raw leaves, a
 * balanced tree of width 1024, directories as tries of width 256 when their one block would be
 * larger than 256 KiB. Give chunks in order, then {@link #finish}. Holds the links of unfinished
 * nodes only. One thread at a time.
 */
public final class FileTree {
  /** Bytes in every chunk but the last. */
  public static final int CHUNK = 1 << 20;

  /**
   * The largest directory in one block, in bytes of that block, as the profile has it. Kubo before
   * 0.40 adds up names and CIDs alone, and so turns to tries a little later.
   */
  static final int DIRECTORY_BYTES = 256 << 10;

  private static final int WIDTH = 1024;

  private final Consumer<Block> out;
  // Unfinished nodes, leaves first. Confined to the one thread.
  private final List<List<Child>> levels = new ArrayList<>();

  private record Child(DagPb.Link link, long fileBytes) {}

  /** Every block goes to {@code out} when it is complete, children before parents. */
  public FileTree(Consumer<Block> out) {
    this.out = out;
  }

  /** Adds the next chunk: {@value #CHUNK} bytes, or fewer when it is the last. */
  public void add(Payload chunk) {
    var block = Block.raw(chunk);
    out.accept(block);
    add(0, new Child(new DagPb.Link(block.cid(), "", chunk.length()), chunk.length()));
  }

  /** Completes the file; the link to its root has no name. */
  public DagPb.Link finish() {
    if (levels.isEmpty()) add(Payload.EMPTY);
    for (int i = 0; ; i++) {
      var level = levels.get(i);
      boolean top = i == levels.size() - 1;
      if (top && level.size() == 1) return level.getFirst().link();
      if (!level.isEmpty()) close(i);
    }
  }

  private void add(int level, Child child) {
    if (level == levels.size()) levels.add(new ArrayList<>());
    levels.get(level).add(child);
    if (levels.get(level).size() == WIDTH) close(level);
  }

  private void close(int level) {
    var children = List.copyOf(levels.get(level));
    levels.get(level).clear();
    var sizes = children.stream().map(Child::fileBytes).toList();
    var data = UnixFs.file(sizes);
    var links = children.stream().map(Child::link).toList();
    var link = node(links, data, out);
    add(level + 1, new Child(link, data.fileSize().orElseThrow()));
  }

  /**
   * Builds a directory from links that carry its entries' names, in any order. The link to its root
   * has no name. Empty when two names cannot be told apart by a trie, which nobody meets by
   * accident.
   */
  public static Optional<DagPb.Link> directory(List<DagPb.Link> entries, Consumer<Block> out) {
    var sorted = new ArrayList<>(entries);
    sorted.sort((a, b) -> compareBytes(a.name(), b.name()));
    long size = UnixFs.directory().encode().length() + 2L;
    for (var entry : sorted) size += entryBytes(entry);
    return size > DIRECTORY_BYTES
        ? Hamt.build(sorted, out)
        : Optional.of(node(sorted, UnixFs.directory(), out));
  }

  // What one link adds to a directory's block.
  private static long entryBytes(DagPb.Link entry) {
    return new DagPb(List.of(entry), Optional.empty()).encode().length();
  }

  private static DagPb.Link node(List<DagPb.Link> links, UnixFs data, Consumer<Block> out) {
    var block = Block.dagPb(new DagPb(links, Optional.of(data.encode())).encode());
    out.accept(block);
    long treeSize = block.bytes().length();
    for (var link : links) treeSize += link.treeSize();
    return new DagPb.Link(block.cid(), "", treeSize);
  }

  // The order of UTF-8 bytes, which is that of code points.
  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
