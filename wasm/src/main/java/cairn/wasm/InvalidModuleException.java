package cairn.wasm;

/**
 * The bytes are no module of WebAssembly, or not a valid one, or more than an implementation limit
 * allows. The message says what is wrong, with the figure, the section and the offset.
 */
public final class InvalidModuleException extends Exception {
  private final String section;
  private final int offset;

  /**
   * Creates one.
   *
   * @param sentence what is wrong
   * @param section where, as "type section" or "function 12"
   * @param offset of the byte in the module
   */
  public InvalidModuleException(String sentence, String section, int offset) {
    super(sentence + " (" + section + ", offset " + offset + ")");
    this.section = section;
    this.offset = offset;
  }

  /** Where in the module, as "type section" or "function 12". */
  public String section() {
    return section;
  }

  /** The offset in the module's bytes. */
  public int offset() {
    return offset;
  }
}
