package cairn.registry;

/**
 * The identity of an interface: the SHA-256 of its definition's canonical text. Those of redshirt
 * that ship have the random ids of that system instead.
 */
public record InterfaceId(Sha256 hash) implements Comparable<InterfaceId> {
  /** Reads 32 bytes from an offset. Throws IndexOutOfBoundsException when there are fewer. */
  public static InterfaceId read(byte[] source, int offset) {
    return new InterfaceId(Sha256.read(source, offset));
  }

  /** From 64 hexadecimal digits. Throws IllegalArgumentException for anything else. */
  public static InterfaceId ofHex(String hex) {
    return new InterfaceId(Sha256.ofHex(hex));
  }

  /** The address of the definition: CIDv1, raw, SHA-256. */
  public Cid cid() {
    return Cid.raw(hash);
  }

  /**
   * The first 8 hexadecimal digits, shown beside the name of an interface that did not come with
   * Cairn.
   */
  public String shortHex() {
    return hash.hex().substring(0, 8);
  }

  @Override
  public int compareTo(InterfaceId other) {
    return hash.compareTo(other.hash);
  }

  @Override
  public String toString() {
    return hash.hex();
  }
}
