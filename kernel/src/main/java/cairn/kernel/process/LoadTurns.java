package cairn.kernel.process;

import cairn.kernel.Pid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Shares a few turns among the processes that want to be loaded, in the order in which they came,
 * but for this: of those that one process started, directly or not, no more have a turn than leaves
 * as many for others. So however many a program starts that cannot be loaded, the next tree of
 * processes finds a turn. Safe for any thread; its monitor is taken alone. Whoever waits blocks, so
 * it is for virtual threads.
 */
final class LoadTurns {
  /** Milliseconds between two looks whether somebody is still wanted who was not woken. */
  private static final int LOOK = 200;

  private int free; // guarded by this
  private final Map<Pid, Integer> taken =
      new HashMap<>(); // by the root of the tree; guarded by this
  private final List<Wait> waiting = new ArrayList<>(); // in order; guarded by this

  /** One who waits; by identity. */
  private static final class Wait {
    final Pid root;

    Wait(Pid root) {
      this.root = root;
    }
  }

  /** With so many turns at once. */
  LoadTurns(int turns) {
    free = turns;
  }

  /**
   * Waits for a turn, to be given back with {@link #release}. Throws {@link LoadSleeper.Unwanted}
   * when nobody wants it any more.
   *
   * @param root the process at the root of its tree
   */
  synchronized void take(Pid root, BooleanSupplier unwanted) throws InterruptedException {
    var me = new Wait(root);
    waiting.add(me);
    try {
      while (next() != me) {
        if (unwanted.getAsBoolean()) throw new LoadSleeper.Unwanted();
        wait(LOOK);
      }
      free--;
      taken.merge(root, 1, Integer::sum);
    } finally {
      waiting.remove(me);
      notifyAll();
    }
  }

  /** The first that may have a turn, or nobody: a fresh one, which is not among them. */
  private Wait next() {
    for (Wait each : waiting) if (may(each.root)) return each;
    return new Wait(Pid.KERNEL);
  }

  private boolean may(Pid root) {
    int mine = taken.getOrDefault(root, 0);
    return free > 0 && (mine == 0 || mine < free);
  }

  /** Gives a turn back. */
  synchronized void release(Pid root) {
    free++;
    taken.computeIfPresent(root, (_, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }
}
