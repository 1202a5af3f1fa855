package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.DagPb;
import cairn.ipfs.format.FileTree;
import cairn.registry.Cid;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns files and folders into blocks in the store, with the profile {@code unixfs-v1-2025} (see
 * {@link FileTree}), and pins them. Reads in chunks, so memory does not grow with a file. Hidden
 * entries of a folder (a leading dot) are left out, as other tools do. Any thread.
 */
public final class Adder {
  private static final int MAX_DEPTH = 64;

  private final BlockStore store;

  /** Adds to this store. */
  public Adder(BlockStore store) {
    this.store = store;
  }

  /** What came of adding. */
  public sealed interface Added {
    /** All of it is stored and pinned. {@code bytes}: of all files. */
    record Ok(Cid root, long bytes, int blocks) implements Added {}

    /** This path cannot be added. {@code why}: a clause. Nothing is pinned. */
    record Refused(Path path, String why) implements Added {}

    /** The store could not take a block. Nothing is pinned. */
    record NotStored(String why) implements Added {}
  }

  /** Adds a file or a folder with all below it. Blocks until done. */
  public Added add(Path path) {
    try (var hold = store.hold()) {
      var run = new Run(hold);
      try {
        var root = run.add(path, 0);
        return switch (store.pin(root.cid(), run.stored)) {
          case BlockStore.Put.Stored() -> new Added.Ok(root.cid(), run.bytes, run.stored.size());
          case BlockStore.Put.Failed(String why) -> new Added.NotStored(why);
        };
      } catch (Stop e) {
        return e.why;
      }
    }
  }

  /** Ends a run from the depth of a folder; never leaves this class. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1;
    final transient Added why;

    Stop(Added why) {
      super(null, null, false, false);
      this.why = why;
    }
  }

  /** One addition; confined to its thread. */
  private static final class Run {
    final BlockStore.Hold hold;
    final Set<Multihash> stored = new LinkedHashSet<>();
    Optional<String> failure = Optional.empty();
    long bytes;

    Run(BlockStore.Hold hold) {
      this.hold = hold;
    }

    DagPb.Link add(Path path, int depth) throws Stop {
      if (depth > MAX_DEPTH) throw refused(path, "its folders are nested too deeply");
      try {
        // The path that was named may be a link; what is found below may not, as it could lead out.
        boolean file = depth == 0 ? Files.isRegularFile(path) : isFile(path);
        boolean folder = depth == 0 ? Files.isDirectory(path) : isFolder(path);
        if (file) return file(path);
        if (folder) return folder(path, depth);
      } catch (IOException e) {
        throw refused(path, "it cannot be read");
      }
      throw refused(
          path,
          Files.exists(path, LinkOption.NOFOLLOW_LINKS)
              ? "it is neither a file nor a folder"
              : "it does not exist");
    }

    private static boolean isFile(Path path) {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFolder(Path path) {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private DagPb.Link file(Path path) throws IOException, Stop {
      var tree = new FileTree(this::store);
      try (InputStream in = Files.newInputStream(path)) {
        while (true) {
          byte[] chunk = in.readNBytes(FileTree.CHUNK);
          if (chunk.length > 0) tree.add(Payload.owning(chunk));
          bytes += chunk.length;
          requireStored();
          if (chunk.length < FileTree.CHUNK) break;
        }
      }
      var root = tree.finish();
      requireStored();
      return root;
    }

    private DagPb.Link folder(Path path, int depth) throws IOException, Stop {
      List<Path> children;
      try (var all = Files.list(path)) {
        children = all.sorted().toList();
      }
      List<DagPb.Link> entries = new ArrayList<>();
      for (var child : children) {
        String name = child.getFileName().toString();
        if (name.startsWith(".")) continue;
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name))
          throw refused(child, "its name is not UTF-8");
        var link = add(child, depth + 1);
        entries.add(new DagPb.Link(link.cid(), name, link.treeSize()));
      }
      var root = FileTree.directory(entries, this::store);
      requireStored();
      return root.orElseThrow(() -> refused(path, "two of its names have the same hash"));
    }

    private void store(Block block) {
      if (failure.isPresent()) return;
      switch (hold.put(block)) {
        case BlockStore.Put.Stored() -> stored.add(block.cid().hash());
        case BlockStore.Put.Failed(String why) -> failure = Optional.of(why);
      }
    }

    private void requireStored() throws Stop {
      if (failure.isPresent()) throw new Stop(new Added.NotStored(failure.get()));
    }

    private static Stop refused(Path path, String why) {
      return new Stop(new Added.Refused(path, why));
    }
  }
}
