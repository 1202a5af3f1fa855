package cairn.compiler;

import cairn.compiler.runtime.InvalidFunctionException;
import cairn.wasm.Opcode;

/**
 * The module uses a feature of WebAssembly that is not compiled. The message is a sentence that
 * names it.
 */
public final class UnsupportedFeatureException extends RuntimeException {
  private final String feature;

  /** With the name of a proposal or chapter, as "garbage collection". */
  UnsupportedFeatureException(String feature, String sentence) {
    super(sentence);
    this.feature = feature;
  }

  /** The feature, as "garbage collection". */
  public String feature() {
    return feature;
  }

  static InvalidFunctionException instruction(Opcode opcode) {
    return new InvalidFunctionException(
        "The function uses "
            + opcode.mnemonic()
            + " of garbage collection, which is not supported.");
  }
}
