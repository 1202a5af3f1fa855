package cairn.ipfs.format;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileTreeTest {
  @Test
  void fullAndOverfullNodesAreShapedAsKuboShapesThem() {
    // ipfs 0.39: add --chunker=size-1 --cid-version=1 --raw-leaves --max-file-links=1024, of zeros.
    var expected =
        Map.of(
            1024, "bafybeifvhvnltrcvie7frc3gdkfzocd2ipe54yu7inwlt2bydime7vy33m",
            1025, "bafybeicq2tn3vfdmxej52sbkltnrrue4p3npl4oh3lk4n6lqqdh6gyt6km",
            3000, "bafybeia237vheqralpsrsfyyp3jcowgmwpdy372l73d4sg6nbuddb63a7i");
    expected.forEach(
        (chunks, cid) -> {
          var tree = new FileTree(block -> {});
          for (int i = 0; i < chunks; i++) tree.add(Payload.owning(new byte[1]));

          assertThat(tree.finish().cid()).as("%d chunks", chunks).hasToString(cid);
        });
  }

  @Test
  void aNodeComesAfterItsChildren() {
    List<Block> blocks = new ArrayList<>();
    var tree = new FileTree(blocks::add);
    for (int i = 0; i < 1100; i++) tree.add(Payload.copyOf((byte) i, (byte) (i >> 8)));

    var root = tree.finish();

    assertThat(blocks).hasSize(1100 + 2 + 1);
    assertThat(blocks.getLast().cid()).isEqualTo(root.cid());
  }

  @Test
  void theHashOfShardsIsMurmur3() {
    // The reference implementation's x64 128-bit values, first word.
    assertThat(Hamt.murmur3(new byte[0])).isZero();
    assertThat(Hamt.murmur3("hello".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xcbd8a7b341bd9b02L);
    assertThat(
            Hamt.murmur3(
                "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xe34bbc7bbc071b6cL);
  }

  @Test
  void aDirectoryTurnsIntoATrieWhenItsBlockWouldPassTheLimit() {
    var leaf = Block.raw(Payload.utf8("x")).cid();
    List<DagPb.Link> entries = new ArrayList<>();
    while (sizeInOneBlock(entries) <= FileTree.DIRECTORY_BYTES)
      entries.add(new DagPb.Link(leaf, "name-%08d".formatted(entries.size()), 1));

    List<Block> sharded = new ArrayList<>();
    FileTree.directory(entries, sharded::add);
    List<Block> plain = new ArrayList<>();
    FileTree.directory(entries.subList(1, entries.size()), plain::add);

    assertThat(plain).hasSize(1);
    assertThat(sharded.size()).isGreaterThan(200);
  }

  private static int sizeInOneBlock(List<DagPb.Link> entries) {
    // Every entry has the same length, so one tells the size of all.
    if (entries.isEmpty()) return 0;
    int one = Trees.node(UnixFs.directory(), entries.subList(0, 1)).bytes().length() - 4;
    return 4 + one * entries.size();
  }
}
