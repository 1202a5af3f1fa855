package cairn.registry;

/** A digest with the code of its function (multiformats multihash). */
public record Multihash(long code, Payload digest) {
  /** The code of the identity function: the digest is the content. */
  public static final long IDENTITY = 0x00;

  /** The code of SHA-256. */
  public static final long SHA2_256 = 0x12;
}
