package cairn.wasm;

/**
 * A part of a module's bytes.
 *
 * @param start offset of its first byte
 * @param end offset behind its last byte
 */
public record ByteRange(int start, int end) {
  /** The number of bytes. */
  public int length() {
    return end - start;
  }
}
