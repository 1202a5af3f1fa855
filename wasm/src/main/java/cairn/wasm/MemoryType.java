package cairn.wasm;

import java.util.OptionalLong;

/**
 * The type of a memory. Sizes are numbers of pages, unsigned.
 *
 * @param minimum the size at first
 * @param maximum what it may grow to
 * @param is64 whether addresses are i64
 * @param shared whether threads share it
 * @param pageSizeLog2 binary logarithm of the bytes of a page: 16, or 0 with custom page sizes
 */
public record MemoryType(
    long minimum, OptionalLong maximum, boolean is64, boolean shared, int pageSizeLog2) {}
