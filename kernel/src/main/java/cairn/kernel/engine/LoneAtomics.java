package cairn.kernel.engine;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;

/**
 * Atomic instructions for a memory that one guest thread uses: a plain read and a plain write. The
 * engine has checked the alignment.
 */
abstract class LoneAtomics implements Memory {
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;

  @Override
  public void atomicFence() {}

  /** Nobody else can notify, so a wait without an end is a fault, and any other is over at once. */
  private int await(boolean equal, long timeout) {
    if (!shared()) throw new WasmRuntimeException("expected shared memory");
    if (!equal) return NOT_EQUAL;
    if (timeout < 0) throw new WasmRuntimeException("it waits for another thread and has none");
    return TIMED_OUT;
  }

  @Override
  public int atomicWait(int addr, int expected, long timeout) {
    return await(readInt(addr) == expected, timeout);
  }

  @Override
  public int atomicWait(int addr, long expected, long timeout) {
    return await(readLong(addr) == expected, timeout);
  }

  @Override
  public int atomicNotify(int addr, int maxThreads) {
    readInt(addr); // traps when it is out of bounds
    return 0;
  }

  @Override
  @SuppressWarnings("removal") // the engine's interface still asks for these four
  public Object lock(int address) {
    throw new UnsupportedOperationException();
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    return atomicWait(address, expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    return atomicWait(address, expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    return atomicNotify(address, maxThreads);
  }

  @Override
  public byte atomicReadByte(int addr) {
    return read(addr);
  }

  @Override
  public void atomicWriteByte(int addr, byte value) {
    writeByte(addr, value);
  }

  @Override
  public byte atomicAddByte(int addr, byte operand) {
    byte before = read(addr);
    writeByte(addr, (byte) (before + operand));
    return before;
  }

  @Override
  public byte atomicAndByte(int addr, byte operand) {
    byte before = read(addr);
    writeByte(addr, (byte) (before & operand));
    return before;
  }

  @Override
  public byte atomicOrByte(int addr, byte operand) {
    byte before = read(addr);
    writeByte(addr, (byte) (before | operand));
    return before;
  }

  @Override
  public byte atomicXorByte(int addr, byte operand) {
    byte before = read(addr);
    writeByte(addr, (byte) (before ^ operand));
    return before;
  }

  @Override
  public byte atomicXchgByte(int addr, byte value) {
    byte before = read(addr);
    writeByte(addr, value);
    return before;
  }

  @Override
  public byte atomicCmpxchgByte(int addr, byte expected, byte replacement) {
    byte before = read(addr);
    if (before == expected) writeByte(addr, replacement);
    return before;
  }

  @Override
  public short atomicReadShort(int addr) {
    return readShort(addr);
  }

  @Override
  public void atomicWriteShort(int addr, short value) {
    writeShort(addr, value);
  }

  @Override
  public short atomicAddShort(int addr, short operand) {
    short before = readShort(addr);
    writeShort(addr, (short) (before + operand));
    return before;
  }

  @Override
  public short atomicAndShort(int addr, short operand) {
    short before = readShort(addr);
    writeShort(addr, (short) (before & operand));
    return before;
  }

  @Override
  public short atomicOrShort(int addr, short operand) {
    short before = readShort(addr);
    writeShort(addr, (short) (before | operand));
    return before;
  }

  @Override
  public short atomicXorShort(int addr, short operand) {
    short before = readShort(addr);
    writeShort(addr, (short) (before ^ operand));
    return before;
  }

  @Override
  public short atomicXchgShort(int addr, short value) {
    short before = readShort(addr);
    writeShort(addr, value);
    return before;
  }

  @Override
  public short atomicCmpxchgShort(int addr, short expected, short replacement) {
    short before = readShort(addr);
    if (before == expected) writeShort(addr, replacement);
    return before;
  }

  @Override
  public int atomicReadInt(int addr) {
    return readInt(addr);
  }

  @Override
  public void atomicWriteInt(int addr, int value) {
    writeI32(addr, value);
  }

  @Override
  public int atomicAddInt(int addr, int operand) {
    int before = readInt(addr);
    writeI32(addr, before + operand);
    return before;
  }

  @Override
  public int atomicAndInt(int addr, int operand) {
    int before = readInt(addr);
    writeI32(addr, before & operand);
    return before;
  }

  @Override
  public int atomicOrInt(int addr, int operand) {
    int before = readInt(addr);
    writeI32(addr, before | operand);
    return before;
  }

  @Override
  public int atomicXorInt(int addr, int operand) {
    int before = readInt(addr);
    writeI32(addr, before ^ operand);
    return before;
  }

  @Override
  public int atomicXchgInt(int addr, int value) {
    int before = readInt(addr);
    writeI32(addr, value);
    return before;
  }

  @Override
  public int atomicCmpxchgInt(int addr, int expected, int replacement) {
    int before = readInt(addr);
    if (before == expected) writeI32(addr, replacement);
    return before;
  }

  @Override
  public long atomicReadLong(int addr) {
    return readLong(addr);
  }

  @Override
  public void atomicWriteLong(int addr, long value) {
    writeLong(addr, value);
  }

  @Override
  public long atomicAddLong(int addr, long operand) {
    long before = readLong(addr);
    writeLong(addr, before + operand);
    return before;
  }

  @Override
  public long atomicAndLong(int addr, long operand) {
    long before = readLong(addr);
    writeLong(addr, before & operand);
    return before;
  }

  @Override
  public long atomicOrLong(int addr, long operand) {
    long before = readLong(addr);
    writeLong(addr, before | operand);
    return before;
  }

  @Override
  public long atomicXorLong(int addr, long operand) {
    long before = readLong(addr);
    writeLong(addr, before ^ operand);
    return before;
  }

  @Override
  public long atomicXchgLong(int addr, long value) {
    long before = readLong(addr);
    writeLong(addr, value);
    return before;
  }

  @Override
  public long atomicCmpxchgLong(int addr, long expected, long replacement) {
    long before = readLong(addr);
    if (before == expected) writeLong(addr, replacement);
    return before;
  }
}
