package cairn.kernel.process;

import cairn.kernel.Limits;
import cairn.kernel.engine.Budget;
import cairn.kernel.engine.MemoryLedger;

/**
 * Counts one process's memories, which are outside of the Java heap, and its tables, which are on
 * it. Any thread.
 */
final class Ledger implements MemoryLedger {
  private final Share memory;
  private final Share tables;

  Ledger(Share memory, Share tables) {
    this.memory = memory;
    this.tables = tables;
  }

  /** From now on. What is there stays. */
  void limit(Limits most) {
    memory.limit(most.memory());
    tables.limit(most.tables());
  }

  @Override
  public boolean take(long more) {
    return memory.take(more);
  }

  @Override
  public void giveBack(long less) {
    memory.giveBack(less);
  }

  @Override
  public Budget heap() {
    return tables;
  }

  /** Bytes of its memories now. */
  long memoryBytes() {
    return memory.bytes();
  }

  /** Bytes of its tables now. */
  long tableBytes() {
    return tables.bytes();
  }
}
