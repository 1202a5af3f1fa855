package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import cairn.registry.Payload;

/**
 * A guest's memory for host code: what is out of bounds ends the guest with a sentence, and what is
 * copied is billed.
 */
final class PagesView implements GuestMemory {
  private final Pages pages;

  PagesView(Pages pages) {
    this.pages = pages;
  }

  private int check(long offset, long length) {
    if (offset < 0 || length < 0 || offset > pages.size() - length)
      throw new GuestFault(
          "it passed "
              + (length == 1 ? "a pointer to 1 byte" : "a pointer to " + length + " bytes")
              + " at "
              + offset
              + ", and its memory ends at "
              + pages.size());
    return (int) offset;
  }

  @Override
  public long size() {
    return pages.size();
  }

  @Override
  public void require(long offset, long length) {
    check(offset, length);
  }

  @Override
  public byte[] read(long offset, long length) {
    GuestThread.copied(length);
    return pages.readBytes(check(offset, length), (int) length);
  }

  @Override
  public void read(long offset, byte[] target, int at, int length) {
    GuestThread.copied(length);
    pages.read(check(offset, length), target, at, length);
  }

  @Override
  public void write(long offset, byte[] source, int at, int length) {
    GuestThread.copied(length);
    pages.write(check(offset, length), source, at, length);
  }

  @Override
  public void write(long offset, Payload bytes) {
    GuestThread.copied(bytes.length());
    pages.write(check(offset, bytes.length()), bytes);
  }

  @Override
  public int u8(long offset) {
    return pages.read(check(offset, 1)) & 0xff;
  }

  @Override
  public int i32(long offset) {
    return pages.readInt(check(offset, 4));
  }

  @Override
  public long i64(long offset) {
    return pages.readLong(check(offset, 8));
  }

  @Override
  public int atomicI32(long offset) {
    return pages.atomicReadInt(check(offset, 4));
  }

  @Override
  public void putU8(long offset, int value) {
    pages.writeByte(check(offset, 1), (byte) value);
  }

  @Override
  public void putI16(long offset, int value) {
    pages.writeShort(check(offset, 2), (short) value);
  }

  @Override
  public void putI32(long offset, int value) {
    pages.writeI32(check(offset, 4), value);
  }

  @Override
  public void putI64(long offset, long value) {
    pages.writeLong(check(offset, 8), value);
  }
}
