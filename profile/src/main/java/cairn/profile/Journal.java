package cairn.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks whether a write-ahead log lost something ("WAL-mode File Format", 4.1 to 4.4). SQLite takes
 * what is whole from its beginning and says nothing about the rest: a kill leaves a last
 * transaction that is not whole, and that was never reported. What else is not whole was.
 */
final class Journal {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  private Journal() {}

  /** Whether committed transactions in this log cannot be read. */
  static boolean hasLost(Path log) throws IOException {
    if (!Files.exists(log)) return false;
    try (var channel = FileChannel.open(log, StandardOpenOption.READ)) {
      var header = read(channel, 0, HEADER);
      // It is cut to nothing when it has been played, and its header is written at once.
      if (header.remaining() == 0) return false;
      if (header.remaining() < HEADER) return channel.size() > 0;
      return !isHeader(header) || hasFramesBehindABadOne(channel, header);
    }
  }

  private static boolean isHeader(ByteBuffer header) {
    int magic = header.getInt(0);
    if ((magic & ~1) != 0x377f0682) return false;
    int page = header.getInt(8);
    if (page < 512 || page > 65_536 || Integer.bitCount(page) != 1) return false;
    int[] sum = {0, 0};
    add(sum, header, 0, 24, (magic & 1) != 0);
    return sum[0] == header.getInt(24) && sum[1] == header.getInt(28);
  }

  /**
   * A thread that is killed has written frames in order, so of its last transaction only the last
   * frame can be half there. Frames of an earlier round have other salts.
   */
  private static boolean hasFramesBehindABadOne(FileChannel channel, ByteBuffer header)
      throws IOException {
    boolean big = (header.getInt(0) & 1) != 0;
    int page = header.getInt(8);
    int[] sum = {header.getInt(24), header.getInt(28)};
    boolean bad = false;
    long size = channel.size();
    for (long at = HEADER; at < size; at += FRAME_HEADER + page) {
      var frame = read(channel, at, FRAME_HEADER + page);
      if (frame.remaining() < FRAME_HEADER) return false;
      boolean ours = frame.getInt(8) == header.getInt(16) && frame.getInt(12) == header.getInt(20);
      if (bad) {
        if (ours) return true;
        continue;
      }
      if (ours && frame.remaining() == FRAME_HEADER + page) {
        add(sum, frame, 0, 8, big);
        add(sum, frame, FRAME_HEADER, page, big);
        ours = sum[0] == frame.getInt(16) && sum[1] == frame.getInt(20);
      }
      bad = !ours;
    }
    return false;
  }

  private static void add(int[] sum, ByteBuffer bytes, int from, int length, boolean big) {
    var words = bytes.duplicate().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < from + length; i += 8) {
      sum[0] += words.getInt(i) + sum[1];
      sum[1] += words.getInt(i + 4) + sum[0];
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, at + bytes.position());
      if (count < 0) break;
    }
    return bytes.flip();
  }
}
