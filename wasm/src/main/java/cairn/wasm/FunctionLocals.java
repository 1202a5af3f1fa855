package cairn.wasm;

import java.util.Arrays;

/** The local variables of a function: its parameters, then those that its body declares. */
public final class FunctionLocals {
  private final WasmModule module;
  private final int function;
  private final int[] types;
  private final int parameters;
  private final int end;

  private FunctionLocals(WasmModule module, int function, int[] types, int parameters, int end) {
    this.module = module;
    this.function = function;
    this.types = types;
    this.parameters = parameters;
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
    int[] types = module.functionType(module.functionTypeIndex(function)).parameters;
    int parameters = types.length;
    int size = parameters;
    int groups = in.count("groups of local variables", Limits.BODY_BYTES);
    for (int group = 0; group < groups; group++) {
      int start = in.position();
      int count = in.u32();
      if (count < 0 || count > Limits.LOCALS - size) {
        throw in.malformed(
            "With "
                + Integer.toUnsignedString(count)
                + " more there would be more than "
                + Limits.LOCALS
                + " local variables: too many locals",
            start);
      }
      int type = in.valueType(module.typeCount());
      if (count == 0) continue;
      if (size + count > types.length)
        types = Arrays.copyOf(types, Math.max(size + count, Math.min(size * 2, Limits.LOCALS)));
      else if (group == 0) types = types.clone();
      Arrays.fill(types, size, size + count, type);
      size += count;
    }
    return new FunctionLocals(
        module,
        function,
        size == types.length ? types : Arrays.copyOf(types, size),
        parameters,
        in.position());
  }

  WasmModule module() {
    return module;
  }

  int function() {
    return function;
  }

  /** The number of local variables, parameters included. */
  public int count() {
    return types.length;
  }

  /** The number of parameters. */
  public int parameterCount() {
    return parameters;
  }

  /** The type of a local variable. */
  public ValueType type(int local) {
    return ValueType.of(types[local]);
  }

  int code(int local) {
    return types[local];
  }

  /** Offset in the module of the first instruction. */
  public int end() {
    return end;
  }
}
