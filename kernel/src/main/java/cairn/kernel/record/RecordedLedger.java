package cairn.kernel.record;

import cairn.kernel.engine.Budget;
import cairn.kernel.engine.MemoryLedger;

/** The ledger of a process that is recorded. */
final class RecordedLedger implements MemoryLedger {
  private final MemoryLedger inner;
  private final Recording recording;

  RecordedLedger(MemoryLedger inner, Recording recording) {
    this.inner = inner;
    this.recording = recording;
  }

  @Override
  public boolean take(long bytes) {
    return inner.take(bytes);
  }

  @Override
  public void giveBack(long bytes) {
    inner.giveBack(bytes);
  }

  @Override
  public Budget heap() {
    return inner.heap();
  }

  @Override
  public boolean mayGrow(Growing what, int by) {
    return inner.mayGrow(what, by);
  }

  @Override
  public void grew(Growing what, int by, int result) {
    inner.grew(what, by, result);
    recording.happened(Asked.grow(what, by), new Result.Grown(result));
  }
}
