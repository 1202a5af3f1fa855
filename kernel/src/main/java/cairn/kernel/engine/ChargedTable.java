package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;

/**
 * A table whose growth asks the ledger. It has limits of its own: the engine writes to those of the
 * module, which all instances share.
 */
final class ChargedTable extends TableInstance {
  /** Entries written between two polls; each takes about as long as a poll. */
  private static final int WRITES = 1024;

  /** Entries copied in the time of a poll. */
  private static final int COPIED = 32;

  private final Charge charge;

  /** Confined to the guest's thread; with several, a lost count only shifts the next poll. */
  private int written;

  /** The first entries have been charged already. */
  ChargedTable(Table declared, int initial, Charge charge) {
    super(
        new Table(
            declared.elementType(),
            new TableLimits(declared.limits().min(), declared.limits().max())),
        initial);
    this.charge = charge;
  }

  /** Every instruction that writes many entries comes here for each. */
  @Override
  public void setRef(int index, int value, Instance instance) {
    if ((++written & (WRITES - 1)) == 0) GuestThread.work(WRITES);
    super.setRef(index, value, instance);
  }

  @Override
  public int grow(int size, int value, Instance instance) {
    if (!charge.mayGrow(MemoryLedger.Growing.TABLE, size))
      return charge.grew(MemoryLedger.Growing.TABLE, size, -1);
    return charge.grew(MemoryLedger.Growing.TABLE, size, tryToGrow(size, value, instance));
  }

  private int tryToGrow(int size, int value, Instance instance) {
    long wanted = size() + Integer.toUnsignedLong(size);
    if (wanted > Math.min(limits().max(), ModuleScan.MAX_ENTRIES)) return -1;
    // The copy cannot be divided; what it took is accounted for before the next one.
    GuestThread.work((int) (wanted / COPIED));
    long more = (long) size * ModuleScan.HEAP_PER_ELEMENT;
    if (!charge.takeHeap(more)) return -1;
    try {
      return super.grow(size, value, instance);
    } catch (OutOfMemoryError e) {
      charge.giveHeapBack(more);
      return -1;
    }
  }
}
