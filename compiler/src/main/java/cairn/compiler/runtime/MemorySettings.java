package cairn.compiler.runtime;

/**
 * What the embedder decides about a guest's memories.
 *
 * @param maximumBytes no memory grows past this size, whatever its type says; so much address space
 *     is reserved at most
 * @param limiter asked before each growth
 * @param fallback told of each memory that could not be mapped
 * @param waitingThreads parks and wakes threads that wait at addresses of shared memories
 */
public record MemorySettings(
    long maximumBytes,
    MemoryLimiter limiter,
    FallbackListener fallback,
    WaitingThreads waitingThreads) {
  /** Refuses a negative maximum. */
  public MemorySettings {
    if (maximumBytes < 0) throw new IllegalArgumentException("maximum of " + maximumBytes);
  }

  /** For a guest with one thread. */
  public MemorySettings(long maximumBytes, MemoryLimiter limiter, FallbackListener fallback) {
    this(maximumBytes, limiter, fallback, WaitingThreads.none());
  }

  /** Told of memories that the C heap had to provide; called on the thread that makes a memory. */
  @FunctionalInterface
  public interface FallbackListener {
    /** The system did not map {@code bytes} of address space, for this reason. */
    void notMapped(long bytes, String reason);
  }

  /** Memories of up to so many bytes, granted without asking. */
  public static MemorySettings upTo(long maximumBytes) {
    return new MemorySettings(maximumBytes, MemoryLimiter.unlimited(), (bytes, reason) -> {});
  }
}
