package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Calls. A direct call is {@code invokestatic}: the JVM asks the class loader for the callee's
 * class when the call is first executed, which compiles it. An indirect call casts the reference to
 * the class of the type, which is the signature check, and calls its virtual method.
 *
 * <p>A tail call to the function itself is a jump. Another one leaves the callee in the instance
 * and its operands in the transfer arrays and returns; a function with such calls has a second
 * method that calls on until there are results ({@link FunctionClasses}), so its callers need not
 * know.
 */
final class CallInstructions {
  private final Translation t;

  CallInstructions(Translation translation) {
    t = translation;
  }

  void call(int function) {
    Signature called = t.layout.signatureOf(function);
    takeOperands(called);
    t.out.stackLeftAndInstance();
    t.out.invokeStatic(Names.function(function), Names.CALL, called.method(Names.OWN_INSTANCE));
    t.reloadLimit();
    t.pushResults(called);
  }

  private void takeOperands(Signature called) {
    int count = called.parameters().size();
    if (called.packed()) t.takeToTransfer(count);
    else t.take(count);
  }

  void callIndirect(int type, int table) {
    int callee = calleeOfTable(type, table);
    callSlot(type, callee);
  }

  void callReference(int type) {
    int callee = calleeOfReference(type);
    callSlot(type, callee);
  }

  /** Takes an index from the stack, and leaves the function of the table in a slot. */
  private int calleeOfTable(int type, int table) {
    boolean wide = t.layout.isTable64(table);
    Translation.Taken index = t.takeToSlots(1);
    t.table(table);
    t.load(index, 0);
    t.release(index);
    t.out.invokeVirtual(
        Names.TABLE, "function", MethodTypeDesc.of(CD_Object, wide ? CD_long : CD_int));
    return castToSlot(type);
  }

  /** Takes a reference from the stack, and leaves it in a slot. */
  private int calleeOfReference(int type) {
    t.take(1);
    return castToSlot(type);
  }

  private int castToSlot(int type) {
    ClassDesc typeClass = t.layout.typeClass(type);
    t.out.invokeStatic(typeClass, Names.CAST, MethodTypeDesc.of(typeClass, CD_Object));
    int slot = t.slots.take(JvmType.REFERENCE);
    t.out.store(JvmType.REFERENCE, slot);
    return slot;
  }

  private void callSlot(int type, int callee) {
    Signature called = t.layout.signature(type);
    ClassDesc typeClass = t.layout.typeClass(type);
    if (called.packed()) {
      t.takeToTransfer(called.parameters().size());
      t.out.load(JvmType.REFERENCE, callee);
    } else {
      Translation.Taken operands = t.takeToSlots(called.parameters().size());
      t.out.load(JvmType.REFERENCE, callee);
      for (int i = 0; i < operands.types().length; i++) t.load(operands, i);
      t.release(operands);
    }
    t.slots.release(JvmType.REFERENCE, callee);
    t.out.stackLeftAndInstance();
    t.out.invokeVirtual(typeClass, Names.APPLY, called.method(Names.INSTANCE));
    t.reloadLimit();
    t.pushResults(called);
  }

  // ---- tail calls

  void returnCall(int function) {
    if (function == t.function) {
      restart();
      return;
    }
    t.takeToTransfer(t.layout.signatureOf(function).parameters().size());
    t.out.instance();
    t.out.instance();
    t.out.constant(function);
    t.out.onInstance("function", Names.FUNCTION, CD_int);
    leave();
  }

  void returnCallIndirect(int type, int table) {
    leaveTo(type, calleeOfTable(type, table));
  }

  void returnCallReference(int type) {
    leaveTo(type, calleeOfReference(type));
  }

  private void leaveTo(int type, int callee) {
    t.takeToTransfer(t.layout.signature(type).parameters().size());
    t.out.instance();
    t.out.load(JvmType.REFERENCE, callee);
    t.slots.release(JvmType.REFERENCE, callee);
    leave();
  }

  /** The instance and the callee are on the stack. */
  private void leave() {
    t.out.onInstance("tailCall", CD_void, CD_Object);
    if (t.parts != null) {
      leavePart(Parts.TAIL_CALL);
      return;
    }
    if (!t.signature.results().isEmpty()) t.out.zero(t.signature.results().getFirst());
    t.out.returns(t.signature);
  }

  /** The function begins again with the operands on the stack. */
  private void restart() {
    int count = t.signature.parameters().size();
    Label start = t.start;
    if (t.parts != null || start == null) {
      t.takeToTransfer(count);
      leavePart(Parts.RESTART);
      return;
    }
    t.require(count);
    for (int local = count - 1; local >= 0; local--) {
      t.stack.pop();
      t.variables.setLocal(t.out, local);
    }
    for (int place = t.stack.size() - 1; place >= t.stack.low(); place--) {
      t.out.pop(t.stack.type(place));
    }
    for (int local = count; local < t.localTypes.size(); local++) {
      t.out.zero(t.localTypes.get(local));
      t.variables.setLocal(t.out, local);
    }
    t.out.jump(start);
  }

  private void leavePart(int entry) {
    t.out.constant(entry);
    t.out.reserve(1);
    t.out.code.ireturn();
  }
}
