package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** Writes the method that runs the parts of a large function, one after the other. */
final class PartRunner {
  /** With more entries the switch over them is replaced by a look-up in a string. */
  private static final int SWITCHED_ENTRIES = 4_000;

  /** With more parts the calls of them are in methods of their own. */
  static final int PART_CALLS = 2_000;

  /** A constant string has at most 65,535 bytes; a part's number takes three at most. */
  private static final int STRING_ENTRIES = 21_000;

  private final int function;
  private final Signature signature;
  private final FrameVariables variables;
  private final Parts parts;
  private final ClassDesc frameClass;
  private final int instanceSlot;
  private final int frameSlot;
  private final int entrySlot;
  private final int firstFreeSlot;
  private final int frameBytes;

  /** {@code frameBytes}: what a call takes of the call stack. */
  PartRunner(
      int function, Signature signature, FrameVariables variables, Parts parts, int frameBytes) {
    this.function = function;
    this.frameBytes = frameBytes;
    this.signature = signature;
    this.parts = parts;
    frameClass = Names.frame(function);
    instanceSlot = TypeClasses.callerSlot(signature) - 1;
    frameSlot = instanceSlot + 1;
    entrySlot = instanceSlot + 2;
    firstFreeSlot = instanceSlot + 3;
    this.variables = variables.in(frameSlot);
  }

  void write(CodeBuilder code) {
    var out = new Emitter(code, instanceSlot, Names.OWN_INSTANCE);
    Label exhausted = out.newLabel();
    out.enterFrame(frameBytes, exhausted);
    onFrame(out, "enterFrame");
    Label entered = out.newLabel();
    out.bind(entered);
    newFrame(out);
    int slot = 0;
    for (int i = 0; i < signature.parameters().size(); i++) {
      JvmType type = signature.parameters().get(i);
      if (signature.packed()) {
        out.loadTransfer(i, type);
      } else {
        out.load(type, slot);
        slot += type.slots();
      }
      variables.setLocal(out, i);
    }
    Label begin = out.newLabel();
    out.bind(begin);
    out.constant(0);
    out.store(JvmType.INT, entrySlot);
    Label loop = out.newLabel();
    out.bind(loop);
    var targets = new ArrayList<SwitchCase>();
    Label returns = out.newLabel();
    Label tailCall = out.newLabel();
    Label restart = out.newLabel();
    List<Label> labels = new ArrayList<>();
    boolean grouped = parts.count() > PART_CALLS;
    int calls = grouped ? (parts.count() - 1) / PartGroups.SIZE + 1 : parts.count();
    for (int i = 0; i < calls; i++) labels.add(out.newLabel());
    int[] partOf = parts.partOfEntries();
    if (partOf.length <= SWITCHED_ENTRIES && !grouped) {
      var entries = new ArrayList<Label>(partOf.length);
      for (int part : partOf) entries.add(part < 0 ? returns : labels.get(part));
      Label none = out.newLabel();
      Switches.table(out, entrySlot, entries, none);
      out.bind(none);
      out.load(JvmType.INT, entrySlot);
      targets.add(SwitchCase.of(Parts.RESTART, restart));
      targets.add(SwitchCase.of(Parts.TAIL_CALL, tailCall));
      out.lookupSwitch(targets, returns);
    } else {
      out.load(JvmType.INT, entrySlot);
      targets.add(SwitchCase.of(Parts.RESTART, restart));
      targets.add(SwitchCase.of(Parts.TAIL_CALL, tailCall));
      targets.add(SwitchCase.of(Parts.RETURN, returns));
      Label lookUp = out.newLabel();
      code.lookupswitch(lookUp, targets);
      out.bind(lookUp);
      lookUp(out, partOf);
      if (grouped) {
        out.duplicate(JvmType.INT);
        out.store(JvmType.INT, firstFreeSlot);
        out.constant(PartGroups.SIZE);
        out.operator(java.lang.classfile.Opcode.IDIV);
      }
      var cases = new ArrayList<SwitchCase>();
      for (int i = 0; i < calls; i++) cases.add(SwitchCase.of(i, labels.get(i)));
      code.tableswitch(0, calls - 1, returns, cases);
    }
    for (int i = 0; i < calls; i++) {
      out.bind(labels.get(i));
      out.load(JvmType.REFERENCE, frameSlot);
      out.stackLeftAndInstance();
      out.load(JvmType.INT, entrySlot);
      if (grouped) {
        out.load(JvmType.INT, firstFreeSlot);
        out.invokeStatic(Names.group(function, i), PartGroups.METHOD, PartGroups.type(frameClass));
      } else {
        out.invokeStatic(Names.part(function, i), PartWriter.METHOD, PartWriter.type(frameClass));
      }
      out.store(JvmType.INT, entrySlot);
      out.jump(loop);
    }
    out.bind(restart);
    newFrame(out);
    for (int i = 0; i < signature.parameters().size(); i++) {
      out.loadTransfer(i, signature.parameters().get(i));
      variables.setLocal(out, i);
    }
    out.jump(begin);
    Label left = out.newLabel();
    out.bind(left);
    out.bind(tailCall);
    onFrame(out, "leaveFrame");
    if (!signature.results().isEmpty()) out.zero(signature.results().getFirst());
    out.returns(signature);
    out.bind(returns);
    onFrame(out, "leaveFrame");
    results(out);
    Label unwinding = out.newLabel();
    out.bind(unwinding);
    code.exceptionCatchAll(entered, left, unwinding);
    onFrame(out, "leaveFrame");
    code.athrow();
    out.bind(exhausted);
    out.trap("callStackExhausted");
  }

  /** Counts the frame's bytes, which are on the heap, where calls nest without end. */
  private void onFrame(Emitter out, String method) {
    out.instance();
    out.constant(variables.bytes());
    out.onInstance(method, java.lang.constant.ConstantDescs.CD_void, CD_int);
  }

  private void newFrame(Emitter out) {
    out.code.new_(frameClass).dup();
    out.code.invokespecial(frameClass, "<init>", MethodTypeDesc.of(CD_void));
    out.store(JvmType.REFERENCE, frameSlot);
  }

  /** Pushes the part of the entry. */
  private void lookUp(Emitter out, int[] partOf) {
    int first = 0;
    Label found = out.newLabel();
    while (first < partOf.length) {
      int end = Math.min(partOf.length, first + STRING_ENTRIES);
      var string = new StringBuilder(end - first);
      for (int entry = first; entry < end; entry++)
        string.append((char) Math.max(partOf[entry], 0));
      Label next = out.newLabel();
      out.load(JvmType.INT, entrySlot);
      out.constant(end);
      out.jumpIf(java.lang.classfile.Opcode.IF_ICMPGE, next);
      out.string(string.toString());
      out.load(JvmType.INT, entrySlot);
      out.constant(first);
      out.operator(java.lang.classfile.Opcode.ISUB);
      out.invokeVirtual(
          java.lang.constant.ConstantDescs.CD_String,
          "charAt",
          MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_char, CD_int));
      out.jump(found);
      out.bind(next);
      first = end;
    }
    out.constant(0);
    out.bind(found);
  }

  /** Returns the first result, and leaves the others in the transfer arrays. */
  private void results(Emitter out) {
    List<JvmType> results = signature.results();
    for (int i = results.size() - 1; i >= 0; i--) {
      JvmType type = results.get(i);
      variables.loadHome(out, i, type);
      if (i > 0) {
        out.store(type, firstFreeSlot);
        out.storeTransfer(i, type, firstFreeSlot);
      }
    }
    out.returns(signature);
  }
}
