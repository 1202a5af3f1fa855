package cairn.kernel.engine;

import cairn.registry.Payload;

/**
 * A guest's linear memory as host code may see it: copies only. Offsets and lengths are unsigned
 * 32-bit, given as long. Everything out of bounds throws {@link GuestFault}, which ends the process
 * with that sentence. Used on the guest's own threads, {@link #atomicI32} on any.
 */
public interface GuestMemory {
  /** Bytes now. */
  long size();

  /** Throws GuestFault if these bytes are not all in the memory. */
  void require(long offset, long length);

  /** A copy of {@code length} bytes. */
  byte[] read(long offset, long length);

  /** Copies guest bytes into an array. */
  void read(long offset, byte[] target, int at, int length);

  /** Writes bytes. */
  void write(long offset, byte[] source, int at, int length);

  /** Writes a payload. */
  void write(long offset, Payload bytes);

  /** One byte, 0 to 255. */
  int u8(long offset);

  /** A little-endian i32. */
  int i32(long offset);

  /** A little-endian i64. */
  long i64(long offset);

  /** A little-endian i32 at a multiple of 4, read in one order with what other threads do. */
  int atomicI32(long offset);

  /** Writes one byte. */
  void putU8(long offset, int value);

  /** Writes a little-endian i16. */
  void putI16(long offset, int value);

  /** Writes a little-endian i32. */
  void putI32(long offset, int value);

  /** Writes a little-endian i64. */
  void putI64(long offset, long value);
}
