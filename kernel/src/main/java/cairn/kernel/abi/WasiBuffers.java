package cairn.kernel.abi;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * A guest's table of buffers (witx: iovec_array), copied once and measured in 64 bits before any of
 * the bytes it names are touched. Immutable.
 *
 * @param total the sum of the lengths
 */
record WasiBuffers(List<Buffer> buffers, long total) {
  /** The most buffers of one call, as IOV_MAX of Linux. */
  static final int MOST = 1024;

  /** A pointer and a length, unsigned. */
  record Buffer(long at, long length) {}

  /**
   * Reads a table of at most {@link #MOST} buffers. Throws GuestFault when the table, or a buffer
   * in it, is not in the memory.
   */
  static WasiBuffers read(GuestMemory memory, long table, long count) {
    List<Buffer> buffers = new ArrayList<>((int) count);
    byte[] bytes = memory.read(table, 8 * count);
    long total = 0;
    for (int i = 0; i < bytes.length; i += 8) {
      Buffer buffer = new Buffer(u32(bytes, i), u32(bytes, i + 4));
      if (buffer.at() + buffer.length() > memory.size()) {
        throw new GuestFault(
            "It gave a buffer of "
                + buffer.length()
                + " bytes at "
                + buffer.at()
                + ", beyond its memory.");
      }
      total += buffer.length();
      buffers.add(buffer);
    }
    return new WasiBuffers(List.copyOf(buffers), total);
  }

  /** Copies {@code length} of the bytes from a place counted over all buffers. */
  byte[] copy(GuestMemory memory, long from, int length) {
    byte[] copy = new byte[length];
    int filled = 0;
    long start = 0;
    for (Buffer buffer : buffers) {
      long skip = Math.max(0, from + filled - start);
      if (skip < buffer.length() && filled < length) {
        int part = (int) Math.min(buffer.length() - skip, length - filled);
        memory.read(buffer.at() + skip, copy, filled, part);
        filled += part;
      }
      start += buffer.length();
    }
    return copy;
  }

  /** Writes bytes, no more than {@link #total}, over the buffers in order. */
  void fill(GuestMemory memory, byte[] bytes) {
    int done = 0;
    for (Buffer buffer : buffers) {
      int part = (int) Math.min(buffer.length(), bytes.length - done);
      if (part > 0) memory.write(buffer.at(), bytes, done, part);
      done += part;
    }
  }

  private static long u32(byte[] bytes, int at) {
    return (bytes[at] & 0xffL)
        | (bytes[at + 1] & 0xffL) << 8
        | (bytes[at + 2] & 0xffL) << 16
        | (bytes[at + 3] & 0xffL) << 24;
  }
}
