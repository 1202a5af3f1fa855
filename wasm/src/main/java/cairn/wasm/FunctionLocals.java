package cairn.wasm;

import java.util.Arrays;

/**
 * The local variables of a function: its parameters, then those that its body declares. Kept as
 * runs of equal types, as six bytes can declare 50,000. Does not change.
 */
public final class FunctionLocals {
  private final WasmModule module;
  private final int function;
  private final int[] parameters;

  /** Of each run the first local behind it and its type. */
  private final int[] runEnds;

  private final int[] runTypes;
  private final int runs;
  private final int count;
  private final int end;

  private FunctionLocals(
      WasmModule module, int function, int[] runEnds, int[] runTypes, int runs, int end) {
    this.module = module;
    this.function = function;
    this.parameters = module.functionType(module.functionTypeIndex(function)).parameters;
    this.runEnds = runEnds;
    this.runTypes = runTypes;
    this.runs = runs;
    this.count = runs == 0 ? parameters.length : runEnds[runs - 1];
    this.end = end;
  }

  /**
   * Reads them.
   *
   * @param function one that is not imported
   */
  public static FunctionLocals read(WasmModule module, int function) throws InvalidModuleException {
    var in =
        new ByteReader(
            module.bytes(),
            module.bodyStart(function),
            module.bodyEnd(function),
            "function",
            function);
    int size = module.functionType(module.functionTypeIndex(function)).parameters.length;
    int announced = in.count("groups of local variables", Limits.BODY_BYTES);
    int[] ends = new int[Math.min(announced, 16)];
    int[] types = new int[ends.length];
    int runs = 0;
    for (int group = 0; group < announced; group++) {
      int start = in.position();
      int more = in.u32();
      if (more < 0 || more > Limits.LOCALS - size) {
        throw in.malformed(
            size
                + " local variables and "
                + Integer.toUnsignedString(more)
                + " more exceed the limit of "
                + Limits.LOCALS
                + ": too many locals",
            start);
      }
      int type = in.valueType(module.typeCount());
      if (more == 0) continue;
      size += more;
      if (runs > 0 && types[runs - 1] == type) {
        ends[runs - 1] = size;
        continue;
      }
      if (runs == ends.length) {
        ends = Arrays.copyOf(ends, runs * 2);
        types = Arrays.copyOf(types, runs * 2);
      }
      ends[runs] = size;
      types[runs++] = type;
    }
    return new FunctionLocals(module, function, ends, types, runs, in.position());
  }

  WasmModule module() {
    return module;
  }

  int function() {
    return function;
  }

  /** The number of local variables, parameters included. */
  public int count() {
    return count;
  }

  /** The number of parameters. */
  public int parameterCount() {
    return parameters.length;
  }

  /** The type of a local variable. */
  public ValueType type(int local) {
    return ValueType.of(code(local));
  }

  int code(int local) {
    if (local < parameters.length) return parameters[local];
    if (local >= count) throw new IndexOutOfBoundsException(local);
    int at = Arrays.binarySearch(runEnds, 0, runs, local);
    return runTypes[at >= 0 ? at + 1 : -at - 1];
  }

  /** Offset in the module of the first instruction. */
  public int end() {
    return end;
  }
}
