package cairn.compiler;

import cairn.wasm.FunctionLocals;
import cairn.wasm.InstructionReader;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.Opcode;

/**
 * What is to be known of a function before it is translated.
 *
 * @param bytes of JVM code, about
 * @param usesMemory whether it wants the base and limit of memory 0 in variables
 * @param calls whether it calls others at all
 * @param tailCalls whether it calls others in its place
 */
record BodyScan(long bytes, boolean usesMemory, boolean calls, boolean tailCalls) {
  static BodyScan of(ModuleLayout layout, int function, FunctionLocals locals)
      throws InvalidModuleException {
    InstructionReader in = InstructionReader.of(locals);
    long bytes = 3L * locals.count();
    boolean usesMemory = false;
    boolean calls = false;
    boolean tailCalls = false;
    while (in.hasNext()) {
      Opcode opcode = in.next();
      bytes += estimate(opcode, in);
      if (MemoryInstructions.isAccess(opcode)) {
        usesMemory |= in.memory() == 0 && !layout.memory(0).shared();
      }
      calls |=
          switch (opcode) {
            case CALL, CALL_INDIRECT, CALL_REF -> true;
            case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> true;
            default -> false;
          };
      tailCalls |=
          switch (opcode) {
            case RETURN_CALL -> in.index() != function;
            case RETURN_CALL_INDIRECT, RETURN_CALL_REF -> true;
            default -> false;
          };
    }
    return new BodyScan(bytes, usesMemory, calls, tailCalls);
  }

  /** About what is measured on the average of real programs, but for instructions of any length. */
  private static int estimate(Opcode opcode, InstructionReader in) {
    return switch (opcode) {
      case LOCAL_GET, LOCAL_SET, LOCAL_TEE, I32_CONST, F32_CONST, F64_CONST, I64_CONST, DROP -> 2;
      case BLOCK, END, NOP, ELSE -> 1;
      case LOOP -> 6;
      case BR, BR_IF, IF -> 4;
      case BR_TABLE -> 16 + 4 * in.targetCount();
      case CALL -> 15;
      case CALL_INDIRECT, CALL_REF -> 40;
      default -> opcode.naturalAlignment() >= 0 ? 30 : opcode.isSimple() ? 2 : 20;
    };
  }
}
