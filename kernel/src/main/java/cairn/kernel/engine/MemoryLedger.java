package cairn.kernel.engine;

/** Says whether a process may have more memory. Safe for any thread, never blocks. */
public interface MemoryLedger {
  /** Asks for more bytes; false: no, and nothing is charged. */
  boolean take(long bytes);

  /** Gives bytes back. */
  void giveBack(long bytes);
}
