package cairn.ipfs.format;

import cairn.registry.Payload;
import cairn.registry.Varint;
import java.io.ByteArrayOutputStream;

/**
 * The little of protobuf that dag-pb and UnixFS use: varints and byte strings, every number in its
 * shortest form.
 */
final class Protobuf {
  static final int VARINT = 0;
  static final int BYTES = 2;

  private final byte[] source;
  private final int end;
  private int at;

  Protobuf(byte[] source, int start, int end) {
    this.source = source;
    this.at = start;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  /** The next field's tag: number and wire type. */
  Tag tag() throws BadFormat {
    long tag = varint();
    if (tag >>> 3 > 1000) throw new BadFormat("field " + (tag >>> 3) + " does not exist");
    return new Tag((int) (tag >>> 3), (int) (tag & 7));
  }

  long varint() throws BadFormat {
    return switch (Varint.read(source, at, end)) {
      case Varint.Read.Ok(long value, int next) -> {
        at = next;
        yield value;
      }
      case Varint.Read.Incomplete() -> throw new BadFormat("it ends inside a number");
      case Varint.Read.Fault(int _, String why) -> throw new BadFormat(why);
    };
  }

  /** A byte string as a reader of its own. */
  Protobuf message() throws BadFormat {
    int length = length();
    var inner = new Protobuf(source, at, at + length);
    at += length;
    return inner;
  }

  Payload bytes() throws BadFormat {
    int length = length();
    var bytes = Payload.copyOf(source, at, length);
    at += length;
    return bytes;
  }

  private int length() throws BadFormat {
    long length = varint();
    if (length > end - at) throw new BadFormat("it ends inside a field");
    return (int) length;
  }

  record Tag(int field, int wire) {
    void require(int expected) throws BadFormat {
      if (wire != expected) throw new BadFormat("field " + field + " has wire type " + wire);
    }
  }

  static void writeVarint(ByteArrayOutputStream out, int field, long value) {
    out.write((field << 3) | VARINT);
    Varint.write(out, value);
  }

  static void writeBytes(ByteArrayOutputStream out, int field, byte[] value) {
    out.write((field << 3) | BYTES);
    Varint.write(out, value.length);
    out.writeBytes(value);
  }
}
