package cairn.kernel.engine;

/** Runs an action later. Any thread; never blocks. */
@FunctionalInterface
public interface Alarms {
  /**
   * Runs an action, which does not block, when at least this many nanoseconds have passed.
   *
   * @return takes it back; without effect when it has run
   */
  Runnable after(long nanos, Runnable action);
}
