package cairn.registry;

import java.io.ByteArrayOutputStream;

/**
 * A digest with the code of its function (multiformats multihash). A digest of a function that is
 * known here has that function's whole length; truncated digests are refused.
 *
 * @param code the number of the function in the multicodec table
 * @param digest at most {@value #MAX_DIGEST} bytes
 */
public record Multihash(long code, Payload digest) {
  /** The code of the identity function: the digest is the content. */
  public static final long IDENTITY = 0x00;

  /** The code of SHA-256. */
  public static final long SHA2_256 = 0x12;

  /** The code of SHA-512. */
  public static final long SHA2_512 = 0x13;

  /** The code of BLAKE3, here always with 32 bytes. */
  public static final long BLAKE3 = 0x1e;

  /** The code of BLAKE2b with 32 bytes. */
  public static final long BLAKE2B_256 = 0xb220;

  /** The longest digest, and so the most content that fits into an identity CID. */
  public static final int MAX_DIGEST = 128;

  /** Throws IllegalArgumentException for a digest that the function cannot have. */
  public Multihash {
    if (code < 0) throw new IllegalArgumentException("negative code " + code);
    String fault = lengthFault(code, digest.length());
    if (!fault.isEmpty()) throw new IllegalArgumentException(fault);
  }

  /** What came of reading. */
  public sealed interface Read {
    /** A multihash, and the offset of the first byte after it. */
    record Ok(Multihash hash, int next) implements Read {}

    /** Not a multihash. {@code offset}: the first byte at fault. {@code why}: a clause. */
    record Fault(int offset, String why) implements Read {}
  }

  /** Reads one multihash between two offsets, which must lie within the array. */
  public static Read read(byte[] source, int offset, int end) {
    return switch (Varint.read(source, offset, end)) {
      case Varint.Read.Incomplete() -> new Read.Fault(end, "the hash ends in its first number");
      case Varint.Read.Fault(int at, String why) -> new Read.Fault(at, why);
      case Varint.Read.Ok(long code, int afterCode) ->
          switch (Varint.read(source, afterCode, end)) {
            case Varint.Read.Incomplete() -> new Read.Fault(end, "the hash ends before its length");
            case Varint.Read.Fault(int at, String why) -> new Read.Fault(at, why);
            case Varint.Read.Ok(long length, int start) ->
                readDigest(source, code, length, start, end);
          };
    };
  }

  private static Read readDigest(byte[] source, long code, long length, int start, int end) {
    String fault = lengthFault(code, length);
    if (!fault.isEmpty()) return new Read.Fault(start, fault);
    if (length > end - start)
      return new Read.Fault(
          end,
          "the hash has " + (end - start) + " of its " + length + " bytes; the end is missing");
    int next = start + (int) length;
    return new Read.Ok(new Multihash(code, Payload.copyOf(source, start, (int) length)), next);
  }

  /** Whether the digest is the content itself. */
  public boolean isIdentity() {
    return code == IDENTITY;
  }

  /** Whether the function is one of those named here. */
  public boolean isKnown() {
    return code == IDENTITY || wholeLength(code) > 0;
  }

  /** Code, length, digest. */
  public byte[] toByteArray() {
    var out = new ByteArrayOutputStream(digest.length() + 4);
    Varint.write(out, code);
    Varint.write(out, digest.length());
    out.writeBytes(digest.toByteArray());
    return out.toByteArray();
  }

  /** The bytes in base58, as the first version of content identifiers was written. */
  public String base58() {
    return Multibase.BASE58.encode(Payload.owning(toByteArray()));
  }

  @Override
  public String toString() {
    return base58();
  }

  private static int wholeLength(long code) {
    if (code == SHA2_256 || code == BLAKE3 || code == BLAKE2B_256) return 32;
    return code == SHA2_512 ? 64 : 0;
  }

  // Empty when the length is possible.
  private static String lengthFault(long code, long length) {
    int whole = wholeLength(code);
    if (whole > 0 && length != whole)
      return "a hash of function 0x"
          + Long.toHexString(code)
          + " has "
          + whole
          + " bytes, this says "
          + length;
    if (length > MAX_DIGEST)
      return "a hash has at most " + MAX_DIGEST + " bytes, this says " + length;
    return "";
  }
}
