package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.registry.Payload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A process that stores blocks until the disk is full, and says what became of them. */
final class StoreFiller {
  private static final int SIZE = 100_000;

  private StoreFiller() {}

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var folder = Path.of(arguments[0]);
    var store = BlockStore.open(folder, 1L << 30);
    var random = new Random(1);
    List<Block> stored = new ArrayList<>();
    var next = block(random);
    while (store.put(next) instanceof BlockStore.Put.Stored) {
      stored.add(next);
      next = block(random);
    }
    if (store.put(next) instanceof BlockStore.Put.Failed(String why)) out.println("full: " + why);

    var opened = BlockStore.open(folder, 1L << 30);
    out.println(
        "kept all of them: "
            + stored.stream().allMatch(block -> opened.get(block.cid()).isPresent()));
    try (var left = Files.list(folder.resolve("new"))) {
      out.println("leftovers: " + left.count());
    }
    try (var files = Files.walk(folder.resolve("blocks"))) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    out.println("after room was made: " + opened.put(next));
  }

  private static Block block(Random random) {
    var bytes = new byte[SIZE];
    random.nextBytes(bytes);
    return Block.raw(Payload.owning(bytes));
  }
}
