package cairn.compiler;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.util.List;

/**
 * A {@code br_table} of more targets than fit into a part: it leaves for one of several groups of
 * targets, which are entries of the following parts, with its index as an operand at its home.
 */
final class LargeTable {
  /** Bytes that a group may take. */
  private static final int GROUP_BYTES = 5_000;

  /** Bytes per target: in the switch, around it, and at the part's end. */
  private static final int TARGET_BYTES = 40;

  private final Translation t;
  private final int[] depths;
  private final int groupSize;
  private final int firstEntry;
  private final int stackSize;
  private int nextTarget;

  /**
   * Emits the code that leaves; the index is the topmost operand.
   *
   * @param depths the labels, the default last
   * @param kept the operands that a branch keeps
   */
  LargeTable(Translation translation, Parts parts, int[] depths, int kept) {
    t = translation;
    this.depths = depths;
    groupSize = Math.max(1, GROUP_BYTES / (TARGET_BYTES + kept * 2 * Variables.STORE_BYTES));
    firstEntry = parts.newEntry();
    for (int i = groupSize; i < depths.length; i += groupSize) {
      int entry = parts.newEntry();
      if (entry != firstEntry + i / groupSize) throw new IllegalStateException("entries");
    }
    leave();
    stackSize = t.stack.size();
  }

  /** Whether so many targets, of which each keeps so many operands, are too many for a switch. */
  static boolean isNeeded(int targets, int kept) {
    return (long) targets * (TARGET_BYTES + kept * 2 * Variables.STORE_BYTES) > GROUP_BYTES;
  }

  private void leave() {
    t.require(1);
    int index = t.slots.take(JvmType.INT);
    t.out.store(JvmType.INT, index);
    // An index past the targets is that of the default.
    Label inRange = t.out.newLabel();
    t.out.load(JvmType.INT, index);
    t.out.constant(depths.length);
    t.out.invokeStatic(
        java.lang.constant.ConstantDescs.CD_Integer,
        "compareUnsigned",
        java.lang.constant.MethodTypeDesc.ofDescriptor("(II)I"));
    t.out.jumpIf(Opcode.IFLT, inRange);
    t.out.constant(depths.length - 1);
    t.out.store(JvmType.INT, index);
    t.out.bind(inRange);
    t.out.load(JvmType.INT, index);
    t.stack.spillBelow(0, t.out, t.variables, t.slots);
    t.out.load(JvmType.INT, index);
    t.slots.release(JvmType.INT, index);
    t.out.constant(groupSize);
    t.out.operator(Opcode.IDIV);
    t.out.constant(firstEntry);
    t.out.operator(Opcode.IADD);
    t.out.reserve(1);
    t.out.code.ireturn();
  }

  /** Whether all groups are written. */
  boolean isWritten() {
    return nextTarget >= depths.length;
  }

  /** Bytes that a group takes at most. */
  int groupBytes() {
    return GROUP_BYTES * 2;
  }

  /** Writes the next group. */
  void writeGroup(Parts parts, ControlInstructions control) {
    int end = Math.min(depths.length, nextTarget + groupSize);
    Label label = t.out.newLabel();
    t.out.bind(label);
    t.enterHere(firstEntry + nextTarget / groupSize, label, 0, List.of());
    t.stack.reset(stackSize, stackSize);
    t.take(1);
    t.out.constant(nextTarget);
    t.out.operator(Opcode.ISUB);
    control.tableSwitch(java.util.Arrays.copyOfRange(depths, nextTarget, end));
    nextTarget = end;
  }
}
