package cairn.kernel.host;

/**
 * Time as the native handlers know it; tests have one that they move by hand. Any thread; never
 * blocks.
 */
public interface Clocks extends AutoCloseable {
  /** Nanoseconds since an arbitrary moment; never goes back. */
  long monotonic();

  /** Nanoseconds since 1970-01-01T00:00:00Z; may jump. */
  long wall();

  /** The smallest step of the clocks, in nanoseconds. */
  long resolution();

  /**
   * Runs an action, which does not block, when at least this many nanoseconds have passed by the
   * monotonic clock.
   *
   * @return takes it back; without effect when it has run
   */
  Runnable after(long nanos, Runnable action);

  /** Ends; actions that wait do not run. */
  @Override
  void close();

  /** The clocks of this machine, and one daemon thread, {@code cairn-timer}, for the actions. */
  static Clocks system() {
    return new SystemClocks();
  }
}
