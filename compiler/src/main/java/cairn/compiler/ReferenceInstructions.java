package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Instructions on references, tables and globals. */
final class ReferenceInstructions {
  private static final ClassDesc REFERENCES = ClassDesc.of("cairn.compiler.runtime.References");

  private final Translation t;

  ReferenceInstructions(Translation translation) {
    t = translation;
  }

  // ---- references

  void none() {
    t.out.zero(JvmType.REFERENCE);
    t.stack.push(JvmType.REFERENCE);
  }

  void isNull() {
    t.take(1);
    t.out.invokeStatic(REFERENCES, "isNull", MethodTypeDesc.of(CD_int, CD_Object));
    t.stack.push(JvmType.INT);
  }

  void asNonNull() {
    t.take(1);
    t.out.invokeStatic(REFERENCES, "nonNull", MethodTypeDesc.of(CD_Object, CD_Object));
    t.stack.push(JvmType.REFERENCE);
  }

  void function(int index) {
    t.out.instance();
    t.out.constant(index);
    t.out.onInstance("function", Names.FUNCTION, CD_int);
    t.stack.push(JvmType.REFERENCE);
  }

  // ---- globals

  void getGlobal(int index) {
    JvmType type = t.layout.global(index);
    if (t.layout.isField(index)) {
      t.out.instance();
      t.out.getField(Names.OWN_INSTANCE, InstanceClass.field(index), type.desc);
    } else {
      ClassDesc owner = pushOwner(index);
      if (type.isObject()) {
        boolean foreign = t.layout.isForeign(index);
        t.out.invokeVirtual(
            owner,
            foreign ? "reference" : "globalReference",
            foreign ? MethodTypeDesc.of(CD_Object) : MethodTypeDesc.of(CD_Object, CD_int));
        if (type == JvmType.VECTOR) t.out.cast(Names.V128);
      } else {
        boolean foreign = t.layout.isForeign(index);
        t.out.invokeVirtual(
            owner,
            foreign ? "bits" : "globalBits",
            foreign ? MethodTypeDesc.of(CD_long) : MethodTypeDesc.of(CD_long, CD_int));
        t.out.fromBits(type);
      }
    }
    t.stack.push(type);
  }

  void setGlobal(int index) {
    JvmType type = t.layout.global(index);
    Translation.Taken value = t.takeToSlots(1);
    if (t.layout.isField(index)) {
      t.out.instance();
      t.load(value, 0);
      t.out.putField(Names.OWN_INSTANCE, InstanceClass.field(index), type.desc);
    } else {
      boolean foreign = t.layout.isForeign(index);
      ClassDesc owner = pushOwner(index);
      t.load(value, 0);
      if (!type.isObject()) t.out.toBits(type);
      ClassDesc passed = type.isObject() ? CD_Object : CD_long;
      String name = type.isObject() ? "Reference" : "Bits";
      t.out.invokeVirtual(
          owner,
          (foreign ? "set" : "setGlobal") + name,
          foreign
              ? MethodTypeDesc.of(CD_void, passed)
              : MethodTypeDesc.of(CD_void, CD_int, passed));
    }
    t.release(value);
  }

  /** Pushes what has the global, with the index if that is the instance. */
  private ClassDesc pushOwner(int index) {
    t.out.instance();
    t.out.constant(index);
    if (!t.layout.isForeign(index)) return Names.INSTANCE;
    t.out.onInstance("importedGlobal", Names.GLOBAL, CD_int);
    return Names.GLOBAL;
  }

  // ---- tables

  private ClassDesc indexType(int table) {
    return t.layout.isTable64(table) ? CD_long : CD_int;
  }

  void getElement(int table) {
    Translation.Taken index = t.takeToSlots(1);
    t.table(table);
    t.load(index, 0);
    t.release(index);
    t.out.invokeVirtual(Names.TABLE, "get", MethodTypeDesc.of(CD_Object, indexType(table)));
    t.stack.push(JvmType.REFERENCE);
  }

  void setElement(int table) {
    Translation.Taken operands = t.takeToSlots(2);
    t.table(table);
    t.load(operands, 0);
    t.load(operands, 1);
    t.release(operands);
    t.out.invokeVirtual(
        Names.TABLE, "set", MethodTypeDesc.of(CD_void, indexType(table), CD_Object));
  }

  void size(int table) {
    t.table(table);
    t.out.invokeVirtual(Names.TABLE, "size", MethodTypeDesc.of(CD_int));
    pushIndex(table);
  }

  private void pushIndex(int table) {
    if (t.layout.isTable64(table)) {
      t.out.convert(java.lang.classfile.Opcode.I2L);
      t.stack.push(JvmType.LONG);
    } else {
      t.stack.push(JvmType.INT);
    }
  }

  void grow(int table) {
    Translation.Taken operands = t.takeToSlots(2);
    t.table(table);
    t.load(operands, 0);
    t.loadUnsigned(operands, 1);
    t.release(operands);
    t.out.instance();
    t.out.invokeVirtual(
        Names.TABLE, "grow", MethodTypeDesc.of(CD_int, CD_Object, CD_long, Names.INTERRUPTION));
    pushIndex(table);
  }

  void fill(int table) {
    Translation.Taken operands = t.takeToSlots(3);
    t.table(table);
    t.loadUnsigned(operands, 0);
    t.load(operands, 1);
    t.loadUnsigned(operands, 2);
    t.release(operands);
    t.out.instance();
    t.out.invokeVirtual(
        Names.TABLE,
        "fill",
        MethodTypeDesc.of(CD_void, CD_long, CD_Object, CD_long, Names.INTERRUPTION));
  }

  void copy(int to, int from) {
    Translation.Taken operands = t.takeToSlots(3);
    t.table(to);
    t.loadUnsigned(operands, 0);
    t.table(from);
    t.loadUnsigned(operands, 1);
    t.loadUnsigned(operands, 2);
    t.release(operands);
    t.out.instance();
    t.out.invokeVirtual(
        Names.TABLE,
        "copy",
        MethodTypeDesc.of(CD_void, CD_long, Names.TABLE, CD_long, CD_long, Names.INTERRUPTION));
  }

  void init(int segment, int table) {
    Translation.Taken operands = t.takeToSlots(3);
    t.out.instance();
    t.out.constant(table);
    t.out.constant(segment);
    for (int i = 0; i < 3; i++) t.loadUnsigned(operands, i);
    t.release(operands);
    t.out.onInstance("tableInit", CD_void, CD_int, CD_int, CD_long, CD_long, CD_long);
  }

  void drop(int segment) {
    t.out.instance();
    t.out.constant(segment);
    t.out.onInstance("dropElements", CD_void, CD_int);
  }
}
