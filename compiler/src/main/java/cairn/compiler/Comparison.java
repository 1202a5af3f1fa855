package cairn.compiler;

import cairn.wasm.Opcode;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comparison whose operands are on the JVM's stack and that is not emitted yet, as a branch may
 * follow, which takes both as one JVM instruction.
 *
 * @param opcode the comparison
 * @param negated whether i32.eqz followed
 */
record Comparison(Opcode opcode, boolean negated) {
  /** How to compare and to jump if it holds. */
  private record Jump(Before before, java.lang.classfile.Opcode condition) {}

  private enum Before {
    NOTHING,
    UNSIGNED_INT,
    LONG,
    UNSIGNED_LONG,
    ZERO_LONG,
    FLOAT_LESS,
    FLOAT_GREATER,
    DOUBLE_LESS,
    DOUBLE_GREATER
  }

  private static final Map<Opcode, Jump> JUMPS = new EnumMap<>(Opcode.class);

  static {
    for (Opcode opcode : Opcode.values()) {
      Jump jump = jump(opcode);
      if (jump != null) JUMPS.put(opcode, jump);
    }
  }

  /** Whether it is one. */
  static boolean is(Opcode opcode) {
    return JUMPS.containsKey(opcode);
  }

  Comparison negate() {
    return new Comparison(opcode, !negated);
  }

  /** Jumps if the comparison gives what is wanted, and takes the operands. */
  void jumpIf(boolean wanted, java.lang.classfile.Label label, Emitter out) {
    Jump jump = JUMPS.get(opcode);
    if (jump == null) throw new IllegalStateException();
    switch (jump.before()) {
      case NOTHING -> {}
      case UNSIGNED_INT -> {
        // In the order of signed numbers, when the smallest is added; the operands change places.
        out.constant(Integer.MIN_VALUE);
        out.operator(java.lang.classfile.Opcode.IADD);
        out.swap(JvmType.INT);
        out.constant(Integer.MIN_VALUE);
        out.operator(java.lang.classfile.Opcode.IADD);
      }
      case LONG -> out.operator(java.lang.classfile.Opcode.LCMP);
      case UNSIGNED_LONG -> {
        out.constant(Long.MIN_VALUE);
        out.operator(java.lang.classfile.Opcode.LADD);
        out.swap(JvmType.LONG);
        out.constant(Long.MIN_VALUE);
        out.operator(java.lang.classfile.Opcode.LADD);
        out.operator(java.lang.classfile.Opcode.LCMP);
      }
      case ZERO_LONG -> {
        out.constant(0L);
        out.operator(java.lang.classfile.Opcode.LCMP);
      }
      case FLOAT_LESS -> out.operator(java.lang.classfile.Opcode.FCMPL);
      case FLOAT_GREATER -> out.operator(java.lang.classfile.Opcode.FCMPG);
      case DOUBLE_LESS -> out.operator(java.lang.classfile.Opcode.DCMPL);
      case DOUBLE_GREATER -> out.operator(java.lang.classfile.Opcode.DCMPG);
    }
    out.jumpIf(wanted != negated ? jump.condition() : opposite(jump.condition()), label);
  }

  /** Pushes 1 or 0, and takes the operands. */
  void emit(Emitter out) {
    SimpleInstructions.Method method = SimpleInstructions.methodOf(opcode);
    out.invokeStatic(method.owner(), method.name(), method.type());
    if (negated) {
      SimpleInstructions.Method not = SimpleInstructions.methodOf(Opcode.I32_EQZ);
      out.invokeStatic(not.owner(), not.name(), not.type());
    }
  }

  private static @Nullable Jump jump(Opcode opcode) {
    return switch (opcode) {
      case I32_EQZ -> jump(Before.NOTHING, java.lang.classfile.Opcode.IFEQ);
      case I32_EQ -> jump(Before.NOTHING, java.lang.classfile.Opcode.IF_ICMPEQ);
      case I32_NE -> jump(Before.NOTHING, java.lang.classfile.Opcode.IF_ICMPNE);
      case I32_LT_S -> jump(Before.NOTHING, java.lang.classfile.Opcode.IF_ICMPLT);
      case I32_LT_U -> jump(Before.UNSIGNED_INT, java.lang.classfile.Opcode.IF_ICMPGT);
      case I32_GT_S -> jump(Before.NOTHING, java.lang.classfile.Opcode.IF_ICMPGT);
      case I32_GT_U -> jump(Before.UNSIGNED_INT, java.lang.classfile.Opcode.IF_ICMPLT);
      case I32_LE_S -> jump(Before.NOTHING, java.lang.classfile.Opcode.IF_ICMPLE);
      case I32_LE_U -> jump(Before.UNSIGNED_INT, java.lang.classfile.Opcode.IF_ICMPGE);
      case I32_GE_S -> jump(Before.NOTHING, java.lang.classfile.Opcode.IF_ICMPGE);
      case I32_GE_U -> jump(Before.UNSIGNED_INT, java.lang.classfile.Opcode.IF_ICMPLE);
      case I64_EQZ -> jump(Before.ZERO_LONG, java.lang.classfile.Opcode.IFEQ);
      case I64_EQ -> jump(Before.LONG, java.lang.classfile.Opcode.IFEQ);
      case I64_NE -> jump(Before.LONG, java.lang.classfile.Opcode.IFNE);
      case I64_LT_S -> jump(Before.LONG, java.lang.classfile.Opcode.IFLT);
      case I64_LT_U -> jump(Before.UNSIGNED_LONG, java.lang.classfile.Opcode.IFGT);
      case I64_GT_S -> jump(Before.LONG, java.lang.classfile.Opcode.IFGT);
      case I64_GT_U -> jump(Before.UNSIGNED_LONG, java.lang.classfile.Opcode.IFLT);
      case I64_LE_S -> jump(Before.LONG, java.lang.classfile.Opcode.IFLE);
      case I64_LE_U -> jump(Before.UNSIGNED_LONG, java.lang.classfile.Opcode.IFGE);
      case I64_GE_S -> jump(Before.LONG, java.lang.classfile.Opcode.IFGE);
      case I64_GE_U -> jump(Before.UNSIGNED_LONG, java.lang.classfile.Opcode.IFLE);
      // A comparison with a NaN is false: the JVM's then has the outcome that does not jump.
      case F32_EQ -> jump(Before.FLOAT_LESS, java.lang.classfile.Opcode.IFEQ);
      case F32_NE -> jump(Before.FLOAT_LESS, java.lang.classfile.Opcode.IFNE);
      case F32_LT -> jump(Before.FLOAT_GREATER, java.lang.classfile.Opcode.IFLT);
      case F32_GT -> jump(Before.FLOAT_LESS, java.lang.classfile.Opcode.IFGT);
      case F32_LE -> jump(Before.FLOAT_GREATER, java.lang.classfile.Opcode.IFLE);
      case F32_GE -> jump(Before.FLOAT_LESS, java.lang.classfile.Opcode.IFGE);
      case F64_EQ -> jump(Before.DOUBLE_LESS, java.lang.classfile.Opcode.IFEQ);
      case F64_NE -> jump(Before.DOUBLE_LESS, java.lang.classfile.Opcode.IFNE);
      case F64_LT -> jump(Before.DOUBLE_GREATER, java.lang.classfile.Opcode.IFLT);
      case F64_GT -> jump(Before.DOUBLE_LESS, java.lang.classfile.Opcode.IFGT);
      case F64_LE -> jump(Before.DOUBLE_GREATER, java.lang.classfile.Opcode.IFLE);
      case F64_GE -> jump(Before.DOUBLE_LESS, java.lang.classfile.Opcode.IFGE);
      default -> null;
    };
  }

  private static Jump jump(Before before, java.lang.classfile.Opcode condition) {
    return new Jump(before, condition);
  }

  private static java.lang.classfile.Opcode opposite(java.lang.classfile.Opcode condition) {
    return switch (condition) {
      case IFEQ -> java.lang.classfile.Opcode.IFNE;
      case IFNE -> java.lang.classfile.Opcode.IFEQ;
      case IFLT -> java.lang.classfile.Opcode.IFGE;
      case IFGE -> java.lang.classfile.Opcode.IFLT;
      case IFGT -> java.lang.classfile.Opcode.IFLE;
      case IFLE -> java.lang.classfile.Opcode.IFGT;
      case IF_ICMPEQ -> java.lang.classfile.Opcode.IF_ICMPNE;
      case IF_ICMPNE -> java.lang.classfile.Opcode.IF_ICMPEQ;
      case IF_ICMPLT -> java.lang.classfile.Opcode.IF_ICMPGE;
      case IF_ICMPGE -> java.lang.classfile.Opcode.IF_ICMPLT;
      case IF_ICMPGT -> java.lang.classfile.Opcode.IF_ICMPLE;
      case IF_ICMPLE -> java.lang.classfile.Opcode.IF_ICMPGT;
      default -> throw new IllegalArgumentException(condition.toString());
    };
  }
}
