package cairn.kernel.host.redshirt;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import java.util.function.Consumer;

/** A handler that keeps nothing: each message is turned into another. Any thread. */
record Translation(Definition definition, Consumer<NativeCall> each) implements NativeHandler {
  @Override
  public void handle(NativeCall call) {
    each.accept(call);
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
