package cairn.compiler.runtime;

/**
 * A memory cannot be had with the size that its type asks for at least; the message has figures.
 */
public final class MemoryUnavailableException extends RuntimeException {
  MemoryUnavailableException(String message) {
    super(message);
  }
}
