package cairn.compiler.runtime;

/**
 * Where a memory is and how large. Generated code reads the fields, and is in other packages, so
 * they are public; only {@link Memory} writes them.
 */
public final class MemorySize {
  /** The address of the first byte. */
  public final long base;

  /** Bytes that guests may use. Written under the monitor of the memory, and only raised. */
  public long limit;

  MemorySize(long base) {
    this.base = base;
  }
}
