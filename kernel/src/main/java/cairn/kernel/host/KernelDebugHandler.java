package cairn.kernel.host;

import cairn.kernel.Fallbacks;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.util.function.Supplier;

/** Answers {@code kernel-debug} with what a snapshot has to tell, and the fallbacks. Any thread. */
public final class KernelDebugHandler implements NativeHandler {
  private final Definition definition;
  private final Supplier<KernelSnapshot> snapshots;
  private final Fallbacks fallbacks;

  /** One at a time, so that a flood of questions takes one core at most. */
  private final Turns turns = new Turns();

  /** {@code snapshots} takes one. */
  public KernelDebugHandler(
      Interfaces interfaces, Supplier<KernelSnapshot> snapshots, Fallbacks fallbacks) {
    this.definition = interfaces.shipped("kernel-debug").definition();
    this.snapshots = snapshots;
    this.fallbacks = fallbacks;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    // Ten thousand rows take milliseconds, which are not a carrier's to spend.
    Thread.ofVirtual().name("kernel-debug").start(() -> turns.run(() -> answer(call)));
  }

  private void answer(NativeCall call) {
    call.answer(Value.ok(Value.text(PrometheusText.of(snapshots.get(), fallbacks.counts()))));
  }

  @Override
  public void ended(Pid pid) {
    // Nothing is kept for a process.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
