package cairn.wasm;

/**
 * What a module's type is made of.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/syntax/types.html#composite-types">Composite
 *     Types</a>
 */
public sealed interface CompositeType permits FunctionType, StructType, ArrayType {}
