package cairn.compiler.runtime;

/**
 * Called between the pieces of an instruction that may move gigabytes, so that a scheduler can
 * preempt the guest there. It may park the guest, or throw, which ends the instruction half done.
 */
@FunctionalInterface
public interface Interruption {
  /** Between two pieces, on the guest's thread. */
  void betweenPieces();

  /** Never interrupts. */
  static Interruption none() {
    return () -> {};
  }
}
