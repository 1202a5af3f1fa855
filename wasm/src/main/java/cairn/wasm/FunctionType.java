package cairn.wasm;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters and results of a function. Compact, as a module may have millions of parameters.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/types.html#composite-types">Composite
 *     Types</a>
 */
public final class FunctionType implements CompositeType {
  private static final int[] NOTHING = {};
  static final FunctionType EMPTY = new FunctionType(NOTHING, NOTHING);

  final int[] parameters;
  final int[] results;

  /** Takes codes of {@link ValueType}, and the arrays themselves. */
  FunctionType(int[] parameters, int[] results) {
    this.parameters = parameters.length == 0 ? NOTHING : parameters;
    this.results = results.length == 0 ? NOTHING : results;
  }

  /** Creates one of a list of types each. */
  public static FunctionType of(List<ValueType> parameters, List<ValueType> results) {
    return new FunctionType(codes(parameters), codes(results));
  }

  private static int[] codes(List<ValueType> types) {
    return types.stream().mapToInt(ValueType::code).toArray();
  }

  /** The number of parameters. */
  public int parameterCount() {
    return parameters.length;
  }

  /** One parameter's type. */
  public ValueType parameter(int index) {
    return ValueType.of(parameters[index]);
  }

  /** The number of results. */
  public int resultCount() {
    return results.length;
  }

  /** One result's type. */
  public ValueType result(int index) {
    return ValueType.of(results[index]);
  }

  /** A view of the parameters. */
  public List<ValueType> parameters() {
    return new Types(parameters);
  }

  /** A view of the results. */
  public List<ValueType> results() {
    return new Types(results);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FunctionType type
        && Arrays.equals(type.parameters, parameters)
        && Arrays.equals(type.results, results);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parameters) * 31 + Arrays.hashCode(results);
  }

  @Override
  public String toString() {
    return parameters() + " -> " + results();
  }

  private static final class Types extends AbstractList<ValueType> {
    private final int[] codes;

    Types(int[] codes) {
      this.codes = codes;
    }

    @Override
    public ValueType get(int index) {
      return ValueType.of(codes[index]);
    }

    @Override
    public int size() {
      return codes.length;
    }
  }
}
