package cairn.kernel.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A scheduler for tests: nothing runs until the test says so, then one guest runs for one slice.
 * Which one is drawn from a seed, and a slice is a number of polls, so the same seed gives the same
 * run as long as nothing else than guests wakes guests.
 *
 * <p>Guests run on one thread of the stepper's own, while the thread that steps waits. Wake-ups may
 * come from any thread; {@link #step} and the run methods belong to one thread at a time.
 */
public final class Stepper implements GuestScheduler {
  private static final int POLLS = 1_000;
  private static final int MANY = 100_000;
  private static final long SLICE_SECONDS = 30;
  private static final long OUTSIDE_SECONDS = 10;

  private final Random order;
  private final Fiber.Maker fibers;
  private final Runner runner;
  private final Queues queues = new Queues();
  private final int polls;
  private final Set<ScheduledThread> living = ConcurrentHashMap.newKeySet();

  /** Guarded by itself; notified when something is added. */
  private final List<ScheduledThread> ready = new ArrayList<>();

  /** How many polls of the slice are left. Written before a slice, then the guest's own. */
  private int pollsLeft;

  /** With slices of 1,000 polls. */
  public Stepper(long seed) {
    this(seed, POLLS);
  }

  /** With slices of that many polls; 0 preempts at every poll. */
  public Stepper(long seed, int polls) {
    order = new Random(seed);
    this.polls = polls;
    fibers = GuestSchedulers.fibers();
    runner = new Runner();
    runner.start();
  }

  @Override
  public GuestThread create(String name, Runnable body, Runnable ifLost, StackLedger stacks) {
    return new ScheduledThread(name, body, ifLost, queues, fibers, stacks);
  }

  @Override
  public String description() {
    return "one step at a time";
  }

  /** Runs one ready guest for one slice. False: none is ready. */
  public boolean step() {
    ScheduledThread guest;
    synchronized (ready) {
      if (ready.isEmpty()) return false;
      guest = ready.remove(order.nextInt(ready.size()));
    }
    pollsLeft = polls;
    guest.raiseFlag();
    runner.runSlice(guest);
    return true;
  }

  /**
   * Steps until no guest is ready.
   *
   * @return how many steps that took
   * @throws IllegalStateException when 100,000 steps do not suffice
   */
  public int runUntilIdle() {
    int steps = 0;
    while (step())
      if (++steps == MANY) throw new IllegalStateException("guests still run after 100,000 steps");
    return steps;
  }

  /**
   * Steps until the condition holds. When no guest is ready, waits for a wake-up from outside.
   *
   * @throws IllegalStateException when it does not hold after 100,000 steps, or after 10 s without
   *     a guest that is ready
   */
  public void runUntil(BooleanSupplier condition) {
    int steps = 0;
    long idleSince = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (step()) {
        idleSince = System.nanoTime();
        if (++steps == MANY) throw new IllegalStateException("not reached in 100,000 steps");
      } else if (System.nanoTime() - idleSince > TimeUnit.SECONDS.toNanos(OUTSIDE_SECONDS)) {
        throw new IllegalStateException("no guest is ready, and nobody wakes one");
      } else {
        awaitReady();
      }
    }
  }

  /** How many guests are ready to run. */
  public int ready() {
    synchronized (ready) {
      return ready.size();
    }
  }

  /** Waits a little: the condition of runUntil may also come true by itself. */
  private void awaitReady() {
    synchronized (ready) {
      try {
        if (ready.isEmpty()) ready.wait(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    living.forEach(ScheduledThread::kill);
    for (int i = 0; i < MANY && !living.isEmpty() && step(); i++)
      living.forEach(ScheduledThread::kill);
    runner.end();
    fibers.close();
  }

  private final class Queues implements RunQueues {
    @Override
    public void started(ScheduledThread guest) {
      living.add(guest);
    }

    @Override
    public void ready(ScheduledThread guest) {
      synchronized (ready) {
        ready.add(guest);
        ready.notifyAll();
      }
    }

    @Override
    public void spent(ScheduledThread guest) {
      ready(guest);
    }

    @Override
    public void ended(ScheduledThread guest) {
      living.remove(guest);
    }

    @Override
    public boolean sliceIsOver(ScheduledThread guest) {
      return true;
    }

    @Override
    public boolean isLastPoll() {
      return --pollsLeft < 0;
    }

    @Override
    public void uncaught(ScheduledThread guest, Throwable failure) {
      System.getLogger("cairn.kernel.process")
          .log(System.Logger.Level.ERROR, "guest thread " + guest + " failed", failure);
    }
  }

  /** The thread that guests run on: a slice when asked for. */
  private static final class Runner extends GuestRunner {
    private final SynchronousQueue<Runnable> work = new SynchronousQueue<>();
    private final Semaphore finished = new Semaphore(0);

    /** Confined to the runner. */
    private boolean ended;

    Runner() {
      super("cairn-stepper");
    }

    void runSlice(ScheduledThread guest) {
      try {
        work.put(() -> guest.run(this, null, System.nanoTime()));
        if (!finished.tryAcquire(SLICE_SECONDS, TimeUnit.SECONDS))
          throw new IllegalStateException(
              "guest thread " + guest + " does not stop: " + List.of(getStackTrace()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    void end() {
      interrupt(); // it may be on its way back to the queue
    }

    @Override
    public void run() {
      while (!ended) {
        try {
          work.take().run();
        } catch (InterruptedException e) {
          return;
        } finally {
          finished.release();
        }
      }
    }
  }
}
