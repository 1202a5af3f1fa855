package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.registry.Cid;
import cairn.registry.Multibase;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A store's files: {@code blocks/x7/NAME}, sharded by the two characters before the name's last,
 * {@code pins/CID} with a name on each line, and {@code new/} for what is being written. NAME is
 * the multihash in base32. Has no state of its own; any thread.
 */
final class StoreFolder {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  // Of a process that was killed; younger ones may belong to one that runs.
  private static final Duration ABANDONED = Duration.ofHours(1);
  // How stale the time of last use on disk may be.
  private static final Duration USE_GRAIN = Duration.ofHours(1);

  private final Path blocks;
  private final Path pins;
  private final Path fresh;

  private StoreFolder(Path root) {
    this.blocks = root.resolve("blocks");
    this.pins = root.resolve("pins");
    this.fresh = root.resolve("new");
  }

  record StoredFile(String name, long bytes, FileTime used) {}

  static StoreFolder open(Path root) throws IOException {
    var folder = new StoreFolder(root);
    for (var path : List.of(folder.blocks, folder.pins, folder.fresh))
      Files.createDirectories(path);
    force(root);
    folder.removeAbandoned();
    return folder;
  }

  static String name(Multihash hash) {
    return Multibase.BASE32.encode(Payload.owning(hash.toByteArray()));
  }

  private void removeAbandoned() throws IOException {
    var before = FileTime.from(Instant.now().minus(ABANDONED));
    try (var files = Files.list(fresh)) {
      for (var file : files.toList())
        if (Files.getLastModifiedTime(file).compareTo(before) < 0) Files.deleteIfExists(file);
    }
  }

  List<StoredFile> blocksOldestFirst() throws IOException {
    List<StoredFile> found = new ArrayList<>();
    try (var files = Files.walk(blocks, 2)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (blocks.relativize(file).getNameCount() != 2) continue;
        found.add(
            new StoredFile(
                file.getFileName().toString(), Files.size(file), Files.getLastModifiedTime(file)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(StoredFile::used));
    return found;
  }

  private Path path(String name) {
    return shard(name).resolve(name);
  }

  // The very last character holds fewer bits than the others.
  private Path shard(String name) {
    int end = name.length() - 1;
    return blocks.resolve(name.substring(end - 2, end));
  }

  /**
   * The file's bytes, of one larger than a block none; empty when it is absent. Throws when the
   * system could not read it just now, which says nothing about what is there.
   */
  Optional<Payload> read(String name) throws IOException {
    var path = path(name);
    byte[] bytes;
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > Block.MAX_BYTES) return Optional.of(Payload.EMPTY);
      var buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      bytes = Arrays.copyOf(buffer.array(), buffer.position());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    touch(path);
    return Optional.of(Payload.owning(bytes));
  }

  // So that the order of use outlives the process. A time to come was written before the clock was
  // set back, and would stay the newest for as long. A disk that takes no times still gives blocks.
  private static void touch(Path path) {
    try {
      var now = Instant.now();
      var used = Files.getLastModifiedTime(path).toInstant();
      if (used.isBefore(now.minus(USE_GRAIN)) || used.isAfter(now.plus(USE_GRAIN)))
        Files.setLastModifiedTime(path, FileTime.from(now));
    } catch (IOException e) {
      // Then it counts as used when it was used before.
    }
  }

  void write(String name, Payload bytes) throws IOException {
    var target = path(name);
    var shard = shard(name);
    if (!Files.isDirectory(shard)) {
      Files.createDirectories(shard);
      force(blocks);
    }
    writeDurably(target, bytes);
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      // It stays on the disk, is found at the next start, and is tried again then.
    }
  }

  void writePin(Cid root, List<String> names) throws IOException {
    writeDurably(pins.resolve(root.toString()), Payload.utf8(String.join("\n", names)));
  }

  void deletePin(Cid root) throws IOException {
    Files.deleteIfExists(pins.resolve(root.toString()));
    force(pins);
  }

  List<Cid> pins() {
    try (var files = Files.list(pins)) {
      List<Cid> roots = new ArrayList<>();
      for (var file : files.toList())
        if (Cid.parse(file.getFileName().toString()) instanceof Cid.Parsed.Ok(Cid root))
          roots.add(root);
      return roots;
    } catch (IOException e) {
      warn("the pins could not be read, so what is pinned may be removed: " + e);
      return List.of();
    }
  }

  Optional<List<String>> readPin(Cid root) {
    try {
      return Optional.of(
          Files.readString(pins.resolve(root.toString()), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isEmpty())
              .toList());
    } catch (IOException e) {
      warn("a pin could not be read, so what it holds may be removed: " + e);
      return Optional.empty();
    }
  }

  private static void warn(String what) {
    System.getLogger("cairn.ipfs").log(System.Logger.Level.WARNING, what);
  }

  private void writeDurably(Path target, Payload bytes) throws IOException {
    var temporary = fresh.resolve(UUID.randomUUID().toString());
    try {
      try (var channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) channel.write(buffer);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(target.resolveSibling("."));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Forces a folder's entries to the disk. Windows has no such call and needs none. */
  static void force(Path folder) throws IOException {
    if (WINDOWS) return;
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
