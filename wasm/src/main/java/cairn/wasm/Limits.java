package cairn.wasm;

/**
 * What a module may have at most: the limits of the JavaScript embedding, which V8 has too. How
 * large a table or a memory may be at first is left to who makes one, as a module that asks for
 * more than there is remains valid.
 *
 * @see <a href="https://webassembly.github.io/spec/js-api/#limits">Implementation-defined
 *     Limits</a>
 */
final class Limits {
  static final int TYPES = 1_000_000;
  static final int FUNCTIONS = 1_000_000;
  static final int IMPORTS = 1_000_000;
  static final int EXPORTS = 1_000_000;
  static final int GLOBALS = 1_000_000;
  static final int TAGS = 1_000_000;
  static final int TABLES = 100_000;
  static final int MEMORIES = 100_000;
  static final int DATA_SEGMENTS = 100_000;
  static final int ELEMENT_SEGMENTS = 10_000_000;
  static final int ELEMENTS = 10_000_000;
  static final int PARAMETERS = 1_000;
  static final int RESULTS = 1_000;
  static final int FIELDS = 10_000;
  static final int FIXED_ARRAY = 10_000;
  static final int LOCALS = 50_000;
  static final int BODY_BYTES = 7_654_321;
  static final int NAME_BYTES = 100_000;
  static final int SUBTYPE_DEPTH = 63;
  static final int MODULE_BYTES = 1 << 30;

  private Limits() {}
}
