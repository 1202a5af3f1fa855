package cairn.fuzz;

import cairn.kernel.abi.WasiPersonality;
import cairn.registry.Interfaces;

/** The imports of {@code wasi_snapshot_preview1}; see {@link Calls}. */
public final class WasiCalls {
  private static final Interfaces SHIPPED = Interfaces.shipped();

  private WasiCalls() {}

  public static void fuzzerTestOneInput(byte[] input) {
    new Calls(new WasiPersonality(SHIPPED)).run(input);
  }
}
