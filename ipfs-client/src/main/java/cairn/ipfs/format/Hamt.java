package cairn.ipfs.format;

import cairn.registry.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Large directories as a hash array mapped trie (specs.ipfs.tech/unixfs, HAMT): an entry's name is
 * hashed with murmur3-x64-64; each byte of the hash, first byte first, picks one of 256 slots a
 * level. A slot holds one entry, its link named by two hexadecimal digits and the name, or a shard
 * of those that share the slot, its link named by the digits alone. The data is a bit field of the
 * used slots, a big-endian number without leading zeros.
 */
final class Hamt {
  static final int FANOUT = 256;

  /** The multicodec of the only hash function in use. */
  static final long MURMUR3 = 0x22;

  /** Levels that the 64 bits of a hash last for. */
  static final int MAX_DEPTH = 8;

  private Hamt() {}

  /** The slot of a name at a level, 0 to 255. */
  static int slot(String name, int level) {
    return (int) (murmur3(name.getBytes(StandardCharsets.UTF_8)) >>> (56 - 8 * level)) & 0xff;
  }

  /** The link of a slot in one shard: to the entry, or to the shard below. */
  static Optional<DagPb.Link> find(DagPb shard, String name, int level) {
    String digits = String.format("%02X", slot(name, level));
    for (var link : shard.links())
      if (link.name().equals(digits) || link.name().equals(digits + name)) return Optional.of(link);
    return Optional.empty();
  }

  /** Whether a link leads to the shard below. */
  static boolean isShard(DagPb.Link link) {
    return link.name().length() == 2;
  }

  /** Checks what a shard says of itself. */
  static void require(UnixFs data) throws BadFormat {
    if (data.hashType() != MURMUR3 || data.fanout() != FANOUT)
      throw new BadFormat(
          "a sharded directory of width "
              + data.fanout()
              + " with hash 0x"
              + Long.toHexString(data.hashType()));
  }

  /**
   * Builds a trie from entries; every block goes to {@code out}, the root last. Empty when two
   * names have the same hash.
   */
  static Optional<DagPb.Link> build(List<DagPb.Link> entries, Consumer<Block> out) {
    return build(entries, 0, out);
  }

  private static Optional<DagPb.Link> build(
      List<DagPb.Link> entries, int level, Consumer<Block> out) {
    if (level == MAX_DEPTH) return Optional.empty();
    List<List<DagPb.Link>> slots = new ArrayList<>();
    for (int i = 0; i < FANOUT; i++) slots.add(new ArrayList<>());
    for (var entry : entries) slots.get(slot(entry.name(), level)).add(entry);

    List<DagPb.Link> links = new ArrayList<>();
    var bits = new byte[FANOUT / 8];
    for (int i = 0; i < FANOUT; i++) {
      var slot = slots.get(i);
      if (slot.isEmpty()) continue;
      bits[bits.length - 1 - i / 8] |= (byte) (1 << i % 8);
      String digits = String.format("%02X", i);
      if (slot.size() == 1) {
        var entry = slot.getFirst();
        links.add(new DagPb.Link(entry.cid(), digits + entry.name(), entry.treeSize()));
      } else {
        var below = build(slot, level + 1, out);
        if (below.isEmpty()) return below;
        links.add(new DagPb.Link(below.get().cid(), digits, below.get().treeSize()));
      }
    }
    int zeros = 0;
    while (zeros < bits.length && bits[zeros] == 0) zeros++;
    var data = UnixFs.shard(Payload.owning(bits).slice(zeros, bits.length));
    var block = Block.dagPb(new DagPb(links, Optional.of(data.encode())).encode());
    out.accept(block);
    long treeSize = block.bytes().length();
    for (var link : links) treeSize += link.treeSize();
    return Optional.of(new DagPb.Link(block.cid(), "", treeSize));
  }

  // The first word of MurmurHash3_x64_128 with seed 0 (Austin Appleby, public domain).
  static long murmur3(byte[] bytes) {
    long h1 = 0;
    long h2 = 0;
    int at = 0;
    for (; at + 16 <= bytes.length; at += 16) {
      h1 ^= mix1(word(bytes, at, 8));
      h1 = Long.rotateLeft(h1, 27) + h2;
      h1 = h1 * 5 + 0x52dce729;
      h2 ^= mix2(word(bytes, at + 8, 8));
      h2 = Long.rotateLeft(h2, 31) + h1;
      h2 = h2 * 5 + 0x38495ab5;
    }
    int rest = bytes.length - at;
    if (rest > 8) h2 ^= mix2(word(bytes, at + 8, rest - 8));
    if (rest > 0) h1 ^= mix1(word(bytes, at, Math.min(rest, 8)));
    h1 ^= bytes.length;
    h2 ^= bytes.length;
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  private static long word(byte[] bytes, int at, int length) {
    long word = 0;
    for (int i = length - 1; i >= 0; i--) word = (word << 8) | (bytes[at + i] & 0xff);
    return word;
  }

  private static long mix1(long k) {
    return Long.rotateLeft(k * 0x87c37b91114253d5L, 31) * 0x4cf5ad432745937fL;
  }

  private static long mix2(long k) {
    return Long.rotateLeft(k * 0x4cf5ad432745937fL, 33) * 0x87c37b91114253d5L;
  }

  private static long finish(long h) {
    long k = h ^ (h >>> 33);
    k *= 0xff51afd7ed558ccdL;
    k ^= k >>> 33;
    k *= 0xc4ceb9fe1a85ec53L;
    return k ^ (k >>> 33);
  }
}
