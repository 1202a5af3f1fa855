package cairn.ipfs.format;

import cairn.registry.Cid;
import cairn.registry.Payload;
import cairn.registry.Varint;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a CARv1 that arrives in pieces of any size. Push a piece, then take until {@link
 * Item.NeedsMore}. Nothing it returns is verified. Holds at most one section and one piece. One
 * thread at a time.
 */
public final class CarReader {
  /** The longest section: a block and its CID. */
  private static final int MAX_SECTION = Block.MAX_BYTES + Cid.MAX_LENGTH;

  // Unread bytes are those from start to end. Confined to the one thread.
  private byte[] buffer = new byte[8192];
  private int start;
  private int end;
  private boolean headerRead;
  private Item last = new Item.NeedsMore();

  /** Begins before the header. */
  public CarReader() {}

  /** What comes out. */
  public sealed interface Item {
    /** The first item. The roots are whatever the sender wrote. */
    record Header(List<Cid> roots) implements Item {
      public Header {
        roots = List.copyOf(roots);
      }
    }

    /** A block as sent: whether bytes and CID match is not known. */
    record Section(Cid cid, Payload bytes) implements Item {}

    /** Nothing whole is here. */
    record NeedsMore() implements Item {}

    /** This is no CARv1, now and for ever. {@code why}: a clause. */
    record Fault(String why) implements Item {}
  }

  /** Takes the next bytes of the stream. */
  public void push(Payload piece) {
    reserve(piece.length());
    piece.copyTo(buffer, end);
    end += piece.length();
  }

  /** Takes the next bytes of the stream from an array, which is copied. */
  public void push(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, buffer, end, length);
    end += length;
  }

  private void reserve(int length) {
    if (buffer.length - end >= length) return;
    int unread = end - start;
    int needed = Math.addExact(unread, length);
    var target = needed > buffer.length ? new byte[Math.max(needed, 2 * buffer.length)] : buffer;
    System.arraycopy(buffer, start, target, 0, unread);
    buffer = target;
    start = 0;
    end = unread;
  }

  /** The next item. Never throws; after a fault always that fault. */
  public Item take() {
    if (last instanceof Item.Fault) return last;
    try {
      last = read();
    } catch (BadFormat e) {
      last = new Item.Fault(e.what());
      buffer = new byte[0];
      start = 0;
      end = 0;
    }
    return last;
  }

  /** Whether the stream may end here: after the header, between two sections. */
  public boolean isAtBoundary() {
    return headerRead && start == end && !(last instanceof Item.Fault);
  }

  private Item read() throws BadFormat {
    return switch (Varint.read(buffer, start, end)) {
      case Varint.Read.Incomplete() -> new Item.NeedsMore();
      case Varint.Read.Fault(int _, String why) -> throw new BadFormat(why);
      case Varint.Read.Ok(long length, int next) -> part(length, next);
    };
  }

  private Item part(long length, int from) throws BadFormat {
    if (length == 0) throw new BadFormat("a section of the CAR is empty");
    if (!headerRead && (length > Car.MAX_HEADER || (end > from && !Car.mayBeHeader(buffer[from]))))
      throw new BadFormat("it does not begin like a CAR");
    if (length > MAX_SECTION)
      throw new BadFormat("a section of the CAR has " + length + " bytes, more than a block may");
    if (length > end - from) return new Item.NeedsMore();
    int to = from + (int) length;
    var item = headerRead ? section(from, to) : header(from, to);
    headerRead = true;
    start = to;
    return item;
  }

  private Item header(int from, int to) throws BadFormat {
    return new Item.Header(Car.readHeader(buffer, from, to));
  }

  private Item section(int from, int to) throws BadFormat {
    return switch (Cid.read(buffer, from, to)) {
      case Cid.Read.Fault(int _, String why) ->
          throw new BadFormat("a section of the CAR does not begin with an identifier: " + why);
      case Cid.Read.Ok(Cid cid, int next) -> {
        if (to - next > Block.MAX_BYTES)
          throw new BadFormat("a block in the CAR is larger than 2 MiB");
        yield new Item.Section(cid, Payload.owning(Arrays.copyOfRange(buffer, next, to)));
      }
    };
  }
}
