package cairn.kernel.engine;

import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Rewrites a module so that every NaN that its arithmetic makes is the canonical one. WebAssembly
 * leaves open which bits such a NaN has, and the JVM gives what the processor gives: which of two
 * NaNs survives an addition may differ between interpreted and compiled code. A program can see the
 * bits, so a run that is to be repeated must not leave them open.
 *
 * <p>After each such instruction follows
 *
 * <pre>local.tee $t   const nan   local.get $t   local.get $t   eq   select</pre>
 *
 * <p>that is "x if x equals itself, else NaN": a value equals itself unless it is a NaN. Each
 * function that needs it gets one more local per float type. Moving, loading and storing a float,
 * its sign, and its bits as an integer are exact in WebAssembly and stay as they are.
 *
 * <p>Given only what {@link ModuleScan} let pass. Pure. Sources: WebAssembly 2.0, 4.3.3 (NaN
 * propagation) and 5.4 (the numbers of instructions).
 */
final class CanonicalNans {
  private static final int TYPES = 1;
  private static final int FUNCTIONS = 3;
  private static final int CODE = 10;

  private static final int F32 = 0x7d;
  private static final int F64 = 0x7c;

  private final Payload module;

  /** How many parameters each type of function has. */
  private final List<Integer> parameters = new ArrayList<>();

  /** The type of each of the module's own functions. */
  private final List<Integer> types = new ArrayList<>();

  private final BooleanSupplier unwanted;

  private CanonicalNans(Payload module, BooleanSupplier unwanted) {
    this.module = module;
    this.unwanted = unwanted;
  }

  /**
   * The rewritten module; the same if it has no float arithmetic. Throws {@link Unwanted} when that
   * becomes true.
   */
  static Payload in(Payload module, BooleanSupplier unwanted) {
    return new CanonicalNans(module, unwanted).rewritten();
  }

  private Payload rewritten() {
    var out = new ByteArrayOutputStream(module.length());
    var in = new ModuleReader(module);
    in.skip(8);
    copy(0, 8, out);
    boolean changed = false;
    while (!in.isAtEnd()) {
      int begin = in.position();
      int id = in.u8();
      var section = in.part(in.u32(), "the section");
      if (id == TYPES) types(section);
      else if (id == FUNCTIONS) functions(section);
      if (id == CODE && code(section, out)) changed = true;
      else copy(begin, in.position(), out);
    }
    return changed ? Payload.owning(out.toByteArray()) : module;
  }

  private void types(ModuleReader in) {
    for (int left = in.count("types", ModuleScan.MAX_TYPES); left > 0; left--) {
      in.u8();
      int count = in.count("parameters in one function", ModuleScan.MAX_PARAMETERS);
      in.skip(count);
      parameters.add(count);
      in.skip(in.count("parameters in one function", ModuleScan.MAX_PARAMETERS));
    }
  }

  private void functions(ModuleReader in) {
    for (int left = in.count("functions", ModuleScan.MAX_FUNCTIONS); left > 0; left--)
      types.add((int) in.u32());
  }

  /** Writes the section anew if a function in it needs it. */
  private boolean code(ModuleReader in, ByteArrayOutputStream out) {
    var section = new ByteArrayOutputStream(in.remaining());
    int count = in.count("functions", ModuleScan.MAX_FUNCTIONS);
    Leb.unsigned(count, section);
    boolean changed = false;
    for (int i = 0; i < count; i++) {
      long size = in.u32();
      int begin = in.position();
      changed |= body(i, in.part(size, "the function"), begin, section);
    }
    if (!changed) return false;
    out.write(CODE);
    Leb.unsigned(section.size(), out);
    out.writeBytes(section.toByteArray());
    return true;
  }

  /** Where something is to be inserted, for which type of float. */
  private record Insertion(int at, int type) {}

  /** Writes one function with its size; true: with insertions. */
  private boolean body(int function, ModuleReader in, int begin, ByteArrayOutputStream section) {
    int groups = in.count("locals in one function", ModuleScan.MAX_LOCALS);
    int groupsAt = in.position();
    long locals = parametersOf(function);
    for (int left = groups; left > 0; left--) {
      locals += in.u32();
      in.u8();
    }
    int codeAt = in.position();
    var insertions = new ArrayList<Insertion>();
    new CodeScan(unwanted)
        .body(
            in,
            (opcode, after) -> {
              int type = resultToMend(opcode);
              if (type != 0) insertions.add(new Insertion(after.position(), type));
            });
    int end = in.position();
    if (insertions.isEmpty()) {
      Leb.unsigned(end - begin, section);
      copy(begin, end, section);
      return false;
    }
    var body = new ByteArrayOutputStream(end - begin + 16 * insertions.size());
    Leb.unsigned(groups + 2, body);
    copy(groupsAt, codeAt, body);
    for (int type : new int[] {F32, F64}) {
      Leb.unsigned(1, body);
      body.write(type);
    }
    int done = codeAt;
    for (var each : insertions) {
      copy(done, each.at, body);
      done = each.at;
      mend(each.type, each.type == F32 ? locals : locals + 1, body);
    }
    copy(done, end, body);
    Leb.unsigned(body.size(), section);
    section.writeBytes(body.toByteArray());
    return true;
  }

  /** Nonsense is left to the validator to refuse. */
  private int parametersOf(int function) {
    int type = function < types.size() ? types.get(function) : -1;
    return type >= 0 && type < parameters.size() ? parameters.get(type) : 0;
  }

  /** The type of an instruction's result, if the bits of a NaN in it are open; else 0. */
  private static int resultToMend(int opcode) {
    return switch (opcode) {
      // ceil, floor, trunc, nearest, sqrt, add, sub, mul, div, min, max; demote, promote
      case 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xb6 -> F32;
      case 0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xbb -> F64;
      default -> 0;
    };
  }

  private static void mend(int type, long local, ByteArrayOutputStream out) {
    out.write(0x22);
    Leb.unsigned(local, out);
    out.writeBytes(
        type == F32
            ? new byte[] {0x43, 0, 0, (byte) 0xc0, 0x7f}
            : new byte[] {0x44, 0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f});
    for (int twice = 0; twice < 2; twice++) {
      out.write(0x20);
      Leb.unsigned(local, out);
    }
    out.write(type == F32 ? 0x5b : 0x61);
    out.write(0x1b);
  }

  private void copy(int from, int to, ByteArrayOutputStream out) {
    out.writeBytes(module.slice(from, to).toByteArray());
  }
}
