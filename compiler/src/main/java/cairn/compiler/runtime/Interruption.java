package cairn.compiler.runtime;

/**
 * Called after each piece of an instruction that may move gigabytes, also after the last, so that a
 * scheduler can preempt the guest there. It may park the guest, or throw, which ends the
 * instruction half done.
 */
@FunctionalInterface
public interface Interruption {
  /** On the guest's thread. */
  void afterPiece();

  /** Never interrupts. */
  static Interruption none() {
    return () -> {};
  }
}
