package cairn.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4) as a value: four big-endian words, so that it compares and hashes
 * without an array.
 */
public record Sha256(long a, long b, long c, long d) implements Comparable<Sha256> {
  /** Bytes in a digest. */
  public static final int LENGTH = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The digest of these bytes. */
  public static Sha256 of(byte[] bytes) {
    return read(newDigest().digest(bytes), 0);
  }

  /** The digest of this payload. */
  public static Sha256 of(Payload payload) {
    var digest = newDigest();
    payload.addTo(digest);
    return read(digest.digest(), 0);
  }

  /** Reads 32 bytes from an offset. Throws IndexOutOfBoundsException when there are fewer. */
  public static Sha256 read(byte[] source, int offset) {
    return new Sha256(
        (long) WORD.get(source, offset),
        (long) WORD.get(source, offset + 8),
        (long) WORD.get(source, offset + 16),
        (long) WORD.get(source, offset + 24));
  }

  /**
   * The digest written as 64 hexadecimal digits. Throws IllegalArgumentException for anything else.
   */
  public static Sha256 ofHex(String hex) {
    if (hex.length() != 2 * LENGTH)
      throw new IllegalArgumentException(
          "a SHA-256 digest has 64 hexadecimal digits, this has " + hex.length());
    return read(HexFormat.of().parseHex(hex), 0);
  }

  /** A fresh JDK digest; every Java platform has this algorithm. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The 32 bytes, in a fresh array. */
  public byte[] toByteArray() {
    var bytes = new byte[LENGTH];
    WORD.set(bytes, 0, a);
    WORD.set(bytes, 8, b);
    WORD.set(bytes, 16, c);
    WORD.set(bytes, 24, d);
    return bytes;
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(toByteArray());
  }

  @Override
  public int compareTo(Sha256 other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) order = Long.compareUnsigned(b, other.b);
    if (order == 0) order = Long.compareUnsigned(c, other.c);
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public String toString() {
    return hex();
  }
}
