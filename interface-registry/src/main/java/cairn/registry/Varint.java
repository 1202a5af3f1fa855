package cairn.registry;

import java.io.ByteArrayOutputStream;

/**
 * Unsigned variable-length integers (multiformats unsigned-varint): seven bits a byte, least
 * significant first, at most nine bytes, so values are 0 to 2^63 - 1. Only the shortest form of a
 * number is accepted.
 */
public final class Varint {
  /** The longest form, in bytes. */
  public static final int MAX_LENGTH = 9;

  private Varint() {}

  /** What came of reading. */
  public sealed interface Read {
    /** A number, and the offset of the first byte after it. */
    record Ok(long value, int next) implements Read {}

    /** The bytes end inside the number; all that is there is good. */
    record Incomplete() implements Read {}

    /** No continuation makes this a varint. {@code offset}: the byte at fault. */
    record Fault(int offset, String why) implements Read {}
  }

  /**
   * Reads one number between {@code offset} (inclusive) and {@code end} (exclusive), which must lie
   * within the array.
   */
  public static Read read(byte[] source, int offset, int end) {
    long value = 0;
    for (int i = 0; i < MAX_LENGTH; i++) {
      if (offset + i >= end) return new Read.Incomplete();
      int b = source[offset + i];
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (b == 0 && i > 0) return new Read.Fault(offset + i, "a varint is not in shortest form");
        return new Read.Ok(value, offset + i + 1);
      }
    }
    return new Read.Fault(offset + MAX_LENGTH - 1, "a varint is longer than nine bytes");
  }

  /** Bytes that a number takes. Throws IllegalArgumentException for a negative one. */
  public static int length(long value) {
    if (value < 0) throw new IllegalArgumentException("negative: " + value);
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }

  /** Appends a number. Throws IllegalArgumentException for a negative one. */
  public static void write(ByteArrayOutputStream out, long value) {
    out.writeBytes(encode(value));
  }

  /** A number's shortest form. Throws IllegalArgumentException for a negative one. */
  public static byte[] encode(long value) {
    var bytes = new byte[length(value)];
    long rest = value;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((rest & 0x7f) | (i + 1 < bytes.length ? 0x80 : 0));
      rest >>>= 7;
    }
    return bytes;
  }
}
