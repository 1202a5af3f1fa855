package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends the parts of a large function. A part begins with a jump to its end, where a
 * switch goes to the entry that it was called for. What is open at its end is closed there: a jump
 * to a label that did not come in this part stores the operands at their homes and returns the
 * label's entry, and so does a handler with its exception.
 */
final class PartWriter {
  /** The method of a part. */
  static final String METHOD = "part";

  /** A part of no more bytes has no instruction yet. */
  static final int PROLOGUE_BYTES = 80;

  /** The next part is not gone on to. */
  private static final int NOWHERE = -1;

  private static final int FRAME_SLOT = 0;
  private static final int INSTANCE_SLOT = 2;
  private static final int ENTRY_SLOT = 3;
  private static final int FIRST_FREE_SLOT = 4;

  private final Translation t;
  private final Parts parts;
  private final boolean usesMemory;
  private @Nullable Label dispatch;

  /** The entry that the next part goes on at. */
  private int next;

  /** For a translation that knows the function's block already. */
  PartWriter(Translation translation, Parts parts, boolean usesMemory) {
    this.t = translation;
    this.parts = parts;
    this.usesMemory = usesMemory;
    next = parts.newEntry();
  }

  static int frameSlot() {
    return FRAME_SLOT;
  }

  static Emitter emitter(CodeBuilder code) {
    return new Emitter(code, INSTANCE_SLOT, Names.OWN_INSTANCE);
  }

  static Slots slots() {
    return new Slots(FIRST_FREE_SLOT);
  }

  /** The descriptor of a part's method. */
  static MethodTypeDesc type(java.lang.constant.ClassDesc frame) {
    return MethodTypeDesc.of(CD_int, frame, CD_int, Names.OWN_INSTANCE, CD_int);
  }

  /** Writes the next part; says whether it reached the function's end. */
  boolean write(CodeBuilder code, BodyTranslator body) {
    parts.begin();
    t.out = emitter(code);
    t.slots = slots();
    begin(body.exceptions());
    boolean finished = body.run();
    next = NOWHERE;
    if (!finished && body.goesOn()) goOnInNextPart();
    closeRanges(body.exceptions());
    closeLabels();
    body.exceptions().emitOutOfLine();
    // Jumps out of line may have asked for handlers.
    closeLabels();
    dispatch();
    for (Control control : t.touched) forget(control);
    t.touched.clear();
    return finished;
  }

  private void begin(ExceptionInstructions exceptions) {
    if (usesMemory) t.loadMemory();
    dispatch = t.out.newLabel();
    t.out.reserve(5);
    t.out.code.goto_w(dispatch);
    if (next != NOWHERE) {
      Label first = t.out.newLabel();
      t.out.bind(first);
      t.enterHere(next, first, 0, List.of());
    }
    // Straight lines have no loop's head, and may be long.
    if (next != NOWHERE) t.out.poll();
    exceptions.protect();
  }

  /** Sends all operands to their homes and leaves for the next part. */
  private void goOnInNextPart() {
    t.flush();
    t.stack.spillBelow(0, t.out, t.variables, t.slots);
    next = parts.newEntry();
    leave(next);
  }

  private void leave(int entry) {
    t.out.constant(entry);
    t.out.reserve(1);
    t.out.code.ireturn();
  }

  private void closeRanges(ExceptionInstructions exceptions) {
    Control control = exceptions.innermostCatcher();
    while (control != null && control.rangeStart != null) {
      exceptions.endRange(control, exceptions.handler(control));
      control = control.catcher;
    }
  }

  private void closeLabels() {
    for (Control control : t.touched) {
      if (control.ended) continue;
      closeTarget(control);
      closeOtherwise(control);
      closeHandler(control);
      closeNextClause(control);
    }
  }

  private void closeTarget(Control control) {
    Label label = control.target;
    if (control.kind == Control.Kind.LOOP && control.targetBound && label != null) {
      if (control.targetEntry == Control.NO_ENTRY) control.targetEntry = parts.newEntry();
      t.enterHere(control.targetEntry, label, control.height, control.parameters);
      control.target = null;
      return;
    }
    if (label == null) return;
    t.out.bind(label);
    storeHome(control.height, control.kept());
    storeBelow(control.targetLow(), control.height);
    if (control.kind == Control.Kind.FUNCTION) {
      leave(Parts.RETURN);
    } else {
      if (control.targetEntry == Control.NO_ENTRY) control.targetEntry = parts.newEntry();
      leave(control.targetEntry);
    }
    control.target = null;
  }

  private void closeOtherwise(Control control) {
    Label label = control.otherwise;
    if (label == null) return;
    t.out.bind(label);
    storeHome(control.height, control.parameters);
    storeBelow(control.otherwiseLow, control.height);
    if (control.otherwiseEntry == Control.NO_ENTRY) control.otherwiseEntry = parts.newEntry();
    leave(control.otherwiseEntry);
    control.otherwise = null;
  }

  private void closeHandler(Control control) {
    Label label = control.handler;
    if (label == null || control.inHandlers) return;
    t.out.bind(label);
    t.variables.storeException(t.out, control.nesting);
    if (control.handlerEntry == Control.NO_ENTRY) control.handlerEntry = parts.newEntry();
    leave(control.handlerEntry);
    control.handler = null;
  }

  private void closeNextClause(Control control) {
    Label label = control.nextClause;
    if (label == null) return;
    t.out.bind(label);
    if (control.nextClauseEntry == Control.NO_ENTRY) control.nextClauseEntry = parts.newEntry();
    leave(control.nextClauseEntry);
    control.nextClause = null;
  }

  /** Pops what a branch keeps into the homes at its target. */
  private void storeHome(int height, List<JvmType> kept) {
    for (int i = kept.size() - 1; i >= 0; i--) {
      t.variables.storeHome(t.out, height + i, kept.get(i));
    }
  }

  private void storeBelow(int low, int height) {
    for (int place = height - 1; place >= low; place--) {
      t.variables.storeHome(t.out, place, t.stack.type(place));
    }
  }

  /** The switch over the entries of this part. */
  private void dispatch() {
    Label label = dispatch;
    if (label == null) throw new IllegalStateException("no part");
    t.out.bind(label);
    List<Parts.Entry> entries = parts.current();
    var cases = new ArrayList<SwitchCase>();
    var detours = new ArrayList<Label>();
    for (Parts.Entry entry : entries) {
      Label detour = entry.kept().isEmpty() ? entry.label() : t.out.newLabel();
      detours.add(detour);
      cases.add(SwitchCase.of(entry.number(), detour));
    }
    cases.sort((a, b) -> Integer.compare(a.caseValue(), b.caseValue()));
    Switches.lookup(t.out, ENTRY_SLOT, cases, detours.getFirst());
    for (int i = 0; i < entries.size(); i++) {
      Parts.Entry entry = entries.get(i);
      if (entry.kept().isEmpty()) continue;
      t.out.bind(detours.get(i));
      for (int j = 0; j < entry.kept().size(); j++) {
        t.variables.loadHome(t.out, entry.height() + j, entry.kept().get(j));
      }
      t.out.jump(entry.label());
    }
  }

  /** In the next part all operands below the block are at their homes. */
  private void forget(Control control) {
    control.forgetLabels();
    control.endLow = control.height;
    control.otherwiseLow = control.height;
  }
}
