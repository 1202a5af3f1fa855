package cairn.kernel;

/** Whether a trap comes again whenever and wherever the program is run like this, or why not. */
public enum TrapKind {
  /** What the program did, and nothing else. */
  PROGRAM,
  /**
   * The stack of its thread ended before the calls that are counted: that depends on what the
   * compiler of the JVM made of the frames.
   */
  THREAD_STACK_EXHAUSTED,
  /** This computer, at this moment, had no memory for it. */
  NO_MEMORY_LEFT
}
