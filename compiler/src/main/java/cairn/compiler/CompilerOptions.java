package cairn.compiler;

/**
 * How a module is compiled.
 *
 * @param canonicalNans whether every NaN that arithmetic gives has the canonical bits, so that
 *     programs compute the same on every machine
 * @param validateEagerly whether all functions are validated when the module is made; otherwise
 *     each is before it is compiled, and one that is invalid ends the guest when it is called
 * @param splitBytes functions that need more bytes of JVM code are divided into parts; 0 divides
 *     all
 * @param largeBytes functions whose bodies have as many bytes are compiled by the {@link
 *     CompilationQueue} of the instance that calls one first
 * @param partBytes the bytes after which a part ends at the latest opportunity
 */
public record CompilerOptions(
    boolean canonicalNans, boolean validateEagerly, int splitBytes, int partBytes, int largeBytes) {
  /** A JVM method has no more than 65,535 bytes. */
  private static final int MOST_BYTES = 60_000;

  /** Refuses sizes that no JVM method has. */
  public CompilerOptions {
    if (splitBytes < 0 || splitBytes > MOST_BYTES) {
      throw new IllegalArgumentException("split at " + splitBytes + " bytes");
    }
    if (partBytes < 1 || partBytes > Parts.MAXIMUM_BYTES) {
      throw new IllegalArgumentException("parts of " + partBytes + " bytes");
    }
  }

  /** Lazy validation, NaNs as the machine makes them, and the sizes that run fastest. */
  public static CompilerOptions standard() {
    return new CompilerOptions(false, false, 16_000, 7_000, 32_000);
  }

  /** The same with or without canonical NaNs. */
  public CompilerOptions withCanonicalNans(boolean canonical) {
    return new CompilerOptions(canonical, validateEagerly, splitBytes, partBytes, largeBytes);
  }

  /** The same with eager or lazy validation. */
  public CompilerOptions withEagerValidation(boolean eagerly) {
    return new CompilerOptions(canonicalNans, eagerly, splitBytes, partBytes, largeBytes);
  }

  /** The same with other sizes. */
  public CompilerOptions withSplitting(int newSplitBytes, int newPartBytes) {
    return new CompilerOptions(
        canonicalNans, validateEagerly, newSplitBytes, newPartBytes, largeBytes);
  }

  /** The same with another size of large functions. */
  public CompilerOptions withLargeBytes(int newLargeBytes) {
    return new CompilerOptions(
        canonicalNans, validateEagerly, splitBytes, partBytes, newLargeBytes);
  }
}
