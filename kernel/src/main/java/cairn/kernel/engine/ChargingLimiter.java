package cairn.kernel.engine;

import cairn.compiler.runtime.MemoryLimiter;

/** Charges what an instance's memories and tables take to its process. Any thread. */
record ChargingLimiter(Charge charge) implements MemoryLimiter {
  @Override
  public boolean mayGrow(Growing growing, long bytes) {
    return switch (growing) {
      case MEMORY -> charge.take(bytes);
      case TABLE -> charge.takeHeap(bytes);
    };
  }

  @Override
  public boolean mayBegin(Growing growing, long units) {
    return charge.mayGrow(what(growing), clipped(units));
  }

  @Override
  public void ended(Growing growing, long units, long result) {
    charge.grew(what(growing), clipped(units), (int) result);
  }

  private static MemoryLedger.Growing what(Growing growing) {
    return switch (growing) {
      case MEMORY -> MemoryLedger.Growing.MEMORY;
      case TABLE -> MemoryLedger.Growing.TABLE;
    };
  }

  /** As the log has it: an unsigned number of 32 bits; nothing larger is ever granted. */
  private static int clipped(long units) {
    return units < 0 || units > 0xffff_ffffL ? -1 : (int) units;
  }
}
