package cairn.wasm;

import java.util.function.BooleanSupplier;

/** Validates the bodies of functions. */
public final class FunctionValidator {
  private FunctionValidator() {}

  /**
   * Validates the body of a function that is not imported.
   *
   * @throws InvalidModuleException when it is not valid
   */
  public static void validate(WasmModule module, int function, BooleanSupplier cancelled)
      throws InvalidModuleException {
    InstructionReader in = InstructionReader.of(FunctionLocals.read(module, function));
    while (in.hasNext()) in.next();
  }
}
