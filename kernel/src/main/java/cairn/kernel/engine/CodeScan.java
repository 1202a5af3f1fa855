package cairn.kernel.engine;

/**
 * Walks over instructions without understanding them: how many, how deep, how many branch targets,
 * and whether each belongs to what we run. The numbers are those of the WebAssembly specification,
 * chapter 5.4, and of the proposals that they name.
 */
final class CodeScan {
  static final int MAX_TARGETS = 65_520;
  static final int MAX_TARGETS_IN_ALL = 1_000_000;
  static final int MAX_DEPTH = 4_096;

  // Counted over all bodies of one module.
  private long instructions;
  private int targets;
  private int deepest;
  private boolean tailCalls;

  /** Is told of every instruction that was walked over. */
  @FunctionalInterface
  interface Watcher {
    /** {@code in}: just after it. */
    void after(int opcode, ModuleReader in);
  }

  private final Watcher watcher;

  CodeScan() {
    this((opcode, in) -> {});
  }

  CodeScan(Watcher watcher) {
    this.watcher = watcher;
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

  /** Accepts the number types and the two plain references. */
  static void valueType(int code) {
    switch (code) {
      case 0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f -> {}
      case 0x7b -> throw unknown("vectors (SIMD)");
      case 0x69, 0x68 -> throw unknown("exceptions");
      case 0x63, 0x64 -> throw unknown("typed function references");
      case 0x6e, 0x6d, 0x6c, 0x6b, 0x6a, 0x71, 0x72, 0x73, 0x74 ->
          throw unknown("garbage-collected types (GC)");
      default -> throw ModuleReader.refuse("it has a value of an unknown type");
    }
  }

  private static ModuleReader.Refusal unknown(String what) {
    return ModuleReader.refuse("it uses " + what + ", which Cairn does not run");
  }

  /** A function's instructions, up to the end of its body. */
  void body(ModuleReader in) {
    expression(in);
    if (!in.isAtEnd()) throw ModuleReader.refuse("it has a function that goes on after its end");
  }

  /** Instructions up to the end that closes them. */
  void expression(ModuleReader in) {
    int depth = 1;
    while (depth > 0) {
      instructions++;
      int opcode = in.u8();
      switch (opcode) {
        case 0x02, 0x03, 0x04 -> {
          blockType(in);
          if (++depth > MAX_DEPTH) throw ModuleReader.refuse("it nests more than 4096 blocks");
          deepest = Math.max(deepest, depth);
        }
        case 0x0b -> depth--;
        case 0x0e -> branchTable(in);
        case 0x11 -> skip(in, 2);
        case 0x12 -> {
          tailCalls = true;
          in.u32();
        }
        case 0x13 -> {
          tailCalls = true;
          skip(in, 2);
        }
        case 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0xd2 -> in.u32();
        case 0x1c -> {
          for (int n = in.count("types in one instruction", 16); n > 0; n--) valueType(in.u8());
        }
        case 0x3f, 0x40 -> memoryIndex(in);
        case 0x41 -> in.signed(32);
        case 0x42 -> in.signed(64);
        case 0x43 -> in.skip(4);
        case 0x44 -> in.skip(8);
        case 0xd0 -> valueType(in.u8());
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

  private static void plain(int opcode, ModuleReader in) {
    if (opcode >= 0x28 && opcode <= 0x3e) memoryArgument(in);
    else if (!(opcode <= 0x01
        || opcode == 0x05
        || opcode == 0x0f
        || opcode == 0x1a
        || opcode == 0x1b
        || (opcode >= 0x45 && opcode <= 0xc4)))
      throw ModuleReader.refuse("it has an unknown instruction, 0x" + Integer.toHexString(opcode));
  }

  private static void blockType(ModuleReader in) {
    long type = in.signed(33);
    if (type >= 0 || type == -64) return;
    valueType((int) (type & 0x7f));
  }

  private void branchTable(ModuleReader in) {
    int count = in.count("targets of one branch", MAX_TARGETS);
    targets += count;
    if (targets > MAX_TARGETS_IN_ALL)
      throw ModuleReader.refuse("it has more than 1000000 targets of branches");
    for (int n = count; n >= 0; n--) in.u32();
  }

  private static void memoryArgument(ModuleReader in) {
    if (in.u32() >= 64) throw unknown("more than one memory (multi-memory)");
    in.u32();
  }

  private static void memoryIndex(ModuleReader in) {
    if (in.u8() != 0) throw unknown("more than one memory (multi-memory)");
  }

  private static void skip(ModuleReader in, int numbers) {
    for (int n = numbers; n > 0; n--) in.u32();
  }

  private static void miscellaneous(ModuleReader in) {
    long opcode = in.u32();
    switch ((int) Math.min(opcode, 99)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> {}
      case 8 -> {
        in.u32();
        memoryIndex(in);
      }
      case 10 -> {
        memoryIndex(in);
        memoryIndex(in);
      }
      case 11 -> memoryIndex(in);
      case 9, 13, 15, 16, 17 -> in.u32();
      case 12, 14 -> skip(in, 2);
      default -> throw ModuleReader.refuse("it has an unknown instruction, 0xfc " + opcode);
    }
  }

  private static void atomic(ModuleReader in) {
    long opcode = in.u32();
    if (opcode == 3) in.u8();
    else if (opcode <= 2 || (opcode >= 0x10 && opcode <= 0x4e)) memoryArgument(in);
    else throw ModuleReader.refuse("it has an unknown instruction, 0xfe " + opcode);
  }
}
