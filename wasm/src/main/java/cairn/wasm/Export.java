package cairn.wasm;

/**
 * An export.
 *
 * @param name unique in the module
 * @param kind what is exported
 * @param index of it, among those of its kind
 */
public record Export(String name, ExternalKind kind, int index) {}
