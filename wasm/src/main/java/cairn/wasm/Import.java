package cairn.wasm;

/**
 * An import. What is asked for stands in the module's list of that kind.
 *
 * @param module the first name
 * @param name the second name
 * @param kind what is imported
 * @param index of it, among those of its kind
 */
public record Import(String module, String name, ExternalKind kind, int index) {}
