package cairn.kernel.schedule;

/**
 * Counts the heap that put-down stacks of guest threads keep. Any thread, without blocking: it is
 * asked by whoever has just run the thread.
 */
public interface StackLedger {
  /** Counts nothing and refuses nothing. */
  StackLedger ENDLESS =
      new StackLedger() {
        @Override
        public boolean take(long more) {
          return true;
        }

        @Override
        public void giveBack(long less) {}

        @Override
        public RuntimeException refusal() {
          return new IllegalStateException("nothing was refused");
        }
      };

  /** Takes this many bytes more; false: there is no more, and nothing was taken. */
  boolean take(long more);

  /** Gives bytes back that were taken. */
  void giveBack(long less);

  /** What is thrown in a thread whose stack could not be put down. */
  RuntimeException refusal();
}
