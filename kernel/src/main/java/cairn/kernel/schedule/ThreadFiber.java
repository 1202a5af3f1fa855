package cairn.kernel.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fiber that is a platform thread: it runs while its runner waits, and waits while it is put
 * down. Dearer than a continuation by two switches of the operating system each time, but made of
 * nothing but public API.
 */
final class ThreadFiber implements Fiber {
  private final ScheduledThread owner;
  private final Maker maker;

  /** Whose turn it is: true, the body's. Written by whoever has the turn. */
  private volatile boolean bodyRuns;

  /** Who waits for the body; written by the runner before it gives the turn away. */
  private volatile @Nullable Thread runner;

  /** Written by the first run. */
  private volatile @Nullable Worker worker;

  private volatile boolean done;

  private ThreadFiber(ScheduledThread owner, Maker maker) {
    this.owner = owner;
    this.maker = maker;
  }

  /** The guest thread that runs the calling code, if that is on a thread of such a fiber. */
  static @Nullable ScheduledThread current() {
    if (!(Thread.currentThread() instanceof Worker mine)) return null;
    var now = mine.job;
    return now == null ? null : now.owner;
  }

  @Override
  public void resume(Thread by) {
    runner = by;
    bodyRuns = true;
    var mine = worker;
    if (mine == null) maker.assign(this);
    else LockSupport.unpark(mine);
    while (bodyRuns) LockSupport.park(this);
  }

  @Override
  public boolean yieldNow() {
    giveBack();
    while (!bodyRuns) LockSupport.park(this);
    return true;
  }

  private void giveBack() {
    var waiting = runner;
    bodyRuns = false;
    LockSupport.unpark(waiting);
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public long stackBytes() {
    return 0;
  }

  @Override
  public List<String> frames() {
    var mine = worker;
    if (mine == null) return List.of();
    return Arrays.stream(mine.getStackTrace())
        .limit(ScheduledThread.MAX_FRAMES)
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .toList();
  }

  /** Makes these, on threads that are used again. */
  static final class Maker implements Fiber.Maker {
    private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    @Override
    public Fiber make(ScheduledThread owner) {
      return new ThreadFiber(owner, this);
    }

    @Override
    public String kind() {
      return "platform threads";
    }

    private void assign(ThreadFiber fiber) {
      var free = idle.pollFirst();
      var worker = free != null ? free : new Worker(this);
      fiber.worker = worker;
      worker.job = fiber;
      if (free != null) LockSupport.unpark(worker);
      else worker.start();
    }

    @Override
    public void close() {
      closed = true;
      for (Worker worker; (worker = idle.pollFirst()) != null; ) LockSupport.unpark(worker);
    }
  }

  /** Runs bodies, one after the other. */
  private static final class Worker extends GuestRunner {
    private final Maker maker;

    /** Set by the runner while this is idle; cleared here. */
    private volatile @Nullable ThreadFiber job;

    Worker(Maker maker) {
      super("cairn-guest");
      this.maker = maker;
    }

    @Override
    public void run() {
      while (true) {
        var now = job;
        if (now != null) {
          now.owner.runBody();
          job = null;
          now.done = true;
          // Offered before the turn goes back, so that the next guest finds it.
          maker.idle.addFirst(this);
          now.giveBack();
        } else if (maker.closed) {
          return;
        } else {
          LockSupport.park(this);
        }
      }
    }
  }
}
