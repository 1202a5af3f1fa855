package cairn.wasm;

import java.util.OptionalLong;

/**
 * The type of a table. Sizes are numbers of elements, unsigned.
 *
 * @param element the type of its elements, a reference
 * @param minimum the size at first
 * @param maximum what it may grow to
 * @param is64 whether indices are i64
 */
public record TableType(ValueType element, long minimum, OptionalLong maximum, boolean is64) {}
