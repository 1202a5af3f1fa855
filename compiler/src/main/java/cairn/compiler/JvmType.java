package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import cairn.wasm.ValueType;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/** How the JVM sees a value: vectors are objects, and all references are Object. */
enum JvmType {
  INT(0, TypeKind.INT, CD_int, 'I'),
  LONG(1, TypeKind.LONG, CD_long, 'J'),
  FLOAT(2, TypeKind.FLOAT, CD_float, 'F'),
  DOUBLE(3, TypeKind.DOUBLE, CD_double, 'D'),
  VECTOR(4, TypeKind.REFERENCE, Names.V128, 'V'),
  REFERENCE(5, TypeKind.REFERENCE, CD_Object, 'L');

  /** The number of types. */
  static final int COUNT = 6;

  /** Less than the number of types; for tables by type. */
  final int index;

  final TypeKind kind;

  @SuppressWarnings("Immutable") // it is
  final ClassDesc desc;

  /** Distinguishes names of fields. */
  final char letter;

  JvmType(int index, TypeKind kind, ClassDesc desc, char letter) {
    this.index = index;
    this.kind = kind;
    this.desc = desc;
    this.letter = letter;
  }

  static JvmType of(ValueType type) {
    return switch (type.kind()) {
      case I32 -> INT;
      case I64 -> LONG;
      case F32 -> FLOAT;
      case F64 -> DOUBLE;
      case V128 -> VECTOR;
      case REF -> REFERENCE;
    };
  }

  /** Of a letter of {@link cairn.wasm.Opcode#operands}. */
  static JvmType ofLetter(char letter, boolean address64) {
    return switch (letter) {
      case 'i' -> INT;
      case 'l' -> LONG;
      case 'f' -> FLOAT;
      case 'd' -> DOUBLE;
      case 'v' -> VECTOR;
      case 'p' -> address64 ? LONG : INT;
      default -> throw new IllegalArgumentException("letter " + letter);
    };
  }

  /** Slots of the JVM's stack and local variables. */
  int slots() {
    return kind.slotSize();
  }

  /** Whether it passes in {@link cairn.compiler.runtime.Instance#references}. */
  boolean isObject() {
    return kind == TypeKind.REFERENCE;
  }
}
