package cairn.fuzz;

import cairn.kernel.abi.CairnPersonality;

/** The imports of {@code cairn}; see {@link Calls}. */
public final class CairnCalls {
  private CairnCalls() {}

  public static void fuzzerTestOneInput(byte[] input) {
    new Calls(new CairnPersonality()).run(input);
  }
}
