package cairn.compiler.runtime;

/**
 * A value of the type {@code v128}. Lane 0 of every shape is in the least significant bits of
 * {@code low}.
 *
 * @param low the bytes 0 to 7, byte 0 in the least significant bits
 * @param high the bytes 8 to 15
 * @see <a href="https://webassembly.github.io/spec/core/syntax/values.html#vectors">Vectors</a>
 */
public record V128(long low, long high) {
  /** All bits zero: what a local begins with. */
  public static final V128 ZERO = new V128(0, 0);

  @Override
  public String toString() {
    return "v128 0x%016x_%016x".formatted(high, low);
  }
}
