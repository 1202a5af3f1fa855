package cairn.registry;

/**
 * A content identifier (multiformats CID): which bytes, and how they are to be read.
 *
 * @param version 0 or 1
 * @param codec the multicodec of the content: {@link #RAW}, {@link #DAG_PB}
 */
public record Cid(int version, long codec, Multihash hash) {
  /** Plain bytes. */
  public static final long RAW = 0x55;

  /** MerkleDAG protobuf. */
  public static final long DAG_PB = 0x70;

  /** CIDv1, raw, SHA-256: how programs and interface definitions are shown. */
  public static Cid raw(Sha256 hash) {
    return new Cid(1, RAW, new Multihash(Multihash.SHA2_256, Payload.owning(hash.toByteArray())));
  }
}
