package cairn.compiler;

import cairn.wasm.Opcode;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Instructions whose operand and result types are fixed and that touch no memory. Each is the JVM
 * instructions that do the same, where there are such, or the runtime's method of its name.
 */
final class SimpleInstructions {
  /** Where a method is, and its type. */
  record Method(ClassDesc owner, String name, MethodTypeDesc type) {}

  private static final Map<Opcode, List<Instruction>> INLINE = new EnumMap<>(Opcode.class);
  private static final Map<Opcode, Method> METHODS = new EnumMap<>(Opcode.class);

  /** Instructions whose result may be a NaN whose bits the specification leaves open. */
  private static final Set<Opcode> INEXACT = EnumSet.noneOf(Opcode.class);

  static {
    inline(Opcode.I32_ADD, java.lang.classfile.Opcode.IADD);
    inline(Opcode.I32_SUB, java.lang.classfile.Opcode.ISUB);
    inline(Opcode.I32_MUL, java.lang.classfile.Opcode.IMUL);
    inline(Opcode.I32_AND, java.lang.classfile.Opcode.IAND);
    inline(Opcode.I32_OR, java.lang.classfile.Opcode.IOR);
    inline(Opcode.I32_XOR, java.lang.classfile.Opcode.IXOR);
    inline(Opcode.I32_SHL, java.lang.classfile.Opcode.ISHL);
    inline(Opcode.I32_SHR_S, java.lang.classfile.Opcode.ISHR);
    inline(Opcode.I32_SHR_U, java.lang.classfile.Opcode.IUSHR);
    inline(Opcode.I64_ADD, java.lang.classfile.Opcode.LADD);
    inline(Opcode.I64_SUB, java.lang.classfile.Opcode.LSUB);
    inline(Opcode.I64_MUL, java.lang.classfile.Opcode.LMUL);
    inline(Opcode.I64_AND, java.lang.classfile.Opcode.LAND);
    inline(Opcode.I64_OR, java.lang.classfile.Opcode.LOR);
    inline(Opcode.I64_XOR, java.lang.classfile.Opcode.LXOR);
    inline(Opcode.I64_SHL, java.lang.classfile.Opcode.L2I, java.lang.classfile.Opcode.LSHL);
    inline(Opcode.I64_SHR_S, java.lang.classfile.Opcode.L2I, java.lang.classfile.Opcode.LSHR);
    inline(Opcode.I64_SHR_U, java.lang.classfile.Opcode.L2I, java.lang.classfile.Opcode.LUSHR);
    inline(Opcode.F32_ADD, java.lang.classfile.Opcode.FADD);
    inline(Opcode.F32_SUB, java.lang.classfile.Opcode.FSUB);
    inline(Opcode.F32_MUL, java.lang.classfile.Opcode.FMUL);
    inline(Opcode.F32_DIV, java.lang.classfile.Opcode.FDIV);
    inline(Opcode.F64_ADD, java.lang.classfile.Opcode.DADD);
    inline(Opcode.F64_SUB, java.lang.classfile.Opcode.DSUB);
    inline(Opcode.F64_MUL, java.lang.classfile.Opcode.DMUL);
    inline(Opcode.F64_DIV, java.lang.classfile.Opcode.DDIV);
    inline(Opcode.I32_WRAP_I64, java.lang.classfile.Opcode.L2I);
    inline(Opcode.I64_EXTEND_I32_S, java.lang.classfile.Opcode.I2L);
    inline(Opcode.F32_CONVERT_I32_S, java.lang.classfile.Opcode.I2F);
    inline(Opcode.F32_CONVERT_I64_S, java.lang.classfile.Opcode.L2F);
    inline(Opcode.F64_CONVERT_I32_S, java.lang.classfile.Opcode.I2D);
    inline(Opcode.F64_CONVERT_I64_S, java.lang.classfile.Opcode.L2D);
    inline(Opcode.F32_DEMOTE_F64, java.lang.classfile.Opcode.D2F);
    inline(Opcode.F64_PROMOTE_F32, java.lang.classfile.Opcode.F2D);
    inline(Opcode.I32_EXTEND8_S, java.lang.classfile.Opcode.I2B);
    inline(Opcode.I32_EXTEND16_S, java.lang.classfile.Opcode.I2S);
    for (Opcode opcode : Opcode.values()) {
      if (opcode.isSimple() && opcode.naturalAlignment() < 0) {
        METHODS.put(opcode, method(opcode));
        if (givesFloats(opcode)) INEXACT.add(opcode);
      }
    }
  }

  private SimpleInstructions() {}

  private static void inline(Opcode opcode, java.lang.classfile.Opcode... jvm) {
    var instructions = new ArrayList<Instruction>();
    for (java.lang.classfile.Opcode each : jvm) {
      instructions.add(
          each.kind() == java.lang.classfile.Opcode.Kind.CONVERT
              ? ConvertInstruction.of(each)
              : OperatorInstruction.of(each));
    }
    INLINE.put(opcode, List.copyOf(instructions));
  }

  private static Method method(Opcode opcode) {
    var operands = new ArrayList<ClassDesc>();
    for (char letter : opcode.operands().toCharArray()) {
      operands.add(JvmType.ofLetter(letter, false).desc);
    }
    switch (opcode.immediate()) {
      case LANE -> operands.add(JvmType.INT.desc);
      case SHUFFLE -> operands.add(Names.V128);
      default -> {}
    }
    String result = opcode.results();
    ClassDesc returned =
        result.isEmpty()
            ? java.lang.constant.ConstantDescs.CD_void
            : JvmType.ofLetter(result.charAt(0), false).desc;
    boolean vector = (opcode.code() >> 16) == 0xfd;
    return new Method(
        vector ? Names.VECTORS : Names.NUMERICS,
        methodName(opcode),
        MethodTypeDesc.of(returned, operands));
  }

  /** The name of the runtime's method for an instruction. */
  static String methodName(Opcode opcode) {
    return opcode.mnemonic().replace('.', '_');
  }

  private static boolean givesFloats(Opcode opcode) {
    String name = opcode.mnemonic();
    if (!name.startsWith("f32") && !name.startsWith("f64")) return false;
    String operation = name.substring(name.indexOf('.') + 1);
    return switch (operation) {
      case "abs", "neg", "copysign", "splat", "replace_lane", "extract_lane" -> false;
      case "eq", "ne", "lt", "gt", "le", "ge", "pmin", "pmax", "const" -> false;
      default -> !operation.startsWith("reinterpret") && !operation.startsWith("convert");
    };
  }

  /** The JVM instructions that do the same; empty if there are none. */
  static List<Instruction> inline(Opcode opcode) {
    List<Instruction> instructions = INLINE.get(opcode);
    return instructions == null ? List.of() : instructions;
  }

  /** The runtime's method. */
  static Method methodOf(Opcode opcode) {
    Method method = METHODS.get(opcode);
    if (method == null) throw new IllegalArgumentException(opcode.mnemonic());
    return method;
  }

  /** Whether the bits of a NaN that it gives are for the implementation to choose. */
  static boolean mayGiveAnyNan(Opcode opcode) {
    return INEXACT.contains(opcode);
  }
}
