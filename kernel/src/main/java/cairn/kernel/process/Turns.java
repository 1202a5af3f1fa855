package cairn.kernel.process;

import cairn.kernel.Pid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Work for processes on a few threads: for each process one piece at a time, in order, and the
 * processes take turns. So one that wants much waits for itself, and the others for one piece of
 * it. Any thread; its monitor is taken alone.
 */
final class Turns {
  private static final System.Logger LOG = System.getLogger(Turns.class.getName());

  /** Pieces of one process that wait for the one that is done. */
  static final int MOST = 64;

  private final Executor pool;

  /** What waits, for each process for which something is done. Guarded by this. */
  private final Map<Pid, Queue<Runnable>> waiting = new HashMap<>();

  /** {@code pool}: does what it is given first come, first served. */
  Turns(Executor pool) {
    this.pool = pool;
  }

  /** Has this done. False: too much of this process waits, and it will not be. */
  boolean add(Pid pid, Runnable work) {
    synchronized (this) {
      var others = waiting.get(pid);
      if (others != null) return others.size() < MOST && others.add(work);
      waiting.put(pid, new ArrayDeque<>());
    }
    pool.execute(() -> turn(pid, work));
    return true;
  }

  private void turn(Pid pid, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error bug) {
      // The next piece is not to suffer for this one.
      LOG.log(System.Logger.Level.ERROR, "work for process " + pid + " broke off", bug);
    }
    Runnable next;
    synchronized (this) {
      var others = waiting.get(pid);
      next = others == null ? null : others.poll();
      if (next == null) waiting.remove(pid);
    }
    // Behind what the other processes have wanted meanwhile.
    if (next != null) {
      Runnable mine = next;
      pool.execute(() -> turn(pid, mine));
    }
  }

  /** What waits for this process will not be done. */
  synchronized void ended(Pid pid) {
    var others = waiting.get(pid);
    if (others != null) others.clear();
  }
}
