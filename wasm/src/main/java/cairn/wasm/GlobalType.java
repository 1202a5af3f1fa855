package cairn.wasm;

/**
 * The type of a global variable.
 *
 * @param type of its value
 * @param mutable whether it may be written
 */
public record GlobalType(ValueType type, boolean mutable) {}
