package cairn.kernel.engine;

import static com.dylibso.chicory.runtime.ConstantEvaluators.computeConstantValue;

import cairn.kernel.schedule.GuestThread;
import cairn.registry.Payload;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A guest's linear memory: one array of bytes, below 2 GiB. Confined to the guest's thread; holds
 * no lock, ever. The only memory class there is but for {@link SharedPages}, which differs where
 * threads could see it, so that the calls of one program's compiled code stay monomorphic.
 *
 * <p>Addresses come as ints and count as unsigned. The engine adds an instruction's constant offset
 * before it calls: below 2 GiB each, so their sum as an int is either right or at least 2 GiB,
 * which is out of bounds here. One comparison in 64 bits decides each access.
 *
 * <p>The array may be larger than the memory, so that growing page by page does not copy each time;
 * what the array takes is what the ledger is asked for.
 */
class Pages extends LoneAtomics {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private static VarHandle view(Class<?> of) {
    return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Bytes that one step of a bulk instruction touches: a few microseconds, so that an instruction
   * over the whole memory can be preempted and killed like a loop.
   */
  private static final int PIECE = 64 << 10;

  /** What such a step counts for, in polls. */
  private static final int POLLS = 200;

  private final MemoryLimits limits;
  private final Charge charge;
  private byte[] bytes;

  /** Bytes of the memory, a whole number of pages. INVARIANT: limit <= bytes.length. */
  private int limit;

  /** The instance's own array, shared with it: either may drop a segment. */
  private DataSegment[] segments = {};

  /**
   * {@code limits}: at most {@link ModuleScan#MAX_PAGES}. The first pages have been charged
   * already.
   */
  Pages(MemoryLimits limits, Charge charge) {
    this.limits = limits;
    this.charge = charge;
    this.limit = limits.initialPages() * PAGE_SIZE;
    this.bytes = new byte[limit];
  }

  /** Over an array that others have too. */
  Pages(MemoryLimits limits, Charge charge, byte[] bytes, int limit) {
    this.limits = limits;
    this.charge = charge;
    this.limit = limit;
    this.bytes = bytes;
  }

  // ---- size

  /** Bytes now. */
  int size() {
    return limit;
  }

  @Override
  public int pages() {
    return limit / PAGE_SIZE;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return limits.maximumPages();
  }

  @Override
  public boolean shared() {
    return limits.shared();
  }

  @Override
  public int grow(int more) {
    if (!charge.mayGrow(MemoryLedger.Growing.MEMORY, more))
      return charge.grew(MemoryLedger.Growing.MEMORY, more, -1);
    return charge.grew(MemoryLedger.Growing.MEMORY, more, tryToGrow(more));
  }

  private int tryToGrow(int more) {
    int before = pages();
    long wanted = before + Integer.toUnsignedLong(more);
    if (wanted > Math.min(limits.maximumPages(), ModuleScan.MAX_PAGES)) return -1;
    int size = (int) wanted * PAGE_SIZE;
    if (size > bytes.length && !enlarge(size)) return -1;
    limit = size;
    return before;
  }

  private boolean enlarge(int size) {
    long most = (long) Math.min(limits.maximumPages(), ModuleScan.MAX_PAGES) * PAGE_SIZE;
    long ample = Math.min(most, bytes.length + bytes.length / 2L);
    int room = Math.max(size, (int) (ample / PAGE_SIZE * PAGE_SIZE));
    return enlargeTo(room) || (room > size && enlargeTo(size));
  }

  private boolean enlargeTo(int room) {
    long more = (long) room - bytes.length;
    if (!charge.take(more)) return false;
    try {
      var larger = new byte[room];
      for (int done = 0; done < limit; ) {
        int piece = Math.min(PIECE, limit - done);
        System.arraycopy(bytes, done, larger, done, piece);
        done += piece;
        GuestThread.work(POLLS);
      }
      bytes = larger;
      return true;
    } catch (OutOfMemoryError e) {
      // One large array that does not fit: nothing was allocated, and the guest gets its -1.
      charge.giveBack(more);
      return false;
    }
  }

  // ---- bounds

  final void check(int address, int count) {
    long end = (address & 0xffff_ffffL) + count;
    if (end > limit) beyond(end);
  }

  private void checkRange(int address, int count) {
    long end = (address & 0xffff_ffffL) + (count & 0xffff_ffffL);
    if (end > limit) beyond(end);
  }

  /**
   * An access ends beyond what this instance knows as the end of the memory. Returns if the memory
   * has become large enough.
   */
  void beyond(long end) {
    throw outOfBounds();
  }

  /** The memory has this many bytes now. */
  final void reaches(int size) {
    limit = size;
  }

  static WasmRuntimeException outOfBounds() {
    return new WasmRuntimeException("out of bounds memory access");
  }

  // ---- single values

  @Override
  public byte read(int addr) {
    check(addr, 1);
    return bytes[addr];
  }

  @Override
  public void writeByte(int addr, byte data) {
    check(addr, 1);
    bytes[addr] = data;
  }

  @Override
  public short readShort(int addr) {
    check(addr, 2);
    return (short) SHORT.get(bytes, addr);
  }

  @Override
  public long readU16(int addr) {
    return readShort(addr) & 0xffffL;
  }

  @Override
  public void writeShort(int addr, short data) {
    check(addr, 2);
    SHORT.set(bytes, addr, data);
  }

  @Override
  public int readInt(int addr) {
    check(addr, 4);
    return (int) INT.get(bytes, addr);
  }

  @Override
  public void writeI32(int addr, int data) {
    check(addr, 4);
    INT.set(bytes, addr, data);
  }

  @Override
  public long readLong(int addr) {
    check(addr, 8);
    return (long) LONG.get(bytes, addr);
  }

  @Override
  public void writeLong(int addr, long data) {
    check(addr, 8);
    LONG.set(bytes, addr, data);
  }

  @Override
  public long readF32(int addr) {
    return readInt(addr);
  }

  @Override
  public float readFloat(int addr) {
    return Float.intBitsToFloat(readInt(addr));
  }

  @Override
  public void writeF32(int addr, float data) {
    writeI32(addr, Float.floatToRawIntBits(data));
  }

  @Override
  public long readF64(int addr) {
    return readLong(addr);
  }

  @Override
  public double readDouble(int addr) {
    return Double.longBitsToDouble(readLong(addr));
  }

  @Override
  public void writeF64(int addr, double data) {
    writeLong(addr, Double.doubleToRawLongBits(data));
  }

  // ---- ranges

  @Override
  public byte[] readBytes(int addr, int len) {
    checkRange(addr, len);
    return Arrays.copyOfRange(bytes, addr, addr + len);
  }

  /** Copies bytes of the guest into a host's array. */
  void read(int address, byte[] target, int at, int count) {
    checkRange(address, count);
    System.arraycopy(bytes, address, target, at, count);
  }

  @Override
  public void write(int addr, byte[] data, int offset, int size) {
    checkRange(addr, size);
    if ((offset & 0xffff_ffffL) + (size & 0xffff_ffffL) > data.length) throw outOfBounds();
    System.arraycopy(data, offset, bytes, addr, size);
  }

  /** Copies a payload into the guest. */
  void write(int address, Payload data) {
    checkRange(address, data.length());
    data.copyTo(bytes, address);
  }

  @Override
  public void fill(byte value, int fromIndex, int toIndex) {
    // The engine adds the size to the start, so their difference is the size even past 2 GiB.
    int size = toIndex - fromIndex;
    checkRange(fromIndex, size);
    int end = fromIndex + size;
    for (int at = fromIndex; at < end; ) {
      int next = Math.min(end, at + PIECE);
      Arrays.fill(bytes, at, next, value);
      at = next;
      GuestThread.work(POLLS);
    }
  }

  @Override
  public void copy(int dest, int src, int size) {
    checkRange(dest, size);
    checkRange(src, size);
    // Overlapping ranges: in the direction in which no byte is written before it is read.
    for (int done = 0; done < size; ) {
      int piece = Math.min(PIECE, size - done);
      int at = dest <= src ? done : size - done - piece;
      System.arraycopy(bytes, src + at, bytes, dest + at, piece);
      done += piece;
      GuestThread.work(POLLS);
    }
  }

  @Override
  public void zero() {
    // The engine asks for it once, before anything was written.
  }

  // ---- segments

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
    segments = dataSegments;
    for (int i = 0; i < segments.length; i++) {
      if (!(segments[i] instanceof ActiveDataSegment active)) continue;
      int offset = (int) computeConstantValue(instance, active.offsetInstructions())[0];
      byte[] data = active.data();
      if ((offset & 0xffff_ffffL) + data.length > limit)
        throw new UninstantiableException(
            String.format(
                Locale.ROOT,
                "data segment %d, %d bytes from %d on, ends beyond its memory of %d",
                i,
                data.length,
                offset & 0xffff_ffffL,
                limit));
      if (isFresh()) System.arraycopy(data, 0, bytes, offset, data.length);
      segments[i] = PassiveDataSegment.EMPTY; // the specification: used once, then dropped
    }
  }

  /** Whether its active segments are still to be written. */
  boolean isFresh() {
    return true;
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    byte[] data = segments[segmentId].data();
    checkRange(dest, size);
    if ((offset & 0xffff_ffffL) + (size & 0xffff_ffffL) > data.length) throw outOfBounds();
    for (int done = 0; done < size; ) {
      int piece = Math.min(PIECE, size - done);
      System.arraycopy(data, offset + done, bytes, dest + done, piece);
      done += piece;
      GuestThread.work(POLLS);
    }
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }
}
