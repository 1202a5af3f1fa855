package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.registry.Cid;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks on disk, by multihash, under a size limit: when it is passed, the blocks that were read or
 * written longest ago go first, but never one that is pinned or held by a running transfer.
 *
 * <p>A block is written to a temporary file, forced to the disk, renamed into its folder, and the
 * folder forced, before it counts as stored: the process may be killed at any instant, and what was
 * reported is there. Reading compares with the hash; a file that does not match is removed and
 * counts as absent.
 *
 * <p>Any thread. {@code lock} guards the index and is never held during I/O: a name on which a
 * thread works stands in {@code busy}, and others that want to write or remove it wait for its end.
 * Several processes may share a folder; each then keeps the limit by what it has seen itself, and
 * honours the pins of all.
 */
public final class BlockStore {
  private final StoreFolder folder;
  private final long limit;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  // All below: @GuardedBy lock. Name to size, least recently used first.
  private final LinkedHashMap<String, Long> index = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<String> busy = new HashSet<>();
  private final Map<String, Integer> retained = new HashMap<>();
  private final Map<Cid, List<String>> pins = new HashMap<>();
  private long bytes;

  private BlockStore(StoreFolder folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /** What came of writing. */
  public sealed interface Put {
    /** It is on the disk. */
    record Stored() implements Put {}

    /** It is not. {@code why}: what the system said. */
    record Failed(String why) implements Put {}
  }

  /**
   * Opens or creates a store.
   *
   * @param limit bytes of blocks to keep; pinned and held ones may pass it
   * @throws IOException when the folder cannot be created or read
   */
  public static BlockStore open(Path path, long limit) throws IOException {
    var folder = StoreFolder.open(path);
    var store = new BlockStore(folder, limit);
    store.lock.lock();
    try {
      for (var file : folder.blocksOldestFirst()) {
        store.index.put(file.name(), file.bytes());
        store.bytes += file.bytes();
      }
    } finally {
      store.lock.unlock();
    }
    store.learnPins();
    store.evict();
    return store;
  }

  /** The block, when it is here and whole. */
  public Optional<Block> get(Cid cid) {
    var inline = Block.inline(cid);
    if (inline.isPresent()) return inline;
    String name = StoreFolder.name(cid.hash());
    try {
      return get(cid, name);
    } catch (IOException e) {
      // Too many open files, say. It is not removed for that.
      System.getLogger("cairn.ipfs")
          .log(System.Logger.Level.WARNING, "a stored block could not be read: " + e);
      return Optional.empty();
    }
  }

  private Optional<Block> get(Cid cid, String name) throws IOException {
    Optional<Payload> found = folder.read(name);
    if (found.isPresent()
        && Block.check(cid, found.get()) instanceof Block.Checked.Good(Block block)) {
      remember(name, block.bytes().length());
      return Optional.of(block);
    }
    if (claim(name)) {
      try {
        // Under the claim nobody writes it, so what is read now is what is removed.
        var again = folder.read(name);
        if (again.isPresent()
            && Block.check(cid, again.get()) instanceof Block.Checked.Good(Block block))
          return Optional.of(block);
        folder.delete(name);
        forget(name);
      } finally {
        release(name);
      }
    }
    return Optional.empty();
  }

  private boolean isThere(String name, Payload bytes) {
    try {
      return folder.read(name).filter(bytes::equals).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it seems to be here; only {@link #get} tells for sure. */
  public boolean has(Cid cid) {
    if (cid.hash().isIdentity()) return true;
    lock.lock();
    try {
      return index.containsKey(StoreFolder.name(cid.hash()));
    } finally {
      lock.unlock();
    }
  }

  /** Stores a block; when it returns Stored, the block survives any end of the process. */
  public Put put(Block block) {
    if (block.cid().hash().isIdentity()) return new Put.Stored();
    String name = StoreFolder.name(block.cid().hash());
    if (!claim(name)) return new Put.Failed("interrupted");
    try {
      if (!isThere(name, block.bytes())) folder.write(name, block.bytes());
    } catch (IOException e) {
      return new Put.Failed(String.valueOf(e.getMessage()));
    } finally {
      release(name);
    }
    remember(name, block.bytes().length());
    evict();
    return new Put.Stored();
  }

  /** Begins to hold blocks for a transfer. */
  public Hold hold() {
    return new Hold();
  }

  /**
   * Blocks that a running transfer needs: they stay while it is open. One thread at a time, {@link
   * #close} from any.
   */
  public final class Hold implements AutoCloseable {
    // @GuardedBy lock
    private final Set<String> names = new HashSet<>();
    private boolean closed;

    private Hold() {}

    /** As {@link BlockStore#get}; the block stays from now on. */
    public Optional<Block> get(Cid cid) {
      retain(cid);
      return BlockStore.this.get(cid);
    }

    /** As {@link BlockStore#put}; the block stays from now on. */
    public Put put(Block block) {
      retain(block.cid());
      return BlockStore.this.put(block);
    }

    /** As {@link BlockStore#has}. */
    public boolean has(Cid cid) {
      return BlockStore.this.has(cid);
    }

    private void retain(Cid cid) {
      String name = StoreFolder.name(cid.hash());
      lock.lock();
      try {
        if (!closed && names.add(name)) retained.merge(name, 1, Integer::sum);
      } finally {
        lock.unlock();
      }
    }

    /** Lets go of all. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (closed) return;
        closed = true;
        names.forEach(BlockStore.this::dropOne);
      } finally {
        lock.unlock();
      }
      evict();
    }
  }

  /**
   * Pins a root with all blocks of its DAG: they are never evicted. They should be held or present.
   * When it returns Stored, the pin survives any end of the process.
   */
  public Put pin(Cid root, Collection<Multihash> blocks) {
    var names = blocks.stream().filter(h -> !h.isIdentity()).map(StoreFolder::name).toList();
    try {
      folder.writePin(root, names);
    } catch (IOException e) {
      return new Put.Failed(String.valueOf(e.getMessage()));
    }
    learn(root, names);
    return new Put.Stored();
  }

  /** Removes a pin; its blocks may go when room is needed. */
  public Put unpin(Cid root) {
    try {
      folder.deletePin(root);
    } catch (IOException e) {
      return new Put.Failed(String.valueOf(e.getMessage()));
    }
    lock.lock();
    try {
      var names = pins.remove(root);
      if (names != null) names.forEach(this::dropOne);
    } finally {
      lock.unlock();
    }
    evict();
    return new Put.Stored();
  }

  /** All pinned roots. */
  public Set<Cid> pins() {
    lock.lock();
    try {
      return Set.copyOf(pins.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of all blocks. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Number of blocks. */
  public int count() {
    lock.lock();
    try {
      return index.size();
    } finally {
      lock.unlock();
    }
  }

  private void learnPins() {
    for (var root : folder.pins()) {
      if (!pins().contains(root)) folder.readPin(root).ifPresent(names -> learn(root, names));
    }
  }

  private void learn(Cid root, List<String> names) {
    lock.lock();
    try {
      var before = pins.put(root, names);
      for (var name : names) retained.merge(name, 1, Integer::sum);
      if (before != null) before.forEach(this::dropOne);
    } finally {
      lock.unlock();
    }
  }

  // The caller holds the lock.
  private void dropOne(String name) {
    retained.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1);
  }

  private void remember(String name, long size) {
    lock.lock();
    try {
      var before = index.put(name, size);
      bytes += size - (before == null ? 0 : before);
    } finally {
      lock.unlock();
    }
  }

  private void forget(String name) {
    lock.lock();
    try {
      var before = index.remove(name);
      if (before != null) bytes -= before;
    } finally {
      lock.unlock();
    }
  }

  private boolean claim(String name) {
    lock.lock();
    try {
      while (busy.contains(name)) idle.await();
      busy.add(name);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void release(String name) {
    lock.lock();
    try {
      busy.remove(name);
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void evict() {
    if (bytes() <= limit) return;
    // Another process may have pinned something since.
    learnPins();
    for (var name : victims()) {
      try {
        folder.delete(name);
      } finally {
        release(name);
      }
    }
  }

  private List<String> victims() {
    List<String> victims = new ArrayList<>();
    lock.lock();
    try {
      var oldest = index.entrySet().iterator();
      while (bytes > limit && oldest.hasNext()) {
        var entry = oldest.next();
        String name = entry.getKey();
        if (retained.containsKey(name) || !busy.add(name)) continue;
        victims.add(name);
        bytes -= entry.getValue();
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
    return victims;
  }
}
