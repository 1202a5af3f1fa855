package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.registry.Payload;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/** A process that stores blocks until it is killed, and says each one when it is stored. */
final class StoreWriter {
  static final int SIZE = 200_000;

  private StoreWriter() {}

  public static void main(String[] arguments) throws IOException {
    var store = BlockStore.open(Path.of(arguments[0]), 1L << 30);
    var random = new Random(Long.parseLong(arguments[1]));
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      while (true) {
        var bytes = new byte[SIZE];
        random.nextBytes(bytes);
        var block = Block.raw(Payload.owning(bytes));
        if (!(store.put(block) instanceof BlockStore.Put.Stored)) return;
        out.write((block.cid() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
