package cairn.wasm;

/**
 * An expression that is evaluated when the module is instantiated: a part of the module's bytes,
 * its end instruction included. {@link InstructionReader} reads it.
 *
 * @param start offset of its first byte
 * @param end offset behind its end instruction
 */
public record ConstantExpression(int start, int end) {}
