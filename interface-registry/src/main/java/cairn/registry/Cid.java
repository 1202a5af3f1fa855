package cairn.registry;

import java.io.ByteArrayOutputStream;

/**
 * A content identifier (multiformats CID): which bytes, and how they are to be read. Two CIDs are
 * equal when version, codec and hash are; how one was written makes no difference.
 *
 * @param version 0 or 1; 0 is always {@link #DAG_PB} with SHA-256
 * @param codec the multicodec of the content: {@link #RAW}, {@link #DAG_PB}
 */
public record Cid(int version, long codec, Multihash hash) {
  /** Plain bytes. */
  public static final long RAW = 0x55;

  /** MerkleDAG protobuf. */
  public static final long DAG_PB = 0x70;

  /** A public key: the CID of an IPNS name. */
  public static final long LIBP2P_KEY = 0x72;

  /** The longest binary form, in bytes: three varints before the hash's length and digest. */
  public static final int MAX_LENGTH = 1 + Varint.MAX_LENGTH * 2 + 2 + Multihash.MAX_DIGEST;

  private static final int VERSION_0_TEXT = 46;

  /** Throws IllegalArgumentException for a combination that does not exist. */
  public Cid {
    if (version != 0 && version != 1) throw new IllegalArgumentException("version " + version);
    if (codec < 0) throw new IllegalArgumentException("negative codec " + codec);
    if (version == 0 && (codec != DAG_PB || hash.code() != Multihash.SHA2_256))
      throw new IllegalArgumentException("version 0 is dag-pb with SHA-256");
  }

  /** What came of reading bytes. */
  public sealed interface Read {
    /** A CID, and the offset of the first byte after it. */
    record Ok(Cid cid, int next) implements Read {}

    /** Not a CID. {@code offset}: the first byte at fault. {@code why}: a clause. */
    record Fault(int offset, String why) implements Read {}
  }

  /** What came of reading a text. */
  public sealed interface Parsed {
    /** A CID. */
    record Ok(Cid cid) implements Parsed {}

    /** Not a CID. */
    record Fault(AddressFault why) implements Parsed {}
  }

  /** CIDv1, raw, SHA-256: how programs and interface definitions are shown. */
  public static Cid raw(Sha256 hash) {
    return v1(RAW, hash);
  }

  /** CIDv1, dag-pb, SHA-256: files of many blocks and directories. */
  public static Cid dagPb(Sha256 hash) {
    return v1(DAG_PB, hash);
  }

  private static Cid v1(long codec, Sha256 hash) {
    return new Cid(1, codec, new Multihash(Multihash.SHA2_256, Payload.owning(hash.toByteArray())));
  }

  /** Reads one CID between two offsets, which must lie within the array. Never throws. */
  public static Read read(byte[] source, int offset, int end) {
    if (end - offset >= 2 && source[offset] == 0x12 && source[offset + 1] == 0x20)
      return switch (Multihash.read(source, offset, end)) {
        case Multihash.Read.Ok(Multihash hash, int next) ->
            new Read.Ok(new Cid(0, DAG_PB, hash), next);
        case Multihash.Read.Fault(int at, String why) -> new Read.Fault(at, why);
      };
    return switch (Varint.read(source, offset, end)) {
      case Varint.Read.Incomplete() -> new Read.Fault(end, "the identifier ends in its version");
      case Varint.Read.Fault(int at, String why) -> new Read.Fault(at, why);
      case Varint.Read.Ok(long version, int afterVersion) -> {
        if (version != 1)
          yield new Read.Fault(
              offset, "content identifiers of version " + version + " do not exist");
        yield readAfterVersion(source, afterVersion, end);
      }
    };
  }

  private static Read readAfterVersion(byte[] source, int offset, int end) {
    return switch (Varint.read(source, offset, end)) {
      case Varint.Read.Incomplete() -> new Read.Fault(end, "the identifier ends in its codec");
      case Varint.Read.Fault(int at, String why) -> new Read.Fault(at, why);
      case Varint.Read.Ok(long codec, int afterCodec) ->
          switch (Multihash.read(source, afterCodec, end)) {
            case Multihash.Read.Ok(Multihash hash, int next) ->
                new Read.Ok(new Cid(1, codec, hash), next);
            case Multihash.Read.Fault(int at, String why) -> new Read.Fault(at, why);
          };
    };
  }

  /** Reads a CID that takes up all of the bytes. Never throws. */
  public static Read decode(Payload bytes) {
    var read = read(bytes.toByteArray(), 0, bytes.length());
    if (read instanceof Read.Ok(var _, int next) && next != bytes.length())
      return new Read.Fault(
          next, (bytes.length() - next) + " bytes follow the identifier, none may");
    return read;
  }

  /**
   * Reads a CID's text: version 0 in base58 ({@code Qm...}), or version 1 in any {@link Multibase}.
   * Never throws.
   */
  public static Parsed parse(String text) {
    return parse(text, 1);
  }

  /** Reads a CID's text whose first character stands at a position, counted from 1. */
  static Parsed parse(String text, int position) {
    if (text.isEmpty()) return new Parsed.Fault(new AddressFault.Empty());
    if (text.startsWith("Qm")) return version0(Multibase.BASE58.decode(text, position), text);
    var base = Multibase.ofPrefix(text.charAt(0));
    if (base.isEmpty())
      return new Parsed.Fault(
          new AddressFault.Unexpected(
              position,
              new String(Character.toChars(text.codePointAt(0))),
              "the first character of a content identifier, such as 'b' or 'Qm'"));
    return decoded(base.get().decode(text.substring(1), position + 1), 1);
  }

  // In base58 a missing character changes every byte, so the length is looked at first.
  private static Parsed version0(Multibase.Decoded decoded, String text) {
    if (decoded instanceof Multibase.Decoded.Ok && text.length() != VERSION_0_TEXT)
      return new Parsed.Fault(
          new AddressFault.Malformed(
              "an identifier that begins with Qm has "
                  + VERSION_0_TEXT
                  + " characters, this has "
                  + text.length()));
    return decoded(decoded, 0);
  }

  private static Parsed decoded(Multibase.Decoded decoded, int version) {
    return switch (decoded) {
      case Multibase.Decoded.Fault(AddressFault why) -> new Parsed.Fault(why);
      case Multibase.Decoded.Ok(Payload bytes) ->
          switch (decode(bytes)) {
            case Read.Fault(int _, String why) -> new Parsed.Fault(new AddressFault.Malformed(why));
            case Read.Ok(Cid cid, int _) ->
                cid.version == version
                    ? new Parsed.Ok(cid)
                    : new Parsed.Fault(
                        new AddressFault.Malformed(
                            "only identifiers of version 1 are written with a letter for the base"));
          };
    };
  }

  /** The binary form. */
  public byte[] toByteArray() {
    var multihash = hash.toByteArray();
    if (version == 0) return multihash;
    var out = new ByteArrayOutputStream(multihash.length + 4);
    Varint.write(out, 1);
    Varint.write(out, codec);
    out.writeBytes(multihash);
    return out.toByteArray();
  }

  /** The same content as a CID of version 1. */
  public Cid asVersion1() {
    return version == 1 ? this : new Cid(1, codec, hash);
  }

  /** Ten first and four last characters: {@code bafkreic3w…x7qa}. A short text stays whole. */
  public String shortText() {
    String text = toString();
    return text.length() <= 15
        ? text
        : text.substring(0, 10) + "…" + text.substring(text.length() - 4);
  }

  /** The one canonical text: version 0 in base58, version 1 in base32. */
  @Override
  public String toString() {
    return version == 0
        ? hash.base58()
        : Multibase.BASE32.encodePrefixed(Payload.owning(toByteArray()));
  }
}
