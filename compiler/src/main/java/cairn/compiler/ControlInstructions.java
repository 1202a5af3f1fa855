package cairn.compiler;

import cairn.wasm.InstructionReader;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Blocks and branches. A block's label is a label of the JVM's code; where a branch must drop
 * operands, or bring some from their homes, it moves what it keeps out of the way. In a function of
 * several parts, a label that is in another part becomes a piece of code at the part's end that
 * leaves the part ({@link PartWriter}).
 */
final class ControlInstructions {
  private final Translation t;
  private @Nullable LargeTable largeTable;

  ControlInstructions(Translation translation) {
    t = translation;
  }

  // ---- block types

  List<JvmType> blockParameters() {
    int type = t.in.blockTypeIndex();
    return type == InstructionReader.NO_TYPE ? List.of() : t.layout.signature(type).parameters();
  }

  List<JvmType> blockResults() {
    int type = t.in.blockTypeIndex();
    if (type != InstructionReader.NO_TYPE) return t.layout.signature(type).results();
    return t.in.hasBlockResult() ? List.of(JvmType.of(t.in.blockResult())) : List.of();
  }

  /** Pushes a block of the instruction last read on the control stack. */
  Control open(Control.Kind kind) {
    List<JvmType> parameters = blockParameters();
    var control = new Control(kind, parameters, blockResults(), t.stack.size() - parameters.size());
    control.endLow = Math.min(t.stack.low(), control.height);
    Control parent = t.innermost();
    control.nesting = parent.handles() ? parent.nesting + 1 : parent.nesting;
    // Stays so: what encloses this block catches as it does now until this block ends.
    control.catcher = parent.catches() ? parent : parent.catcher;
    t.controls.add(control);
    t.touch(control);
    return control;
  }

  // ---- blocks

  void block() {
    open(Control.Kind.BLOCK);
  }

  void loop() {
    int parameters = blockParameters().size();
    t.require(parameters);
    t.stack.spillBelow(parameters, t.out, t.variables, t.slots);
    Control control = open(Control.Kind.LOOP);
    Label label = t.out.newLabel();
    t.out.bind(label);
    control.target = label;
    control.targetBound = true;
    t.out.poll();
  }

  void conditional() {
    Comparison comparison = t.takePending();
    if (comparison == null) t.require(1);
    t.stack.pop();
    int parameters = blockParameters().size();
    if (t.stack.size() - parameters < t.stack.low()) {
      if (comparison != null) comparison.emit(t.out);
      comparison = null;
      int condition = t.slots.take(JvmType.INT);
      t.out.store(JvmType.INT, condition);
      t.require(parameters);
      t.out.load(JvmType.INT, condition);
      t.slots.release(JvmType.INT, condition);
    }
    Control control = open(Control.Kind.IF);
    Label otherwise = t.out.newLabel();
    control.otherwise = otherwise;
    control.otherwiseLow = t.stack.low();
    noteStub(control.height + parameters - control.otherwiseLow);
    jumpIf(comparison, false, otherwise);
  }

  /** Takes the condition from the JVM's stack and jumps if it is as wanted. */
  private void jumpIf(@Nullable Comparison comparison, boolean wanted, Label label) {
    if (comparison != null) comparison.jumpIf(wanted, label, t.out);
    else t.out.jumpIf(wanted ? Opcode.IFNE : Opcode.IFEQ, label);
  }

  /** {@code else}; the code after it is always reached. */
  void otherwise() {
    Control control = t.innermost();
    if (!control.dead) branch(0);
    control.dead = false;
    control.hasElse = true;
    bindOtherwise(control);
    t.stack.reset(control.height, Math.min(control.otherwiseLow, control.height));
    t.stack.push(control.parameters);
  }

  private void bindOtherwise(Control control) {
    Label label = control.otherwise;
    if (label == null) label = t.out.newLabel();
    t.out.bind(label);
    control.otherwise = null;
    here(control.otherwiseEntry, label, control.height, control.parameters);
  }

  /**
   * The end of a block that needs no more than its label.
   *
   * @return whether the code after it is reached
   */
  boolean end() {
    Control control = t.controls.getLast();
    boolean reached = !control.dead;
    boolean open = control.kind == Control.Kind.IF && !control.hasElse;
    boolean branched =
        control.kind != Control.Kind.LOOP
            && (control.target != null || control.targetEntry != Control.NO_ENTRY);
    if (reached && (open || branched)) arrangeFor(control);
    if (open) bindOtherwise(control);
    t.controls.removeLast();
    // A loop that began in an earlier part may have a label that is to be closed with this part.
    control.ended =
        control.kind != Control.Kind.LOOP || control.target == null || control.targetBound;
    if (!open && !branched) return reached;
    if (branched) bindEnd(control);
    t.stack.reset(control.height, control.endLow);
    t.stack.push(control.results);
    return true;
  }

  void bindEnd(Control control) {
    Label label = control.target;
    if (label == null) label = t.out.newLabel();
    t.out.bind(label);
    here(control.targetEntry, label, control.height, control.results);
  }

  private void here(int entry, Label label, int height, List<JvmType> kept) {
    t.enterHere(entry, label, height, kept);
  }

  // ---- branches

  /** Emits a branch to a label. */
  void branch(int depth) {
    Control control = t.control(depth);
    if (control.kind == Control.Kind.FUNCTION && t.parts == null) {
      returnResults();
      return;
    }
    arrangeFor(control);
    t.out.jump(target(control));
  }

  private void arrangeFor(Control control) {
    t.stack.arrange(
        control.targetLow(), control.height, control.kept().size(), t.out, t.variables, t.slots);
  }

  private boolean isPlain(int depth) {
    Control control = t.control(depth);
    if (control.kind == Control.Kind.FUNCTION && t.parts == null) return false;
    return t.stack.isPlain(control.targetLow(), control.height, control.kept().size());
  }

  private Label target(Control control) {
    Label label = control.target;
    if (label == null) {
      label = t.out.newLabel();
      control.target = label;
      t.touch(control);
      noteStub(control.height - control.targetLow() + control.kept().size());
    }
    return label;
  }

  /** Counts the code that leaves the part, should the label not come in it. */
  private void noteStub(int operands) {
    if (t.parts != null) t.out.reserve(8 + operands * Variables.STORE_BYTES);
  }

  void branchIf(int depth) {
    Comparison comparison = t.takePending();
    if (comparison == null) t.require(1);
    t.stack.pop();
    if (isPlain(depth)) {
      jumpIf(comparison, true, target(t.control(depth)));
    } else {
      Label skip = t.out.newLabel();
      jumpIf(comparison, false, skip);
      branch(depth);
      t.out.bind(skip);
    }
  }

  void branchTable() {
    int count = t.in.targetCount();
    var depths = new int[count + 1];
    for (int i = 0; i <= count; i++) depths[i] = t.in.target(i);
    int kept = t.control(depths[0]).kept().size();
    if (t.parts != null && LargeTable.isNeeded(count, kept)) {
      largeTable = new LargeTable(t, t.parts, depths, kept);
      return;
    }
    t.take(1);
    tableSwitch(depths);
  }

  /** The rest of a br_table that is written in the following parts. */
  @Nullable LargeTable takeLargeTable() {
    LargeTable table = largeTable;
    largeTable = null;
    return table;
  }

  /** Branches by the int on the stack; the last label is the one of all other ints. */
  void tableSwitch(int[] depths) {
    int count = depths.length - 1;
    if (count == 0) {
      t.out.pop(JvmType.INT);
      branch(depths[0]);
      return;
    }
    Map<Integer, Label> detours = new LinkedHashMap<>();
    var targets = new ArrayList<Label>(count);
    for (int i = 0; i < count; i++) targets.add(tableTarget(depths[i], detours));
    int index = t.slots.take(JvmType.INT);
    t.out.store(JvmType.INT, index);
    Switches.table(t.out, index, targets, tableTarget(depths[count], detours));
    t.slots.release(JvmType.INT, index);
    detours.forEach(
        (depth, label) -> {
          t.out.bind(label);
          branch(depth);
        });
  }

  private Label tableTarget(int depth, Map<Integer, Label> detours) {
    if (isPlain(depth)) return target(t.control(depth));
    return detours.computeIfAbsent(depth, d -> t.out.newLabel());
  }

  void branchOnNull(int depth) {
    t.take(1);
    int reference = t.slots.take(JvmType.REFERENCE);
    t.out.store(JvmType.REFERENCE, reference);
    Label skip = t.out.newLabel();
    t.out.load(JvmType.REFERENCE, reference);
    t.out.jumpIf(Opcode.IFNONNULL, skip);
    branch(depth);
    t.out.bind(skip);
    t.out.load(JvmType.REFERENCE, reference);
    t.slots.release(JvmType.REFERENCE, reference);
    t.stack.push(JvmType.REFERENCE);
  }

  void branchOnNonNull(int depth) {
    t.take(1);
    int reference = t.slots.take(JvmType.REFERENCE);
    t.out.store(JvmType.REFERENCE, reference);
    Label skip = t.out.newLabel();
    t.out.load(JvmType.REFERENCE, reference);
    t.out.jumpIf(Opcode.IFNULL, skip);
    t.out.load(JvmType.REFERENCE, reference);
    t.stack.push(JvmType.REFERENCE);
    branch(depth);
    t.stack.pop();
    t.out.bind(skip);
    t.slots.release(JvmType.REFERENCE, reference);
  }

  /** Returns the topmost operands from the JVM method that is the function. */
  void returnResults() {
    List<JvmType> results = t.signature.results();
    int low = t.stack.low();
    int size = t.stack.size();
    if (results.size() > 1) {
      // The first one stays on the stack, the others go where callers look for them.
      t.require(results.size());
      for (int place = results.size() - 1; place > 0; place--) {
        JvmType type = results.get(place);
        int slot = t.slots.take(type);
        t.out.store(type, slot);
        t.out.storeTransfer(place, type, slot);
        t.slots.release(type, slot);
      }
    } else {
      t.require(results.size());
    }
    t.out.returns(t.signature);
    t.stack.reset(size, low);
  }
}
