package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Bytes that match their CID.
 *
 * <p>INVARIANT: the hash was computed when the object was made; there is no other way to make one.
 */
public final class Block {
  /** The most bytes in a block (the limit of every IPFS transport). */
  public static final int MAX_BYTES = 2 << 20;

  private final Cid cid;
  private final Payload bytes;

  private Block(Cid cid, Payload bytes) {
    this.cid = cid;
    this.bytes = bytes;
  }

  /** What came of comparing bytes with a CID. */
  public sealed interface Checked {
    /** They match. */
    record Good(Block block) implements Checked {}

    /** They do not. */
    record Differs() implements Checked {}

    /** Nobody here can compute this hash. */
    record UnknownHash(long code) implements Checked {}

    /** More than {@link #MAX_BYTES}. */
    record TooLarge(int bytes) implements Checked {}
  }

  /** Compares bytes with a CID: SHA-256, SHA-512, BLAKE2b-256, BLAKE3 or identity. */
  public static Checked check(Cid cid, Payload bytes) {
    if (bytes.length() > MAX_BYTES) return new Checked.TooLarge(bytes.length());
    var hash = cid.hash();
    if (!hash.isKnown()) return new Checked.UnknownHash(hash.code());
    return digest(hash.code(), bytes).equals(hash.digest())
        ? new Checked.Good(new Block(cid, bytes))
        : new Checked.Differs();
  }

  /** A block of plain bytes with its CIDv1. Throws IllegalArgumentException over the limit. */
  public static Block raw(Payload bytes) {
    requireSize(bytes);
    return new Block(Cid.raw(Sha256.of(bytes)), bytes);
  }

  /** A dag-pb block with its CIDv1. Throws IllegalArgumentException over the limit. */
  public static Block dagPb(Payload bytes) {
    requireSize(bytes);
    return new Block(Cid.dagPb(Sha256.of(bytes)), bytes);
  }

  /** The block that a CID carries in itself, if it is of that kind. */
  public static Optional<Block> inline(Cid cid) {
    return cid.hash().isIdentity()
        ? Optional.of(new Block(cid, cid.hash().digest()))
        : Optional.empty();
  }

  private static void requireSize(Payload bytes) {
    if (bytes.length() > MAX_BYTES)
      throw new IllegalArgumentException("a block of " + bytes.length() + " bytes");
  }

  /** What the bytes are named by. */
  public Cid cid() {
    return cid;
  }

  /** The bytes. */
  public Payload bytes() {
    return bytes;
  }

  /** The same bytes under another CID with the same hash; IllegalArgumentException otherwise. */
  public Block as(Cid other) {
    if (!other.hash().equals(cid.hash())) throw new IllegalArgumentException("another hash");
    return other.equals(cid) ? this : new Block(other, bytes);
  }

  /** The same with its bytes elsewhere: these are equal to them. */
  Block kept(Payload equal) {
    return new Block(cid, equal);
  }

  @Override
  public String toString() {
    return cid + " (" + bytes.length() + " bytes)";
  }

  private static Payload digest(long code, Payload bytes) {
    if (code == Multihash.IDENTITY) return bytes;
    if (code == Multihash.SHA2_256) return Payload.owning(Sha256.of(bytes).toByteArray());
    byte[] input = bytes.toByteArray();
    if (code == Multihash.SHA2_512) return Payload.owning(sha512().digest(input));
    if (code == Multihash.BLAKE3) return BlakeHashes.blake3(input);
    if (code == Multihash.BLAKE2B_256) return BlakeHashes.blake2b(input);
    throw new IllegalArgumentException("function " + code);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
