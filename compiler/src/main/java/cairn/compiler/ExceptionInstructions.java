package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions of both encodings, as exceptions of the JVM. Only {@link
 * cairn.compiler.runtime.WasmException} is caught, so traps pass. The body of a try is a range of
 * the JVM's exception table; ranges of inner blocks come first in it, as inner blocks end first.
 * The exception being handled is in a variable, by the number of blocks around that handle some.
 */
final class ExceptionInstructions {
  private static final MethodTypeDesc HAS_TAG =
      MethodTypeDesc.of(CD_boolean, Names.EXCEPTION, Names.INSTANCE, CD_int);
  private static final MethodTypeDesc TAKE =
      MethodTypeDesc.of(Names.EXCEPTION, Names.INSTANCE, CD_int, CD_int);
  private static final MethodTypeDesc OF =
      MethodTypeDesc.of(Names.EXCEPTION, ConstantDescs.CD_Object);
  private static final MethodTypeDesc NUMBER = MethodTypeDesc.of(CD_long, CD_int);
  private static final MethodTypeDesc REFERENCE =
      MethodTypeDesc.of(ConstantDescs.CD_Object, CD_int);

  private final Translation t;
  private final ControlInstructions control;

  /** Code that is emitted at the end of the method. */
  private final List<Runnable> outOfLine = new ArrayList<>();

  ExceptionInstructions(Translation translation, ControlInstructions controlInstructions) {
    t = translation;
    control = controlInstructions;
  }

  // ---- throwing

  void throwTag(int tag) {
    List<JvmType> values = values(tag);
    t.takeToTransfer(values.size());
    t.out.instance();
    t.out.constant(tag);
    t.out.constant(values.size());
    t.out.invokeStatic(Names.EXCEPTION, "take", TAKE);
    t.out.throwIt();
  }

  void throwReference() {
    t.take(1);
    t.out.invokeStatic(Names.EXCEPTION, "of", OF);
    t.out.throwIt();
  }

  void rethrow(int depth) {
    t.variables.loadException(t.out, t.control(depth).nesting);
    t.out.throwIt();
  }

  private List<JvmType> values(int tag) {
    return t.layout.signature(t.layout.module.tags().get(tag).typeIndex()).parameters();
  }

  // ---- blocks that catch

  void openTry() {
    openCatching(Control.Kind.TRY);
  }

  void openTryTable() {
    var clauses = new ArrayList<Control.CatchClause>(t.in.catchCount());
    for (int i = 0; i < t.in.catchCount(); i++) {
      clauses.add(
          new Control.CatchClause(
              t.in.catchHasTag(i) ? t.in.catchTag(i) : -1,
              t.in.catchHasReference(i),
              t.in.catchLabel(i)));
    }
    openCatching(Control.Kind.TRY_TABLE).clauses = clauses;
  }

  private Control openCatching(Control.Kind kind) {
    int parameters = control.blockParameters().size();
    t.require(parameters);
    t.stack.spillBelow(parameters, t.out, t.variables, t.slots);
    Control opened = control.open(kind);
    // For the end of its range and the handler, should its part end before it.
    if (t.parts != null) t.out.reserve(16 + Variables.STORE_BYTES);
    beginRange(opened);
    return opened;
  }

  /** Begins the protected range of a block in the current method. */
  void beginRange(Control catching) {
    Label label = t.out.newLabel();
    t.out.bind(label);
    catching.rangeStart = label;
    // Exceptions clear the JVM's stack, so the range may begin with operands on it. It is not
    // empty:
    t.out.nop();
  }

  /** The innermost block that catches what is thrown now; null if none does. */
  @Nullable Control innermostCatcher() {
    if (t.controls.isEmpty()) return null;
    Control innermost = t.innermost();
    return innermost.catches() ? innermost : innermost.catcher;
  }

  /**
   * Begins the range of the innermost block that catches, if this part has none yet. Ranges of
   * blocks around it are not needed before: what it does not catch is thrown on where its clauses
   * are.
   */
  void protect() {
    Control catcher = innermostCatcher();
    if (catcher != null && catcher.rangeStart == null) beginRange(catcher);
  }

  /** Ends the protected range; exceptions thrown in it go to the handler. */
  void endRange(Control catching, Label handler) {
    Label start = catching.rangeStart;
    if (start == null) return;
    Label end = t.out.newLabel();
    t.out.bind(end);
    t.out.code.exceptionCatch(start, end, handler, Names.EXCEPTION);
    catching.rangeStart = null;
  }

  Label handler(Control catching) {
    Label label = catching.handler;
    if (label == null) {
      label = t.out.newLabel();
      catching.handler = label;
      t.touch(catching);
      if (t.parts != null) t.out.reserve(8 + Variables.STORE_BYTES);
    }
    return label;
  }

  /** The handler begins here: the exception goes from the JVM's stack to its variable. */
  private void bindHandler(Control catching) {
    t.out.bind(handler(catching));
    t.variables.storeException(t.out, catching.nesting);
    if (catching.handlerEntry != Control.NO_ENTRY && t.parts != null) {
      Label inVariable = t.out.newLabel();
      t.out.bind(inVariable);
      t.enterHere(catching.handlerEntry, inVariable, catching.height, List.of());
    }
    t.reloadLimit();
    t.stack.reset(catching.height, catching.height);
  }

  // ---- the clauses of try

  void catchTag(int tag) {
    Control block = beginClause();
    Label next = t.out.newLabel();
    block.nextClause = next;
    t.touch(block);
    if (t.parts != null) t.out.reserve(16);
    jumpUnlessTag(block, tag, next);
    pushValues(block, tag);
  }

  void catchAll() {
    beginClause().catchesAll = true;
  }

  private Control beginClause() {
    Control block = t.innermost();
    if (!block.dead) control.branch(0);
    block.dead = false;
    if (block.inHandlers) {
      bindNextClause(block);
    } else {
      endRange(block, handler(block));
      block.inHandlers = true;
      protect();
      bindHandler(block);
    }
    return block;
  }

  private void bindNextClause(Control block) {
    Label label = block.nextClause;
    if (label == null) label = t.out.newLabel();
    t.out.bind(label);
    if (block.nextClauseEntry != Control.NO_ENTRY && t.parts != null) {
      t.enterHere(block.nextClauseEntry, label, block.height, List.of());
    }
    block.nextClause = null;
    block.nextClauseEntry = Control.NO_ENTRY;
    t.stack.reset(block.height, block.height);
  }

  private void jumpUnlessTag(Control block, int tag, Label label) {
    t.variables.loadException(t.out, block.nesting);
    t.out.instance();
    t.out.constant(tag);
    t.out.invokeStatic(Names.EXCEPTION, "hasTag", HAS_TAG);
    t.out.jumpIf(Opcode.IFEQ, label);
  }

  private void pushValues(Control block, int tag) {
    List<JvmType> values = values(tag);
    for (int i = 0; i < values.size(); i++) {
      JvmType type = values.get(i);
      t.variables.loadException(t.out, block.nesting);
      t.out.constant(i);
      if (type.isObject()) {
        t.out.invokeVirtual(Names.EXCEPTION, "reference", REFERENCE);
        if (type == JvmType.VECTOR) t.out.cast(Names.V128);
      } else {
        t.out.invokeVirtual(Names.EXCEPTION, "number", NUMBER);
        t.out.fromBits(type);
      }
      t.stack.push(type);
    }
  }

  /**
   * The end of a try.
   *
   * @return whether the code after it is reached
   */
  boolean endTry() {
    Control block = t.innermost();
    if (!block.inHandlers) {
      // Without a clause it catches nothing, but a delegate may have named it.
      catchNothing(block);
      return endOfCatcher();
    }
    if (block.catchesAll) return control.end();
    // What no clause matched is thrown again.
    if (!block.dead) control.branch(0);
    block.dead = true;
    bindNextClause(block);
    t.variables.loadException(t.out, block.nesting);
    t.out.throwIt();
    return control.end();
  }

  /** Ends a block that catches nothing: what was sent to its handler goes to the one around it. */
  private void catchNothing(Control block) {
    Control catcher = block.catcher;
    Label outer = catcher == null ? null : handler(catcher);
    // A part that began in this block protects no block around it yet.
    if (catcher != null && catcher.rangeStart == null) catcher.rangeStart = block.rangeStart;
    block.rangeStart = null;
    block.inHandlers = true;
    Label named = block.handler;
    if (named != null) outOfLine.add(() -> passOn(named, outer));
    if (block.handlerEntry != Control.NO_ENTRY) enterWithException(block, outer);
  }

  private boolean endOfCatcher() {
    boolean reached = control.end();
    protect();
    return reached;
  }

  /** Binds a handler that sends its exception to another one, or to the function's caller. */
  private void passOn(Label label, @Nullable Label destination) {
    t.out.bind(label);
    if (destination == null) t.out.throwIt();
    else t.out.jump(destination);
  }

  /** Ends a try: what it catches is thrown as if by the block of the label. */
  boolean delegate(int depth) {
    Control block = t.innermost();
    // The label counts from outside this block.
    Control named = t.control(depth + 1);
    Control catcher = named.catches() ? named : named.catcher;
    Label to = catcher == null ? null : handler(catcher);
    if (to == null) {
      Label uncaught = t.out.newLabel();
      to = uncaught;
      outOfLine.add(() -> passOn(uncaught, null));
    }
    Label destination = to;
    endRange(block, destination);
    block.inHandlers = true;
    Label own = block.handler;
    if (own != null) outOfLine.add(() -> passOn(own, destination));
    if (block.handlerEntry != Control.NO_ENTRY) enterWithException(block, destination);
    return endOfCatcher();
  }

  /** Lets other parts come here with an exception in its variable, and throws or passes it on. */
  private void enterWithException(Control block, @Nullable Label destination) {
    if (t.parts == null) return;
    Label label = t.out.newLabel();
    t.enterHere(block.handlerEntry, label, block.height, List.of());
    int nesting = block.nesting;
    outOfLine.add(
        () -> {
          t.out.bind(label);
          t.variables.loadException(t.out, nesting);
          if (destination == null) t.out.throwIt();
          else t.out.jump(destination);
        });
  }

  // ---- try_table

  /** The end of a try_table: its clauses are tried in order. */
  boolean endTryTable() {
    Control block = t.innermost();
    boolean caught =
        block.rangeStart != null || block.handler != null || block.handlerEntry != Control.NO_ENTRY;
    if (caught && !block.clauses.isEmpty()) {
      if (!block.dead) control.branch(0);
      block.dead = true;
      endRange(block, handler(block));
      block.inHandlers = true;
      protect();
      bindHandler(block);
      // Labels of clauses count from outside.
      t.controls.removeLast();
      clauses(block);
      t.controls.add(block);
    } else {
      catchNothing(block);
    }
    return endOfCatcher();
  }

  private void clauses(Control block) {
    for (Control.CatchClause clause : block.clauses) {
      Label next = t.out.newLabel();
      boolean all = clause.tag() < 0;
      if (!all) {
        jumpUnlessTag(block, clause.tag(), next);
        pushValues(block, clause.tag());
      }
      if (clause.withReference()) {
        t.variables.loadException(t.out, block.nesting);
        t.stack.push(JvmType.REFERENCE);
      }
      control.branch(clause.label());
      t.stack.reset(block.height, block.height);
      if (all) return;
      t.out.bind(next);
    }
    t.variables.loadException(t.out, block.nesting);
    t.out.throwIt();
  }

  /** Emits what was put off, at the end of a method. */
  void emitOutOfLine() {
    for (Runnable code : outOfLine) code.run();
    outOfLine.clear();
  }
}
