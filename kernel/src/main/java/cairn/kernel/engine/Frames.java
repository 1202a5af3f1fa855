package cairn.kernel.engine;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;

/** How much heap a call of each function takes while the interpreter runs it. Immutable. */
final class Frames {
  /** A frame without its locals, the control stack in it, and what its operands take, about. */
  private static final int FRAME = 256;

  private final int[] bytes;

  Frames(WasmModule module) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    var functions = module.functionSection();
    var code = module.codeSection();
    bytes = new int[imported + functions.functionCount()];
    for (int i = 0; i < imported; i++) bytes[i] = FRAME;
    for (int i = imported; i < bytes.length; i++) {
      var type = functions.getFunctionType(i - imported, module.typeSection());
      int locals = type.params().size() + code.getFunctionBody(i - imported).localTypes().size();
      bytes[i] = FRAME + 8 * locals;
    }
  }

  int bytes(int function) {
    return bytes[function];
  }
}
