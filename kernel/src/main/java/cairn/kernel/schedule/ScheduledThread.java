package cairn.kernel.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest thread under any of the schedulers: one state machine for all.
 *
 * <pre>
 *   NEW -start-> READY -taken-> RUNNING -park-> PARKED -unpark, kill-> READY
 *                                       -paused-> HELD -resume, kill-> READY
 *                                       -slice over-> READY
 *                                       -body ends-> DONE
 *   PARKED or HELD -stack asked for-> WALKED -> back
 * </pre>
 *
 * <p>Nothing is lost, because every wish is a flag that is written before the state is read, and
 * whoever sets a sleeping state reads the flags after it ({@link #settle}): one of the two sees the
 * other. Whoever moves the state to READY puts the thread into a queue, so it is in at most one.
 *
 * <p>The body counts as host code: it is neither preempted nor killed by polls, except inside
 * {@link GuestThread#runGuest}.
 */
final class ScheduledThread implements GuestThread {
  /** A longer stack is shown by its innermost frames only. */
  static final int MAX_FRAMES = 256;

  private static final int NEW = 0;
  private static final int READY = 1;
  private static final int RUNNING = 2;
  private static final int PARKED = 3;
  private static final int HELD = 4;
  private static final int WALKED = 5;
  private static final int DONE = 6;

  /** What a host call costs of a slice, in polls. */
  private static final int HOST_CALL = 64;

  private static final VarHandle STATE = field("state", int.class);
  private static final VarHandle PERMIT = field("permit", boolean.class);

  /** Why it yielded. */
  private enum Stop {
    NONE,
    PARK,
    HOLD,
    SPENT
  }

  private final String name;
  private final Runnable body;
  private final Runnable ifLost;
  private final RunQueues queues;
  private final Fiber fiber;
  private final StackLedger stacks;

  private volatile int state = NEW;

  /** True: the next park returns at once. Set by anyone, taken by the thread itself. */
  private volatile boolean permit;

  private volatile boolean killed;
  private volatile boolean paused;

  /** What its code reads at polls, while it runs such code. Written by the thread itself. */
  private volatile @Nullable PollFlag flag;

  /** Nanoseconds on carriers; written by the one who runs it. */
  private volatile long ran;

  /** When the present run began, 0 between runs; written by the one who runs it. */
  private volatile long runningSince;

  // These belong to whoever runs it: the carrier before and after, the guest itself in between.
  private Stop stop = Stop.NONE;
  private long total;

  /** Bytes of its stack that {@link #stacks} knows of. */
  private long counted;

  /**
   * Not any more when its stack was refused, and it is being unwound, or when it is about to end.
   */
  private boolean isCounted = true;

  /** That has not been thrown yet. */
  private boolean refused;

  private int hostDepth = 1;

  /** What host calls have cost since the clock was last looked at, in polls. */
  private long owed;

  private @Nullable Core core;
  private boolean bodyIsOver;

  /** A link of the {@link RunQueue} that it is in, guarded by that. */
  @Nullable ScheduledThread spilledBefore;

  ScheduledThread(
      String name,
      Runnable body,
      Runnable ifLost,
      RunQueues queues,
      Fiber.Maker fibers,
      StackLedger stacks) {
    this.name = name;
    this.body = body;
    this.ifLost = ifLost;
    this.queues = queues;
    this.stacks = stacks;
    this.fiber = fibers.make(this);
  }

  // ---- asked by anyone

  @Override
  public void start() {
    if (!STATE.compareAndSet(this, NEW, READY))
      throw new IllegalStateException(name + " was started before");
    queues.started(this);
    queues.ready(this);
  }

  @Override
  public void unpark() {
    if ((boolean) PERMIT.getAndSet(this, true)) return;
    wake(PARKED);
  }

  @Override
  public void kill() {
    killed = true;
    raiseFlag();
    if (!wake(PARKED)) wake(HELD);
  }

  @Override
  public void pause() {
    paused = true;
    raiseFlag();
  }

  /** Has its code poll soon, if that reads a flag. Any thread. */
  void raiseFlag() {
    var raised = flag;
    if (raised != null) raised.raise();
  }

  @Override
  public void resume() {
    paused = false;
    wake(HELD);
  }

  @Override
  public long cpuNanos() {
    long since = runningSince;
    long before = ran;
    return since == 0 ? before : before + Math.max(0, System.nanoTime() - since);
  }

  @Override
  public boolean isDone() {
    return state == DONE;
  }

  @Override
  public long stackBytes() {
    int now = state;
    return now == PARKED || now == HELD || now == READY ? fiber.stackBytes() : 0;
  }

  @Override
  public List<String> stack() {
    for (int sleeping : new int[] {PARKED, HELD}) {
      if (!STATE.compareAndSet(this, sleeping, WALKED)) continue;
      try {
        return fiber.frames();
      } finally {
        settle(sleeping);
      }
    }
    return List.of();
  }

  /** Whether it sleeps until somebody wakes it; for tests. */
  boolean isParked() {
    return state == PARKED;
  }

  /** Whether it is stopped because it was paused; for tests. */
  boolean isHeld() {
    return state == HELD;
  }

  // ---- on the guest thread itself

  @Override
  public void park() {
    if (GuestThreads.running() != this)
      throw new IllegalStateException("only " + name + " itself can park it");
    if (killed) throw new GuestKilled();
    if (!(boolean) PERMIT.getAndSet(this, false)) {
      if (!yieldFor(Stop.PARK)) throw cannotStop();
      PERMIT.getAndSet(this, false);
    } else if (paused && !yieldFor(Stop.HOLD)) {
      throw cannotStop();
    }
    goOn();
  }

  @Override
  public void releaseStack() {
    isCounted = false;
    giveBackStack();
  }

  private void giveBackStack() {
    stacks.giveBack(counted);
    counted = 0;
  }

  /** Looks whether it has to stop. May return on another carrier. */
  void poll() {
    if (hostDepth > 0) return;
    if (killed) throw new GuestKilled();
    owed = 0;
    stopIfDue();
  }

  /** Its code has found its flag raised. May return on another carrier. */
  void flagged() {
    var found = flag;
    if (found == null || hostDepth > 0) return;
    // INVARIANT: the code has lowered it before what it was raised for is looked at.
    if (paused || killed || queues.isLastPoll()) poll();
    else found.raise();
  }

  /** As {@link GuestThread#pollInHost}. May return on another carrier. */
  void pollInHost() {
    if (killed) throw new GuestKilled();
    stopIfDue();
  }

  private void stopIfDue() {
    if (paused) yieldFor(Stop.HOLD);
    else if (queues.sliceIsOver(this)) yieldFor(Stop.SPENT);
    else return;
    goOn();
  }

  /** After a yield. */
  private void goOn() {
    if (killed) throw new GuestKilled();
    if (!refused) return;
    refused = false;
    throw stacks.refusal();
  }

  void enterHost() {
    hostDepth++;
    owed += HOST_CALL;
  }

  /** May return on another carrier. */
  void leaveHost() {
    if (--hostDepth > 0) return;
    if (owed >= CarrierScheduler.POLLS) poll();
  }

  /** The host call that it makes costs this much more. */
  void owe(long polls) {
    owed += polls;
  }

  void runGuest(Runnable code) {
    int outside = hostDepth;
    hostDepth = 0;
    try {
      code.run();
    } finally {
      hostDepth = outside;
    }
  }

  void runGuest(Runnable code, PollFlag read) {
    flag = read;
    // What came before it could be raised is looked at by the first poll.
    read.raise();
    try {
      runGuest(code);
    } finally {
      flag = null;
    }
  }

  /** Where it runs now; null under a scheduler without cores. */
  @Nullable Core core() {
    return core;
  }

  /** All of the thread: the fiber's body. */
  void runBody() {
    try {
      body.run();
    } catch (GuestKilled e) {
      // The end that was wished for.
    } catch (Throwable e) {
      uncaught(e);
    } finally {
      bodyIsOver = true;
    }
  }

  private void uncaught(Throwable e) {
    try {
      queues.uncaught(this, e);
    } catch (Throwable worse) {
      // There is no memory left to say it with.
    }
  }

  /** False: native code is on its stack, and it goes on. Throws NotPutDown. */
  private boolean yieldFor(Stop why) {
    stop = why;
    try {
      if (fiber.yieldNow()) return true;
    } catch (StackOverflowError | OutOfMemoryError e) {
      stop = Stop.NONE;
      throw new NotPutDown(e);
    }
    stop = Stop.NONE;
    return false;
  }

  private IllegalStateException cannotStop() {
    return new IllegalStateException(name + " cannot wait here: native code is on its stack");
  }

  // ---- by the one who took it from a queue

  /**
   * Runs it until it stops by itself, or not at all if it is paused.
   *
   * @param runner the calling thread
   * @param on the core it runs for, if the scheduler has cores
   * @param now System.nanoTime
   * @return the same, after it
   */
  long run(Thread runner, @Nullable Core on, long now) {
    // It may have been lost after it was put into a queue.
    if (state == DONE) return now;
    if (paused && !killed && !refused) {
      settle(HELD);
      return now;
    }
    core = on;
    STATE.setOpaque(this, RUNNING);
    runningSince = now == 0 ? 1 : now;
    fiber.resume(runner);
    long end = System.nanoTime();
    total += end - now;
    ran = total;
    runningSince = 0;
    core = null;
    Stop why = stop;
    stop = Stop.NONE;
    if (fiber.isDone()) {
      giveBackStack();
      state = DONE;
      queues.ended(this);
      return end;
    }
    if (!count()) {
      // It goes on at once, paused or not, only to be unwound.
      refused = true;
      isCounted = false;
      state = READY;
      queues.ready(this);
      return end;
    }
    switch (why) {
      case PARK -> settle(PARKED);
      case HOLD -> settle(HELD);
      case SPENT -> {
        state = READY;
        queues.spent(this);
      }
      case NONE -> throw new IllegalStateException(name + " yielded by a way of its own");
    }
    return end;
  }

  /** Counts the stack that was just put down; false: it may not be as large as that. */
  private boolean count() {
    long more = fiber.stackBytes() - counted;
    if (more <= 0 || killed || !isCounted) return true;
    if (!stacks.take(more)) return false;
    counted += more;
    return true;
  }

  /** The JVM cannot run it: it is over. By whoever was to run it. */
  void lose() {
    core = null;
    runningSince = 0;
    giveBackStack();
    state = DONE;
    queues.ended(this);
    if (!bodyIsOver) ifLost.run();
  }

  // INVARIANT: the state is written before the flags are read; see the class.
  private void settle(int sleeping) {
    state = sleeping;
    boolean runs = killed || (sleeping == PARKED ? permit : !paused);
    if (runs) wake(sleeping);
  }

  private boolean wake(int from) {
    if (state != from || !STATE.compareAndSet(this, from, READY)) return false;
    queues.ready(this);
    return true;
  }

  @Override
  public String toString() {
    return name;
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(ScheduledThread.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
