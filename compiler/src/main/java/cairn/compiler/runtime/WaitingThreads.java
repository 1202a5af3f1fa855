package cairn.compiler.runtime;

import java.util.function.BooleanSupplier;

/**
 * The guest threads that wait at addresses of shared memories. The embedder parks and wakes them;
 * bounds, alignment and that the memory is shared have been checked.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md#wait-and-notify-operators">
 *     Wait and notify operators</a>
 */
public interface WaitingThreads {
  /** Result of a wait: another thread notified. */
  int WOKEN = 0;

  /** Result of a wait: the value had changed. */
  int NOT_EQUAL = 1;

  /** Result of a wait: its time is up. */
  int TIMED_OUT = 2;

  /**
   * Parks the calling guest thread. No wake-up that follows a change of the value may be lost: it
   * is compared under the same lock under which others look for who waits.
   *
   * @param address of the value in that memory, in bytes
   * @param unchanged reads the value and says whether it is the expected one; takes no lock
   * @param nanoseconds after which the wait ends; negative: never
   * @return WOKEN, NOT_EQUAL or TIMED_OUT
   */
  int await(Memory memory, long address, BooleanSupplier unchanged, long nanoseconds);

  /**
   * Wakes those who have waited longest at an address.
   *
   * @param most how many at most, unsigned
   * @return how many were woken
   */
  int wake(Memory memory, long address, int most);

  /** Of a guest with one thread: nobody waits, and a wait that only another could end traps. */
  static WaitingThreads none() {
    return new WaitingThreads() {
      @Override
      public int await(Memory memory, long address, BooleanSupplier unchanged, long nanoseconds) {
        if (!unchanged.getAsBoolean()) return NOT_EQUAL;
        if (nanoseconds < 0) throw new Trap("it waits for another thread and has none");
        return TIMED_OUT;
      }

      @Override
      public int wake(Memory memory, long address, int most) {
        return 0;
      }
    };
  }
}
