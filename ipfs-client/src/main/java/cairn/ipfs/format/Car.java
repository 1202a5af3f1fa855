package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.Payload;
import cairn.registry.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a CARv1 (ipld.io/specs/transport/car/carv1) as bytes, each with its length first.
 */
public final class Car {
  /** The longest header that is read. */
  static final int MAX_HEADER = 64 << 10;

  // Tag 42 of dag-cbor, a link; its byte string begins with a zero.
  private static final int TAG_42 = 42;
  private static final int UNSIGNED = 0;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int LIST = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;

  private Car() {}

  /** The header that names roots. */
  public static Payload header(List<Cid> roots) {
    var out = new ByteArrayOutputStream();
    head(out, MAP, 2);
    text(out, "roots");
    head(out, LIST, roots.size());
    for (var root : roots) {
      head(out, TAG, TAG_42);
      var bytes = root.toByteArray();
      head(out, BYTES, bytes.length + 1);
      out.write(0);
      out.writeBytes(bytes);
    }
    text(out, "version");
    head(out, UNSIGNED, 1);
    return withLength(out.toByteArray(), new byte[0]);
  }

  /** One block. */
  public static Payload section(Block block) {
    return withLength(block.cid().toByteArray(), block.bytes().toByteArray());
  }

  private static Payload withLength(byte[] first, byte[] second) {
    var length = Varint.encode(first.length + second.length);
    var all = new byte[length.length + first.length + second.length];
    System.arraycopy(length, 0, all, 0, length.length);
    System.arraycopy(first, 0, all, length.length, first.length);
    System.arraycopy(second, 0, all, length.length + first.length, second.length);
    return Payload.owning(all);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    head(out, TEXT, text.length());
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void head(ByteArrayOutputStream out, int major, int value) {
    if (value < 24) {
      out.write((major << 5) | value);
    } else if (value < 256) {
      out.write((major << 5) | 24);
      out.write(value);
    } else {
      out.write((major << 5) | 25);
      out.write(value >> 8);
      out.write(value);
    }
  }

  /**
   * Whether a header can begin with this byte, so that a web page is refused at its first bytes.
   */
  static boolean mayBeHeader(byte first) {
    return (first & 0xff) >> 5 == MAP;
  }

  /** Reads a header without its length. */
  static List<Cid> readHeader(byte[] source, int start, int end) throws BadFormat {
    return new Header(source, start, end).read();
  }

  /** The dag-cbor of a header: a map of exactly "roots" and "version". */
  private static final class Header {
    private final byte[] source;
    private final int end;
    private int at;

    Header(byte[] source, int start, int end) {
      this.source = source;
      this.at = start;
      this.end = end;
    }

    List<Cid> read() throws BadFormat {
      int entries = head(MAP);
      List<Cid> roots = new ArrayList<>();
      boolean rooted = false;
      long version = -1;
      for (int i = 0; i < entries; i++) {
        String key = new String(string(TEXT), StandardCharsets.UTF_8);
        if (key.equals("roots") && !rooted) {
          int count = head(LIST);
          for (int j = 0; j < count; j++) roots.add(link());
          rooted = true;
        } else if (key.equals("version") && version < 0) {
          version = head(UNSIGNED);
        } else {
          throw new BadFormat("the CAR header has a key that does not belong there");
        }
      }
      if (version != 1)
        throw new BadFormat(
            version < 0 ? "the CAR header has no version" : "a CAR of version " + version);
      if (!rooted) throw new BadFormat("the CAR header has no roots");
      if (at != end) throw new BadFormat("the CAR header does not end where it should");
      return roots;
    }

    private Cid link() throws BadFormat {
      if (head(TAG) != TAG_42) throw new BadFormat("a root in the CAR header is no link");
      var bytes = string(BYTES);
      if (bytes.length == 0 || bytes[0] != 0)
        throw new BadFormat("a root in the CAR header is no link");
      return switch (Cid.read(bytes, 1, bytes.length)) {
        case Cid.Read.Ok(Cid cid, int next) when next == bytes.length -> cid;
        case Cid.Read.Ok _ -> throw new BadFormat("a root in the CAR header is too long");
        case Cid.Read.Fault(int _, String why) -> throw new BadFormat("a root: " + why);
      };
    }

    private byte[] string(int major) throws BadFormat {
      int length = head(major);
      if (length > end - at) throw new BadFormat("the CAR header ends early");
      var bytes = new byte[length];
      System.arraycopy(source, at, bytes, 0, length);
      at += length;
      return bytes;
    }

    // A number in its shortest form, at most 65,535: more never fits into a header.
    private int head(int major) throws BadFormat {
      int first = next();
      if (first >> 5 != major) throw new BadFormat("the CAR header is not the dag-cbor it must be");
      int small = first & 0x1f;
      if (small < 24) return small;
      int value =
          switch (small) {
            case 24 -> next();
            case 25 -> (next() << 8) | next();
            default -> throw new BadFormat("the CAR header has a number that is too large");
          };
      if (value < (small == 24 ? 24 : 256))
        throw new BadFormat("the CAR header has a number that is not in shortest form");
      return value;
    }

    private int next() throws BadFormat {
      if (at >= end) throw new BadFormat("the CAR header ends early");
      return source[at++] & 0xff;
    }
  }
}
