package cairn.ipfs.format;

import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The data of a dag-pb node that is part of a file system (specs.ipfs.tech/unixfs). Modes and times
 * are read and passed over.
 *
 * @param data bytes of a file's node itself, the bit field of a shard, the target of a symbolic
 *     link
 * @param fileSize bytes of the file below this node
 * @param blockSizes file bytes below each link
 * @param fanout the width of a shard, or 0
 * @param hashType the multicodec of a shard's hash function, or 0
 */
public record UnixFs(
    Kind kind,
    Payload data,
    OptionalLong fileSize,
    List<Long> blockSizes,
    long hashType,
    long fanout) {
  private static final int KIND = 1;
  private static final int DATA = 2;
  private static final int FILE_SIZE = 3;
  private static final int BLOCK_SIZES = 4;
  private static final int HASH_TYPE = 5;
  private static final int FANOUT = 6;
  private static final int MODE = 7;
  private static final int MTIME = 8;

  public UnixFs {
    blockSizes = List.copyOf(blockSizes);
  }

  /** What a node is. */
  public enum Kind {
    RAW(0),
    DIRECTORY(1),
    FILE(2),
    METADATA(3),
    SYMLINK(4),
    SHARD(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    private static Kind of(long number) throws BadFormat {
      for (var kind : values()) if (kind.number == number) return kind;
      throw new BadFormat("UnixFS has no kind " + number);
    }
  }

  /** What came of reading. */
  public sealed interface Decoded {
    /** Data of a node. */
    record Ok(UnixFs data) implements Decoded {}

    /** Not that. {@code why}: a clause. */
    record Fault(String why) implements Decoded {}
  }

  /** A directory that lists its entries. */
  public static UnixFs directory() {
    return new UnixFs(Kind.DIRECTORY, Payload.EMPTY, OptionalLong.empty(), List.of(), 0, 0);
  }

  /** A file's node without bytes of its own. */
  public static UnixFs file(List<Long> blockSizes) {
    long size = blockSizes.stream().mapToLong(Long::longValue).sum();
    return new UnixFs(Kind.FILE, Payload.EMPTY, OptionalLong.of(size), blockSizes, 0, 0);
  }

  /** A shard of a large directory. */
  static UnixFs shard(Payload bitField) {
    return new UnixFs(
        Kind.SHARD, bitField, OptionalLong.empty(), List.of(), Hamt.MURMUR3, Hamt.FANOUT);
  }

  /** Reads the data of a node. Never throws. */
  public static Decoded decode(Payload bytes) {
    try {
      return new Decoded.Ok(read(bytes));
    } catch (BadFormat e) {
      return new Decoded.Fault(e.what());
    }
  }

  static UnixFs read(Payload bytes) throws BadFormat {
    var in = new Protobuf(bytes.toByteArray(), 0, bytes.length());
    long kind = -1;
    var data = Payload.EMPTY;
    var fileSize = OptionalLong.empty();
    List<Long> blockSizes = new ArrayList<>();
    long hashType = 0;
    long fanout = 0;
    int seen = 0;
    while (in.hasMore()) {
      var tag = in.tag();
      int field = tag.field();
      if (field < KIND || field > MTIME)
        throw new BadFormat("UnixFS data has the unknown field " + field);
      if (field != BLOCK_SIZES && (seen & (1 << field)) != 0)
        throw new BadFormat("UnixFS data has field " + field + " twice");
      seen |= 1 << field;
      tag.require(field == DATA || field == MTIME ? Protobuf.BYTES : Protobuf.VARINT);
      switch (field) {
        case KIND -> kind = in.varint();
        case DATA -> data = in.bytes();
        case FILE_SIZE -> fileSize = OptionalLong.of(in.varint());
        case BLOCK_SIZES -> blockSizes.add(in.varint());
        case HASH_TYPE -> hashType = in.varint();
        case FANOUT -> fanout = in.varint();
        case MODE -> in.varint();
        default -> in.bytes();
      }
    }
    if (kind < 0) throw new BadFormat("UnixFS data has no kind");
    return new UnixFs(Kind.of(kind), data, fileSize, blockSizes, hashType, fanout);
  }

  /** Writes the data in the field order of every implementation. */
  public Payload encode() {
    var out = new ByteArrayOutputStream();
    Protobuf.writeVarint(out, KIND, kind.number);
    if (!data.isEmpty()) Protobuf.writeBytes(out, DATA, data.toByteArray());
    fileSize.ifPresent(size -> Protobuf.writeVarint(out, FILE_SIZE, size));
    for (long size : blockSizes) Protobuf.writeVarint(out, BLOCK_SIZES, size);
    if (kind == Kind.SHARD) {
      Protobuf.writeVarint(out, HASH_TYPE, hashType);
      Protobuf.writeVarint(out, FANOUT, fanout);
    }
    return Payload.owning(out.toByteArray());
  }
}
