package cairn.kernel.abi;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * A guest's table of buffers (witx: iovec_array), copied once and measured in 64 bits before any of
 * the bytes it names are touched. Immutable. It has the first {@value #MOST} that are not empty: a
 * call may read and write less than it was asked for, so a table may be of any length.
 *
 * @param total the sum of the lengths
 */
record WasiBuffers(List<Buffer> buffers, long total) {
  /** The most buffers that one call fills or empties, as IOV_MAX of Linux. */
  static final int MOST = 1024;

  /** How many entries of the table are copied at a time. */
  private static final int PIECE = 4096;

  /** A pointer and a length, unsigned. */
  record Buffer(long at, long length) {}

  /**
   * Reads a table. Throws GuestFault when the table, or a buffer in it, is not in the memory; of
   * buffers behind the first {@link #MOST} that are not empty nothing is said.
   */
  static WasiBuffers read(GuestMemory memory, long table, long count) {
    if (table + 8 * count > memory.size())
      throw new GuestFault("It gave a table of buffers that leads out of its memory.");
    List<Buffer> buffers = new ArrayList<>((int) Math.min(count, 16));
    long total = 0;
    for (long from = 0; from < count; from += PIECE) {
      byte[] bytes = memory.read(table + 8 * from, 8 * Math.min(PIECE, count - from));
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
        if (buffer.length() == 0) continue;
        total += buffer.length();
        buffers.add(buffer);
        if (buffers.size() == MOST) return new WasiBuffers(List.copyOf(buffers), total);
      }
      // The guest says how long this takes.
      GuestThread.pollInHost();
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
  void fill(GuestMemory memory, Payload bytes) {
    int done = 0;
    for (Buffer buffer : buffers) {
      int part = (int) Math.min(buffer.length(), bytes.length() - done);
      if (part == 0) return;
      memory.write(buffer.at(), bytes.slice(done, done + part));
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
