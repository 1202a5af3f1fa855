package cairn.ipfs;

import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.DagWalk;
import cairn.ipfs.format.Directory;
import cairn.ipfs.format.WalkLimits;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Writes content to the disk: a file, or a folder with all below it. Everything is written beside
 * the target as {@code .UUID.part} and renamed at the end, so the target is there whole or not at
 * all; if the JVM is killed meanwhile (SIGKILL), that stays. What exists is never overwritten.
 * Names from the network become names on the disk only when they are plain ones. Any thread.
 */
public final class Getter {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ENTRIES = 1_000_000;

  private final Retriever retriever;

  /** Gets with this retriever. */
  public Getter(Retriever retriever) {
    this.retriever = retriever;
  }

  /** What came of getting. */
  public sealed interface Got {
    /** It stands at the target. {@code bytes}: of all files. */
    record Ok(Path target, long bytes, boolean isFolder) implements Got {}

    /** It did not come. */
    record NotFetched(ContentFault why) implements Got {}

    /** It could not be written. {@code why}: a clause. */
    record NotWritten(Path path, String why) implements Got {}

    /** The system could not write it. */
    record Failed(Path path, IOException why) implements Got {}
  }

  /**
   * Gets a file or a folder. Blocks until done.
   *
   * @param limit the most bytes of all files together
   * @throws InterruptedException when the thread is interrupted; nothing stays
   */
  public Got get(ContentAddress address, Path target, long limit, Transfer.Listener listener)
      throws InterruptedException {
    var absolute = target.toAbsolutePath();
    try {
      Files.readAttributes(absolute, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Got.NotWritten(target, "it exists already");
    } catch (NoSuchFileException asItShould) {
      // Nothing is there.
    } catch (IOException e) {
      // There never can be; a name that is too long, say.
      return new Got.Failed(target, e);
    }
    // Not longer than the name of the target, which may be as long as the disk allows.
    var part = absolute.resolveSibling("." + UUID.randomUUID() + ".part");
    var limits = new WalkLimits(limit, MAX_DEPTH, Integer.MAX_VALUE);
    try (var blocks = retriever.fetch(address, Retriever.Scope.ALL, limits, listener)) {
      var run = new Run(blocks, limit, listener);
      boolean folder = run.write(address, part, 0);
      if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS))
        throw new Stop(new Got.NotWritten(target, "it exists already"));
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
      return new Got.Ok(target, run.bytes, folder);
    } catch (Stop e) {
      return e.why;
    } catch (IOException e) {
      return new Got.Failed(target, e);
    } catch (UncheckedIOException e) {
      return new Got.NotWritten(target, "it cannot be written");
    } finally {
      remove(part);
    }
  }

  private static void remove(Path part) {
    if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) return;
    try (var files = Files.walk(part)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException | UncheckedIOException e) {
      // A rest stays under a name that says what it is.
    }
  }

  /** Ends a run from the depth of a folder; never leaves this class. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1;
    final transient Got why;

    Stop(Got why) {
      super(null, null, false, false);
      this.why = why;
    }
  }

  /** One transfer; confined to its thread. */
  private static final class Run {
    final BlockFetch blocks;
    final long limit;
    final Transfer.Listener listener;
    long bytes;
    int blocksSeen;
    int entries;

    Run(BlockFetch blocks, long limit, Transfer.Listener listener) {
      this.blocks = blocks;
      this.limit = limit;
      this.listener = listener;
    }

    /** Writes what an address names; true when it is a folder. */
    boolean write(ContentAddress address, Path target, int depth)
        throws Stop, IOException, InterruptedException {
      var walk = new DagWalk(address, WalkLimits.forFile(limit - bytes));
      try (var channel =
          FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        // Not forced to the disk: the rename at the end is what makes it whole for other programs.
        if (file(walk, channel)) return false;
      }
      Files.delete(target);
      folder(walk.reached(), target, depth);
      return true;
    }

    // False when it is a folder.
    private boolean file(DagWalk walk, FileChannel channel)
        throws Stop, IOException, InterruptedException {
      String from = "this computer";
      while (true) {
        switch (walk.next()) {
          case DagWalk.Step.Need(Cid cid) -> {
            var got = obtain(cid, walk.emitted());
            from = got.from();
            walk.supply(got.block());
          }
          case DagWalk.Step.Emit(Payload piece) -> {
            var buffer = ByteBuffer.wrap(piece.toByteArray());
            while (buffer.hasRemaining()) channel.write(buffer);
            bytes += piece.length();
            listener.on(new Transfer.Progress(bytes, walk.total().orElse(-1), blocksSeen, from));
          }
          case DagWalk.Step.Done() -> {
            return true;
          }
          case DagWalk.Step.Failed(ContentFault why) -> {
            if (why instanceof ContentFault.IsDirectory) return false;
            throw new Stop(new Got.NotFetched(why));
          }
        }
      }
    }

    private BlockFetch.Obtained.Got obtain(Cid cid, long from) throws Stop, InterruptedException {
      blocksSeen++;
      return switch (blocks.obtain(cid, from)) {
        case BlockFetch.Obtained.Got got -> got;
        case BlockFetch.Obtained.None(ContentFault why) -> throw new Stop(new Got.NotFetched(why));
      };
    }

    private void folder(Cid root, Path target, int depth)
        throws Stop, IOException, InterruptedException {
      if (depth >= MAX_DEPTH)
        throw new Stop(new Got.NotWritten(target, "its folders are nested too deeply"));
      Files.createDirectory(target);
      for (var entry : list(root)) {
        try {
          write(ContentAddress.of(entry.cid()), child(target, entry.name()), depth + 1);
        } catch (FileAlreadyExistsException e) {
          throw new Stop(new Got.NotWritten(target, "two of its names are the same on this disk"));
        }
      }
    }

    private List<Directory.Entry> list(Cid root) throws Stop, InterruptedException {
      List<Directory.Entry> found = new ArrayList<>();
      Deque<Cid> nodes = new ArrayDeque<>(List.of(root));
      while (!nodes.isEmpty()) {
        switch (Directory.decode(obtain(nodes.removeFirst(), 0).block())) {
          case Directory.Decoded.Ok(Directory node) -> {
            found.addAll(node.entries());
            nodes.addAll(node.shards());
            entries += node.entries().size() + node.shards().size();
            if (entries > MAX_ENTRIES)
              throw new Stop(
                  new Got.NotFetched(new ContentFault.Malformed("it has too many entries")));
          }
          case Directory.Decoded.Fault(String why) ->
              throw new Stop(new Got.NotFetched(new ContentFault.Malformed(why)));
        }
      }
      return found;
    }

    // INVARIANT: the child is directly in the parent, whatever a stranger called it.
    private static Path child(Path parent, String name) throws Stop {
      boolean plain =
          !name.isEmpty()
              && !name.equals(".")
              && !name.equals("..")
              && name.indexOf('/') < 0
              && name.indexOf('\\') < 0
              && name.indexOf('\0') < 0;
      try {
        if (plain) {
          var child = parent.resolve(name);
          if (parent.equals(child.getParent())) return child;
        }
      } catch (InvalidPathException e) {
        throw new Stop(new Got.NotWritten(parent, "a name in it cannot be written"));
      }
      throw new Stop(new Got.NotWritten(parent, "a name in it cannot be written"));
    }
  }
}
