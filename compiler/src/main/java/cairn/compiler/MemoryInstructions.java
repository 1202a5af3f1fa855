package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import cairn.wasm.Immediate;
import cairn.wasm.MemoryType;
import cairn.wasm.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;

/**
 * Instructions on linear memory. Base and limit of memory 0 are in local variables, unless threads
 * share it: then, and for other memories, each access looks them up.
 */
final class MemoryInstructions {
  private final Translation t;

  MemoryInstructions(Translation translation) {
    t = translation;
  }

  /** Whether an instruction uses memory 0 in a way that wants its base and limit. */
  static boolean isAccess(Opcode opcode) {
    return opcode.naturalAlignment() >= 0 && !opcode.isAtomic();
  }

  /** A load or a store, of any kind. */
  void access(Opcode opcode) {
    MemoryType memory = t.layout.memory(t.in.memory());
    boolean wide = memory.is64();
    ScalarAccess scalar = ScalarAccess.of(opcode);
    if (scalar != null && !wide && t.in.memory() == 0 && t.limitSlot >= 0) {
      scalar(opcode, scalar);
      return;
    }
    t.take(opcode.operands().length());
    var operands = new ArrayList<ClassDesc>();
    for (char letter : opcode.operands().toCharArray()) {
      operands.add(JvmType.ofLetter(letter, wide).desc);
    }
    operands.add(wide ? CD_long : CD_int);
    if (wide) t.out.constant(t.in.offset());
    else t.out.constant((int) t.in.offset());
    if (t.in.memory() == 0 && t.limitSlot >= 0 && isAccess(opcode)) {
      operands.add(CD_long);
      operands.add(CD_long);
      t.out.load(JvmType.LONG, t.baseSlot);
      t.out.load(JvmType.LONG, t.limitSlot);
    } else {
      operands.add(Names.MEMORY);
      t.memory(t.in.memory());
    }
    if (opcode.immediate() == Immediate.MEMORY_LANE) {
      operands.add(CD_int);
      t.out.constant(t.in.lane());
    }
    String results = opcode.results();
    ClassDesc returned =
        results.isEmpty() ? CD_void : JvmType.ofLetter(results.charAt(0), wide).desc;
    t.out.invokeStatic(
        owner(opcode),
        SimpleInstructions.methodName(opcode),
        MethodTypeDesc.of(returned, operands));
    if (!results.isEmpty()) t.stack.push(JvmType.ofLetter(results.charAt(0), wide));
  }

  private void scalar(Opcode opcode, ScalarAccess access) {
    String results = opcode.results();
    if (results.isEmpty()) access.store(t, JvmType.ofLetter(opcode.operands().charAt(1), false));
    else access.load(t, JvmType.ofLetter(results.charAt(0), false));
  }

  private static ClassDesc owner(Opcode opcode) {
    return switch (opcode.code() >> 16) {
      case 0xfd -> Names.VECTORS;
      case 0xfe -> Names.ATOMICS;
      default -> Names.MEMORY_ACCESS;
    };
  }

  void size(int memory) {
    t.memory(memory);
    t.out.invokeVirtual(Names.MEMORY, "pages", MethodTypeDesc.of(CD_long));
    pushAddress(memory);
  }

  void grow(int memory) {
    Translation.Taken pages = t.takeToSlots(1);
    t.memory(memory);
    t.loadUnsigned(pages, 0);
    t.release(pages);
    t.out.invokeVirtual(Names.MEMORY, "grow", MethodTypeDesc.of(CD_long, CD_long));
    pushAddress(memory);
    t.reloadLimit();
  }

  /** Pushes the long on the stack as an address of a memory. */
  private void pushAddress(int memory) {
    if (t.layout.memory(memory).is64()) {
      t.stack.push(JvmType.LONG);
    } else {
      t.out.convert(java.lang.classfile.Opcode.L2I);
      t.stack.push(JvmType.INT);
    }
  }

  void fill(int memory) {
    Translation.Taken operands = t.takeToSlots(3);
    t.memory(memory);
    t.loadUnsigned(operands, 0);
    t.load(operands, 1);
    t.loadUnsigned(operands, 2);
    t.release(operands);
    t.out.instance();
    t.out.invokeVirtual(
        Names.MEMORY,
        "fill",
        MethodTypeDesc.of(CD_void, CD_long, CD_int, CD_long, Names.INTERRUPTION));
  }

  void copy(int to, int from) {
    Translation.Taken operands = t.takeToSlots(3);
    t.memory(to);
    t.loadUnsigned(operands, 0);
    t.memory(from);
    t.loadUnsigned(operands, 1);
    t.loadUnsigned(operands, 2);
    t.release(operands);
    t.out.instance();
    t.out.invokeVirtual(
        Names.MEMORY,
        "copy",
        MethodTypeDesc.of(CD_void, CD_long, Names.MEMORY, CD_long, CD_long, Names.INTERRUPTION));
  }

  void init(int segment, int memory) {
    Translation.Taken operands = t.takeToSlots(3);
    t.out.instance();
    t.out.constant(memory);
    t.out.constant(segment);
    for (int i = 0; i < 3; i++) t.loadUnsigned(operands, i);
    t.release(operands);
    t.out.onInstance("memoryInit", CD_void, CD_int, CD_int, CD_long, CD_long, CD_long);
  }

  void drop(int segment) {
    t.out.instance();
    t.out.constant(segment);
    t.out.onInstance("dropData", CD_void, CD_int);
  }

  void fence() {
    t.out.invokeStatic(Names.ATOMICS, "atomic_fence", MethodTypeDesc.of(ConstantDescs.CD_void));
  }
}
