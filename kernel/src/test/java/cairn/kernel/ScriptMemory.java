package cairn.kernel;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A guest's memory as an array, for scripts. */
public final class ScriptMemory implements GuestMemory {
  private final ByteBuffer bytes;

  public ScriptMemory(int size) {
    bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int at(long offset, long length) {
    if (offset < 0 || length < 0 || offset + length > bytes.capacity())
      throw new GuestFault("A pointer is out of bounds.");
    return (int) offset;
  }

  @Override
  public long size() {
    return bytes.capacity();
  }

  @Override
  public void require(long offset, long length) {
    if (offset + length > size()) throw new GuestFault("out of the script's memory");
  }

  @Override
  public byte[] read(long offset, long length) {
    var copy = new byte[(int) length];
    read(offset, copy, 0, copy.length);
    return copy;
  }

  @Override
  public void read(long offset, byte[] target, int to, int length) {
    bytes.get(at(offset, length), target, to, length);
  }

  @Override
  public void write(long offset, byte[] source, int from, int length) {
    bytes.put(at(offset, length), source, from, length);
  }

  @Override
  public void write(long offset, Payload payload) {
    write(offset, payload.toByteArray(), 0, payload.length());
  }

  @Override
  public int u8(long offset) {
    return bytes.get(at(offset, 1)) & 0xff;
  }

  @Override
  public int i32(long offset) {
    return bytes.getInt(at(offset, 4));
  }

  @Override
  public int atomicI32(long offset) {
    return i32(offset);
  }

  @Override
  public long i64(long offset) {
    return bytes.getLong(at(offset, 8));
  }

  @Override
  public void putU8(long offset, int value) {
    bytes.put(at(offset, 1), (byte) value);
  }

  @Override
  public void putI16(long offset, int value) {
    bytes.putShort(at(offset, 2), (short) value);
  }

  @Override
  public void putI32(long offset, int value) {
    bytes.putInt(at(offset, 4), value);
  }

  @Override
  public void putI64(long offset, long value) {
    bytes.putLong(at(offset, 8), value);
  }
}
