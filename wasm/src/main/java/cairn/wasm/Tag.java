package cairn.wasm;

/**
 * An exception's tag.
 *
 * @param typeIndex the function type whose parameters are the exception's values
 */
public record Tag(int typeIndex) {}
