package cairn.compiler;

import cairn.wasm.InstructionReader;

/**
 * The bytes of JVM code that the instruction last read takes at most, for those that may be many.
 */
final class InstructionSize {
  private static final int USUAL = 160;

  /** Moving an operand from its home to a slot, to the transfer arrays and back. */
  private static final int PER_OPERAND = 32;

  private InstructionSize() {}

  static int most(Translation t) {
    InstructionReader in = t.in;
    int operands =
        switch (in.opcode()) {
          case CALL, RETURN_CALL -> operands(t.layout.signatureOf(in.index()));
          case CALL_INDIRECT, CALL_REF, RETURN_CALL_INDIRECT, RETURN_CALL_REF ->
              operands(t.layout.signature(in.index()));
          case BLOCK, LOOP, IF, TRY, TRY_TABLE -> block(t);
          case BR, BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> kept(t, in.index());
          case RETURN -> t.signature.results().size();
          case ELSE, END, CATCH, CATCH_ALL, DELEGATE -> operandsOfInnermost(t);
          case THROW ->
              t.layout
                  .signature(t.layout.module.tags().get(in.index()).typeIndex())
                  .parameters()
                  .size();
          case BR_TABLE -> table(t);
          default -> 0;
        };
    int onStack = t.stack.size() - t.stack.low();
    return (int)
        Math.min(Integer.MAX_VALUE / 2, USUAL + (long) PER_OPERAND * operands + 16L * onStack);
  }

  private static int operands(Signature signature) {
    return signature.parameters().size() + signature.results().size();
  }

  private static int block(Translation t) {
    int type = t.in.blockTypeIndex();
    return type == InstructionReader.NO_TYPE ? 1 : operands(t.layout.signature(type));
  }

  private static int kept(Translation t, int depth) {
    return t.control(depth).kept().size() + 1;
  }

  private static int operandsOfInnermost(Translation t) {
    Control control = t.innermost();
    return control.parameters.size() + 2 * control.results.size() + 10 * control.clauses.size();
  }

  /** Those of many targets are written in parts of their own. */
  private static int table(Translation t) {
    int kept = kept(t, t.in.target(t.in.targetCount()));
    return LargeTable.isNeeded(t.in.targetCount(), kept) ? kept : t.in.targetCount() * (1 + kept);
  }
}
