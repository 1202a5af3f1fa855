package cairn.kernel.engine;

import java.util.function.BooleanSupplier;

/**
 * Walks over instructions and reads their operands: how many there are, how deep, how many branch
 * targets, and whether each belongs to what we run. What they do with their values is told to a
 * {@link Watcher}. The numbers are those of the WebAssembly specification, chapter 5.4, and of the
 * proposals that they name.
 */
final class CodeScan {
  static final int MAX_TARGETS = 65_520;
  static final int MAX_TARGETS_IN_ALL = 1_000_000;
  static final int MAX_DEPTH = 4_096;

  /** Steps that the engine's parser may go to find out where branches lead. */
  static final long MAX_LABEL_STEPS = 50_000_000;

  /** Instructions between two looks whether anybody still waits for this. */
  private static final int LOOK = 1 << 14;

  // Counted over all bodies of one module.
  private long instructions;
  private int targets;
  private int deepest;
  private boolean tailCalls;
  private long labelSteps;

  /** How many blocks have begun in each of those that are open now. */
  private final int[] nested = new int[MAX_DEPTH + 2];

  private final boolean[] loops = new boolean[MAX_DEPTH + 2];

  // The instruction that was walked over last; what it has no use for is stale.
  private int at;
  private int sub;
  private long first;
  private long second;
  private int[] labels = new int[16];
  private int labelCount;

  /** Is told of every instruction that was walked over. */
  @FunctionalInterface
  interface Watcher {
    /** {@code in}: just after it. */
    void after(int opcode, ModuleReader in);
  }

  private final BooleanSupplier unwanted;

  /**
   * {@code unwanted}: whether nobody waits for this any more; then it ends with {@link Unwanted}.
   */
  CodeScan(BooleanSupplier unwanted) {
    this.unwanted = unwanted;
  }

  long instructions() {
    return instructions;
  }

  int targets() {
    return targets;
  }

  int deepest() {
    return deepest;
  }

  boolean hasTailCalls() {
    return tailCalls;
  }

  /** Where the last instruction begins. */
  int at() {
    return at;
  }

  /** What follows 0xfc or 0xfe. */
  int sub() {
    return sub;
  }

  /** Its first operand: an index, a label, a type, the alignment of a memory access. */
  long first() {
    return first;
  }

  /** Its second operand. */
  long second() {
    return second;
  }

  /** How many labels a branch table has, the default one, the last, included. */
  int labelCount() {
    return labelCount;
  }

  int label(int index) {
    return labels[index];
  }

  /** Accepts the number types and the two plain references. */
  static byte valueType(ModuleReader in) {
    int at = in.position();
    int code = in.u8();
    return switch (code) {
      case 0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f -> (byte) code;
      case 0x7b -> throw unknown("vectors (SIMD)", at);
      case 0x69, 0x68 -> throw unknown("exceptions", at);
      case 0x63, 0x64 -> throw unknown("typed function references", at);
      case 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x71, 0x72, 0x73, 0x74 ->
          throw unknown("garbage-collected types (GC)", at);
      default -> throw ModuleReader.refuse("it has a value of an unknown type", at);
    };
  }

  private static ModuleReader.Refusal unknown(String what, int at) {
    return ModuleReader.refuse("it uses " + what + ", which Cairn does not run", at);
  }

  private ModuleReader.Refusal unknown(String what) {
    return unknown(what, at);
  }

  /** A function's instructions, up to the end of its body. */
  void body(ModuleReader in, Watcher watcher) {
    expression(in, watcher);
    if (!in.isAtEnd())
      throw ModuleReader.refuse("it has a function that goes on after its end", in.position());
  }

  /** Instructions up to the end that closes them. */
  void expression(ModuleReader in, Watcher watcher) {
    int depth = 1;
    nested[depth] = 0;
    loops[depth] = false;
    while (depth > 0) {
      if ((++instructions & (LOOK - 1)) == 0 && unwanted.getAsBoolean()) throw new Unwanted();
      at = in.position();
      int opcode = in.u8();
      switch (opcode) {
        case 0x02, 0x03, 0x04 -> {
          first = blockType(in);
          nested[depth]++;
          if (++depth > MAX_DEPTH) throw ModuleReader.refuse("it nests more than 4096 blocks", at);
          nested[depth] = 0;
          loops[depth] = opcode == 0x03;
          deepest = Math.max(deepest, depth);
        }
        case 0x0b -> {
          depth--;
          // The engine's parser looks at all blocks beside a loop when that ends.
          if (loops[depth + 1]) steps(nested[depth]);
        }
        case 0x0c, 0x0d -> {
          first = in.u32();
          steps(first);
        }
        case 0x0e -> branchTable(in);
        case 0x11 -> two(in);
        case 0x12 -> {
          tailCalls = true;
          first = in.u32();
        }
        case 0x13 -> {
          tailCalls = true;
          two(in);
        }
        case 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0xd2 -> first = in.u32();
        case 0x1c -> {
          if (in.u32() != 1)
            throw ModuleReader.refuse("it has a select of more or less than one type", at);
          first = valueType(in);
        }
        case 0x3f, 0x40 -> memoryIndex(in);
        case 0x41 -> in.signed(32);
        case 0x42 -> in.signed(64);
        case 0x43 -> in.skip(4);
        case 0x44 -> in.skip(8);
        case 0xd0 -> first = reference(in);
        case 0xd1 -> {}
        case 0xfc -> miscellaneous(in);
        case 0xfe -> atomic(in);
        case 0x14, 0x15, 0xd3, 0xd4, 0xd5, 0xd6 -> throw unknown("typed function references");
        case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f -> throw unknown("exceptions");
        case 0xfb -> throw unknown("garbage-collected types (GC)");
        case 0xfd -> throw unknown("vectors (SIMD)");
        default -> plain(opcode, in);
      }
      watcher.after(opcode, in);
    }
  }

  private void steps(long more) {
    labelSteps += more;
    if (labelSteps > MAX_LABEL_STEPS)
      throw ModuleReader.refuse(
          "its branches and loops are nested too deep and too often for Cairn to follow", at);
  }

  private void plain(int opcode, ModuleReader in) {
    if (opcode >= 0x28 && opcode <= 0x3e) memoryArgument(in);
    else if (!(opcode <= 0x01
        || opcode == 0x05
        || opcode == 0x0f
        || opcode == 0x1a
        || opcode == 0x1b
        || (opcode >= 0x45 && opcode <= 0xc4)))
      throw ModuleReader.refuse(
          "it has an unknown instruction, 0x" + Integer.toHexString(opcode), at);
  }

  private static long reference(ModuleReader in) {
    int at = in.position();
    byte type = valueType(in);
    if (type != 0x70 && type != 0x6f)
      throw ModuleReader.refuse("it has a null that is no reference", at);
    return type;
  }

  /** Negative: -64 for nothing, else a value type less 128; otherwise the index of a type. */
  private static long blockType(ModuleReader in) {
    int at = in.position();
    long type = in.signed(33);
    if (type >= 0) return type;
    if (in.position() != at + 1) throw ModuleReader.refuse("it has a block of an unknown type", at);
    if (type == -64) return type;
    return valueType(in.back(1)) - 128L;
  }

  private void branchTable(ModuleReader in) {
    int count = in.count("targets of one branch", MAX_TARGETS);
    targets += count;
    if (targets > MAX_TARGETS_IN_ALL)
      throw ModuleReader.refuse("it has more than 1000000 targets of branches", at);
    labelCount = count + 1;
    if (labels.length < labelCount) labels = new int[Math.max(labelCount, 2 * labels.length)];
    for (int i = 0; i < labelCount; i++) {
      long label = in.u32();
      if (label > MAX_DEPTH) throw ModuleReader.refuse("it branches to no block", at);
      labels[i] = (int) label;
      steps(label);
    }
  }

  private void memoryArgument(ModuleReader in) {
    first = in.u32();
    if (first >= 64) throw unknown("more than one memory (multi-memory)");
    second = in.u32();
  }

  private void memoryIndex(ModuleReader in) {
    if (in.u8() != 0) throw unknown("more than one memory (multi-memory)");
  }

  private void two(ModuleReader in) {
    first = in.u32();
    second = in.u32();
  }

  private void miscellaneous(ModuleReader in) {
    long opcode = in.u32();
    sub = (int) Math.min(opcode, 99);
    switch (sub) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> {}
      case 8 -> {
        first = in.u32();
        memoryIndex(in);
      }
      case 10 -> {
        memoryIndex(in);
        memoryIndex(in);
      }
      case 11 -> memoryIndex(in);
      case 9, 13, 15, 16, 17 -> first = in.u32();
      case 12, 14 -> two(in);
      default -> throw ModuleReader.refuse("it has an unknown instruction, 0xfc " + opcode, at);
    }
  }

  private void atomic(ModuleReader in) {
    long opcode = in.u32();
    sub = (int) Math.min(opcode, 99);
    if (opcode == 3) {
      if (in.u8() != 0) throw ModuleReader.refuse("it has a fence of an unknown kind", at);
    } else if (opcode <= 2 || (opcode >= 0x10 && opcode <= 0x4e)) memoryArgument(in);
    else throw ModuleReader.refuse("it has an unknown instruction, 0xfe " + opcode, at);
  }
}
