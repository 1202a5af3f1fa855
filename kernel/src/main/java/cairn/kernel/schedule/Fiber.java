package cairn.kernel.schedule;

import java.util.List;

/**
 * A stack that can be put down and taken up again. Made by a {@link Maker}; run by one thread at a
 * time, which need not be the same one.
 */
interface Fiber {
  /**
   * Runs the body until it yields or ends. Called by the thread that took its owner from a queue:
   * {@code runner}.
   */
  void resume(Thread runner);

  /**
   * Gives control back to whoever called {@link #resume}; returns when that is called again. Called
   * on the fiber itself. False: it cannot be put down here, and nothing has happened. Nor has it
   * when this throws StackOverflowError or OutOfMemoryError: too little is left to put it down.
   */
  boolean yieldNow();

  /** Whether the body has ended. For the thread that runs it. */
  boolean isDone();

  /** Bytes of heap that the put-down stack keeps, or more; 0: it is not on the heap. Any thread. */
  long stackBytes();

  /** Frames of the put-down stack, innermost first. Only while nobody can run it. */
  List<String> frames();

  /** Makes fibers of one kind. */
  interface Maker extends AutoCloseable {
    /** A fiber for this guest thread. */
    Fiber make(ScheduledThread owner);

    /** For people: what the fibers are. */
    String kind();

    /** Lets idle threads go, if it keeps any. */
    @Override
    void close();
  }
}
