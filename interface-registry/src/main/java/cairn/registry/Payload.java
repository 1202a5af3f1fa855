package cairn.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes that never change: the body of a message, or a piece of one. A slice shares its parent's
 * bytes. Safe for any thread.
 */
public final class Payload {
  /** No bytes. */
  public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

  private final byte[] bytes;
  private final int offset;
  private final int length;

  private Payload(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /** A copy of these bytes. */
  public static Payload copyOf(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes.clone(), 0, bytes.length);
  }

  /** A copy of {@code length} bytes from {@code offset}. */
  public static Payload copyOf(byte[] bytes, int offset, int length) {
    return length == 0
        ? EMPTY
        : new Payload(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
  }

  /** These very bytes, not copied: the caller gives the array away and never writes to it again. */
  public static Payload owning(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes, 0, bytes.length);
  }

  /** The UTF-8 bytes of a text. */
  public static Payload utf8(String text) {
    return owning(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Length in bytes. */
  public int length() {
    return length;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    if (index < 0 || index >= length) throw new IndexOutOfBoundsException(index);
    return bytes[offset + index] & 0xff;
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), sharing this array. */
  public Payload slice(int from, int to) {
    if (from < 0 || to < from || to > length) throw new IndexOutOfBoundsException(from + ".." + to);
    return from == to ? EMPTY : new Payload(bytes, offset + from, to - from);
  }

  /** Copies all bytes into a target array. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, offset, target, at, length);
  }

  /** Adds all bytes to a digest. */
  public void addTo(MessageDigest digest) {
    digest.update(bytes, offset, length);
  }

  /** A fresh array with these bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /**
   * The bytes in an array that others read too: whoever asks for it never writes to it. For what is
   * too large to be copied; of a slice it is a copy.
   */
  public byte[] sharedArray() {
    return offset == 0 && length == bytes.length ? bytes : toByteArray();
  }

  /** Reads bytes where they are. */
  @FunctionalInterface
  public interface RangeReader {
    /** The bytes are {@code length} from {@code from} in an array that it never writes to. */
    void read(byte[] array, int from, int length);
  }

  /** Has the bytes read without a copy. */
  public void readBy(RangeReader reader) {
    reader.read(bytes, offset, length);
  }

  /** The bytes as text, faults replaced. */
  public String utf8() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** Lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && Arrays.equals(
            bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) hash = 31 * hash + bytes[i];
    return hash;
  }

  @Override
  public String toString() {
    return length <= 32 ? hex() : slice(0, 32).hex() + "... (" + length + " bytes)";
  }
}
