package cairn.fuzz;

import cairn.kernel.LoadFault;
import cairn.kernel.ProgramId;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.LazyEngine;
import cairn.registry.Payload;
import cairn.registry.Sha256;

/**
 * Modules: whatever the bytes, they are ready or refused with a sentence of ours. Each input
 * stands after the first eight bytes of a module, which are always the same.
 */
public final class Modules {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final long MEMORY = 16 << 20;
  private static final Engine ENGINE = new LazyEngine();

  private Modules() {}

  public static void fuzzerTestOneInput(byte[] input) {
    var bytes = new byte[HEADER.length + input.length];
    System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
    System.arraycopy(input, 0, bytes, HEADER.length, input.length);
    var by = Engine.Preparation.of(256 << 20);
    switch (ENGINE.prepare(new ProgramId(Sha256.of(bytes)), Payload.owning(bytes), MEMORY, by)) {
      case Engine.Prepared.Refused(LoadFault.NotAProgram(String what))
          when what.contains("engine") ->
          throw new IllegalStateException(what);
      case Engine.Prepared.Refused(LoadFault.NoMemoryLeft _) ->
          throw new IllegalStateException("it was not weighed");
      case Engine.Prepared.Refused _ -> {}
      case Engine.Prepared.Unwanted _ -> throw new IllegalStateException("it is wanted");
      case Engine.Prepared.Ready(var code) -> code.close();
    }
    if (!by.programs().take(256 << 20)) throw new IllegalStateException("something stays charged");
  }
}
