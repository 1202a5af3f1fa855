package cairn.kernel.engine;

import cairn.compiler.runtime.Memory;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.Payload;

/**
 * A guest's memory for host code: what is out of bounds ends the guest with a sentence, and what is
 * copied is billed. Any thread; a memory that its process has given back reads as zeros.
 */
final class LinearMemory implements GuestMemory {
  private final Memory memory;

  LinearMemory(Memory memory) {
    this.memory = memory;
  }

  private void check(long offset, long length) {
    if (offset < 0 || length < 0 || offset > memory.limit() - length)
      throw outside(offset, length, memory.limit());
  }

  /** The fault of a guest that gave host code these bytes, in a memory of that size. */
  static GuestFault outside(long offset, long length, long size) {
    return new GuestFault(
        "it passed "
            + (length == 1 ? "a pointer to 1 byte" : "a pointer to " + length + " bytes")
            + " at "
            + offset
            + ", and its memory ends at "
            + size);
  }

  @Override
  public long size() {
    return memory.limit();
  }

  @Override
  public void require(long offset, long length) {
    check(offset, length);
  }

  @Override
  public byte[] read(long offset, long length) {
    GuestThread.copied(length);
    check(offset, length);
    if (length > Integer.MAX_VALUE - 8)
      throw new GuestFault("it passed " + length + " bytes at once, and the most is 2 GiB");
    return memory.read(offset, (int) length);
  }

  @Override
  public void read(long offset, byte[] target, int at, int length) {
    GuestThread.copied(length);
    check(offset, length);
    memory.read(offset, target, at, length);
  }

  @Override
  public void write(long offset, byte[] source, int at, int length) {
    GuestThread.copied(length);
    check(offset, length);
    memory.write(offset, source, at, length);
  }

  @Override
  public void write(long offset, Payload bytes) {
    GuestThread.copied(bytes.length());
    check(offset, bytes.length());
    bytes.readBy((array, from, length) -> memory.write(offset, array, from, length));
  }

  @Override
  public int u8(long offset) {
    check(offset, 1);
    return memory.u8(offset);
  }

  @Override
  public int i32(long offset) {
    check(offset, 4);
    return memory.i32(offset);
  }

  @Override
  public long i64(long offset) {
    check(offset, 8);
    return memory.i64(offset);
  }

  @Override
  public int atomicI32(long offset) {
    check(offset, 4);
    return memory.atomicI32(offset);
  }

  @Override
  public void putU8(long offset, int value) {
    check(offset, 1);
    memory.putU8(offset, value);
  }

  @Override
  public void putI16(long offset, int value) {
    check(offset, 2);
    memory.putI16(offset, value);
  }

  @Override
  public void putI32(long offset, int value) {
    check(offset, 4);
    memory.putI32(offset, value);
  }

  @Override
  public void putI64(long offset, long value) {
    check(offset, 8);
    memory.putI64(offset, value);
  }
}
