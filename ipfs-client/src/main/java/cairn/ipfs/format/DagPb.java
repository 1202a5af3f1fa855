package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of the MerkleDAG in protobuf (ipld.io/specs/codecs/dag-pb): links, then data. Reading also
 * takes data before links, as old encoders wrote it, but nothing else out of order, twice or
 * unknown.
 */
public record DagPb(List<Link> links, Optional<Payload> data) {
  private static final int DATA = 1;
  private static final int LINKS = 2;
  private static final int HASH = 1;
  private static final int NAME = 2;
  private static final int TSIZE = 3;

  public DagPb {
    links = List.copyOf(links);
  }

  /**
   * A link to another block.
   *
   * @param name empty when there is none
   * @param treeSize bytes of all blocks below, as its maker says; 0 when it says nothing. Never
   *     relied on.
   */
  public record Link(Cid cid, String name, long treeSize) {}

  /** What came of reading. */
  public sealed interface Decoded {
    /** A node. */
    record Ok(DagPb node) implements Decoded {}

    /** Not one. {@code why}: a clause. */
    record Fault(String why) implements Decoded {}
  }

  /** Reads a node. Never throws. */
  public static Decoded decode(Payload bytes) {
    try {
      return new Decoded.Ok(read(bytes));
    } catch (BadFormat e) {
      return new Decoded.Fault(e.what());
    }
  }

  static DagPb read(Payload bytes) throws BadFormat {
    var in = new Protobuf(bytes.toByteArray(), 0, bytes.length());
    List<Link> links = new ArrayList<>();
    Optional<Payload> data = Optional.empty();
    boolean linksClosed = false;
    while (in.hasMore()) {
      var tag = in.tag();
      tag.require(Protobuf.BYTES);
      switch (tag.field()) {
        case LINKS -> {
          if (linksClosed) throw new BadFormat("links stand before and after the data");
          links.add(readLink(in.message()));
        }
        case DATA -> {
          if (data.isPresent()) throw new BadFormat("a node has its data twice");
          data = Optional.of(in.bytes());
          linksClosed = !links.isEmpty();
        }
        default -> throw new BadFormat("a node has the unknown field " + tag.field());
      }
    }
    return new DagPb(links, data);
  }

  private static Link readLink(Protobuf in) throws BadFormat {
    Optional<Cid> cid = Optional.empty();
    String name = "";
    long treeSize = 0;
    int last = 0;
    while (in.hasMore()) {
      var tag = in.tag();
      if (tag.field() <= last) throw new BadFormat("a link's fields are out of order");
      last = tag.field();
      switch (tag.field()) {
        case HASH -> {
          tag.require(Protobuf.BYTES);
          cid =
              switch (Cid.decode(in.bytes())) {
                case Cid.Read.Ok(Cid target, int _) -> Optional.of(target);
                case Cid.Read.Fault(int _, String why) -> throw new BadFormat("a link: " + why);
              };
        }
        case NAME -> {
          tag.require(Protobuf.BYTES);
          name = text(in.bytes());
        }
        case TSIZE -> {
          tag.require(Protobuf.VARINT);
          treeSize = in.varint();
        }
        default -> throw new BadFormat("a link has the unknown field " + tag.field());
      }
    }
    return new Link(cid.orElseThrow(() -> new BadFormat("a link has no hash")), name, treeSize);
  }

  private static String text(Payload bytes) throws BadFormat {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadFormat("a link's name is not UTF-8");
    }
  }

  /** Writes the node in canonical form, the links in the order they are in. */
  public Payload encode() {
    var out = new ByteArrayOutputStream(64 + links.size() * 56);
    for (var link : links) {
      var inner = new ByteArrayOutputStream(64);
      Protobuf.writeBytes(inner, HASH, link.cid().toByteArray());
      Protobuf.writeBytes(inner, NAME, link.name().getBytes(StandardCharsets.UTF_8));
      Protobuf.writeVarint(inner, TSIZE, link.treeSize());
      Protobuf.writeBytes(out, LINKS, inner.toByteArray());
    }
    data.ifPresent(d -> Protobuf.writeBytes(out, DATA, d.toByteArray()));
    return Payload.owning(out.toByteArray());
  }
}
