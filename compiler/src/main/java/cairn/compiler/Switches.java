package cairn.compiler;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes switches of many cases as several of few. C1's code compares with one case after the
 * other; interpreters and the code of Go's compiler switch all the time, and between hundreds.
 */
final class Switches {
  /** Cases of one switch: C2 makes a table of ten and more. */
  private static final int CASES_LOG2 = 4;

  private static final int CASES = 1 << CASES_LOG2;

  /** Cases of one switch of numbers that are not in a row. */
  private static final int FEW = 6;

  private Switches() {}

  /** Goes to the target at the index that the int in a slot is, or else to the other label. */
  static void table(Emitter out, int slot, List<Label> targets, Label otherwise) {
    table(out, slot, 0, targets, otherwise);
  }

  private static void table(
      Emitter out, int slot, int first, List<Label> targets, Label otherwise) {
    int count = targets.size();
    int shift = 0;
    while ((count - 1) >>> shift >= CASES) shift += CASES_LOG2;
    out.load(JvmType.INT, slot);
    if (shift == 0) {
      out.tableSwitch(first, targets, otherwise);
      return;
    }
    if (first != 0) {
      out.constant(first);
      out.operator(Opcode.ISUB);
    }
    out.constant(shift);
    out.operator(Opcode.IUSHR);
    var groups = new ArrayList<Label>();
    var written = new ArrayList<Integer>();
    for (int at = 0; at < count; at += 1 << shift) {
      List<Label> group = group(targets, at, shift);
      boolean same = group.size() == 1 << shift && group.stream().distinct().count() == 1;
      groups.add(same ? group.getFirst() : out.newLabel());
      if (!same) written.add(at);
    }
    out.tableSwitch(0, groups, otherwise);
    for (int at : written) {
      out.bind(groups.get(at >>> shift));
      table(out, slot, first + at, group(targets, at, shift), otherwise);
    }
  }

  private static List<Label> group(List<Label> targets, int at, int shift) {
    return targets.subList(at, Math.min(targets.size(), at + (1 << shift)));
  }

  /** Goes to the case that the int in a slot is, or else to the other label; cases ascend. */
  static void lookup(Emitter out, int slot, List<SwitchCase> cases, Label otherwise) {
    out.load(JvmType.INT, slot);
    if (cases.size() <= FEW) {
      out.lookupSwitch(cases, otherwise);
      return;
    }
    int middle = cases.size() / 2;
    Label upper = out.newLabel();
    out.constant(cases.get(middle).caseValue());
    out.jumpIf(Opcode.IF_ICMPGE, upper);
    lookup(out, slot, cases.subList(0, middle), otherwise);
    out.bind(upper);
    lookup(out, slot, cases.subList(middle, cases.size()), otherwise);
  }
}
