package cairn.kernel.record;

import cairn.kernel.engine.Engine;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Sha256;
import java.nio.ByteBuffer;

/**
 * What a run left behind.
 *
 * @param memoryBytes of its memory
 * @param memory the SHA-256 of these bytes
 * @param globals the SHA-256 of its globals, 8 bytes each, big-endian
 */
public record FinalState(long memoryBytes, Sha256 memory, Sha256 globals) {
  private static final int PIECE = 64 << 10;

  /** Of a guest whose run is over; takes about a second for a gigabyte. */
  static FinalState of(Engine.Guest guest) {
    GuestMemory memory = guest.memory();
    var digest = Sha256.newDigest();
    var piece = new byte[PIECE];
    long size = memory.size();
    for (long at = 0; at < size; at += PIECE) {
      int length = (int) Math.min(PIECE, size - at);
      memory.read(at, piece, 0, length);
      digest.update(piece, 0, length);
    }
    long[] values = guest.globals();
    var globals = ByteBuffer.allocate(8 * values.length);
    for (long value : values) globals.putLong(value);
    return new FinalState(size, Sha256.read(digest.digest(), 0), Sha256.of(globals.array()));
  }
}
