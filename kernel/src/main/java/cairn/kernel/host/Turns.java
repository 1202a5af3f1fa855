package cairn.kernel.host;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs actions one after the other, in the order they were given, on the threads that gave them:
 * whoever finds nobody at it does its own and then what others added meanwhile. State that only
 * such actions touch needs no lock, and no lock is held while one of them answers a message, so
 * handlers and kernel cannot wait for each other. Actions never block.
 *
 * <p>Any thread. An action that adds another returns before that one runs.
 */
public final class Turns {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** Actions given and not yet done; whoever raises it from 0 runs them. */
  private final AtomicInteger open = new AtomicInteger();

  /** With nothing to do. */
  public Turns() {}

  /**
   * Runs the action in its turn, perhaps on another thread. Throws the first that an action threw
   * that ran here, after all have had their turn: one that fails, even for want of memory, must not
   * keep the others from theirs for ever.
   */
  public void run(Runnable action) {
    waiting.add(action);
    if (open.getAndIncrement() != 0) return;
    Throwable thrown = null;
    do {
      try {
        waiting.remove().run();
      } catch (Throwable failure) {
        // What others threw is not added to it: that could fail again.
        if (thrown == null) thrown = failure;
      }
    } while (open.decrementAndGet() != 0);
    switch (thrown) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException bug -> throw bug;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }
}
