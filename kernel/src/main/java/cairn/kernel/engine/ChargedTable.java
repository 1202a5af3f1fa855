package cairn.kernel.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;

/**
 * A table whose growth asks the ledger. It has limits of its own: the engine writes to those of the
 * module, which all instances share.
 */
final class ChargedTable extends TableInstance {
  private final Charge charge;

  /** The first entries have been charged already. */
  ChargedTable(Table declared, int initial, Charge charge) {
    super(
        new Table(
            declared.elementType(),
            new TableLimits(declared.limits().min(), declared.limits().max())),
        initial);
    this.charge = charge;
  }

  @Override
  public int grow(int size, int value, Instance instance) {
    long wanted = size() + Integer.toUnsignedLong(size);
    if (wanted > Math.min(limits().max(), ModuleScan.MAX_ENTRIES)) return -1;
    long more = (long) size * ModuleScan.HEAP_PER_ELEMENT;
    if (!charge.take(more)) return -1;
    try {
      return super.grow(size, value, instance);
    } catch (OutOfMemoryError e) {
      charge.giveBack(more);
      return -1;
    }
  }
}
