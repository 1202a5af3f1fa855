package cairn.compiler.runtime;

/**
 * Says whether a guest may have more bytes. Called on the guest's thread, in the middle of guest
 * code, with no lock held: it may park the guest or throw.
 */
@FunctionalInterface
public interface MemoryLimiter {
  /**
   * Asks for more bytes. A memory calls it once with the size it begins with, and then with what
   * each growth adds.
   *
   * @return false: no, and nothing was charged
   */
  boolean mayGrow(long bytes);

  /** Grants everything. */
  static MemoryLimiter unlimited() {
    return bytes -> true;
  }
}
