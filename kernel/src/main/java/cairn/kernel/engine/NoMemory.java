package cairn.kernel.engine;

import cairn.registry.Payload;

/** What host code sees of a guest that has no memory: nothing is in it. */
final class NoMemory implements GuestMemory {
  static final NoMemory INSTANCE = new NoMemory();

  private NoMemory() {}

  @Override
  public long size() {
    return 0;
  }

  @Override
  public void require(long offset, long length) {
    if (offset != 0 || length != 0) throw LinearMemory.outside(offset, length, 0);
  }

  @Override
  public byte[] read(long offset, long length) {
    require(offset, length);
    return new byte[0];
  }

  @Override
  public void read(long offset, byte[] target, int at, int length) {
    require(offset, length);
  }

  @Override
  public void write(long offset, byte[] source, int at, int length) {
    require(offset, length);
  }

  @Override
  public void write(long offset, Payload bytes) {
    require(offset, bytes.length());
  }

  @Override
  public int u8(long offset) {
    require(offset, 1);
    return 0;
  }

  @Override
  public int i32(long offset) {
    require(offset, 4);
    return 0;
  }

  @Override
  public long i64(long offset) {
    require(offset, 8);
    return 0;
  }

  @Override
  public int atomicI32(long offset) {
    require(offset, 4);
    return 0;
  }

  @Override
  public void putU8(long offset, int value) {
    require(offset, 1);
  }

  @Override
  public void putI16(long offset, int value) {
    require(offset, 2);
  }

  @Override
  public void putI32(long offset, int value) {
    require(offset, 4);
  }

  @Override
  public void putI64(long offset, long value) {
    require(offset, 8);
  }
}
