package cairn.kernel.engine;

import static cairn.compiler.runtime.Atomics.i32_atomic_load;
import static cairn.compiler.runtime.Atomics.i32_atomic_rmw_add;
import static cairn.compiler.runtime.Atomics.i32_atomic_store;
import static cairn.compiler.runtime.Atomics.memory_atomic_notify;
import static cairn.kernel.engine.Places.MEMORY;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import cairn.kernel.schedule.GuestKilled;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Waiting and waking at an address. A wait answers 0 woken, 1 not equal, 2 time is up; -3 is
 * killed, -4 a waiter that nobody woke.
 */
public class WaitStress {
  private static final int KILLED = -3;
  private static final int LOST = -4;

  private static int await(
      WaitQueues waits, StandIn thread, int at, BooleanSupplier stillSo, long timeout) {
    try {
      return waits.await(thread, at, stillSo, timeout);
    } catch (GuestKilled killed) {
      return KILLED;
    } catch (StandIn.Overslept lost) {
      return LOST;
    }
  }

  /** One who stands in a queue and notes whether it was woken. */
  private static final class Standing extends WaitQueues.Waiter {
    private final AtomicInteger woken;

    Standing(int at, AtomicInteger woken) {
      super(at);
      this.woken = woken;
    }

    @Override
    protected boolean wake() {
      woken.incrementAndGet();
      return true;
    }
  }

  /** The value changes and then wakes: whoever compared before that is woken. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it saw the change")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it was woken")
  @State
  public static class NoWakeUpIsLost {
    private final int at = Places.place();
    private final StandIn thread = new StandIn();

    @Actor
    public void waker(II_Result r) {
      i32_atomic_store(at, 1, 0, MEMORY);
      r.r1 = memory_atomic_notify(at, 1, 0, MEMORY);
    }

    @Actor
    public void waiter(II_Result r) {
      r.r2 = await(Places.WAITS, thread, at, () -> i32_atomic_load(at, 0, MEMORY) == 0, -1);
    }
  }

  /** Two take turns over two words, as two threads that hand something back and forth do. */
  @JCStressTest
  @Outcome(id = "10, 10", expect = ACCEPTABLE, desc = "all turns were taken")
  @State
  public static class TurnsAreTaken {
    private final int at = Places.place();
    private final StandIn one = new StandIn();
    private final StandIn other = new StandIn();

    private int turns(StandIn me, int mine, int theirs) {
      int taken = 0;
      for (int turn = 1; turn <= 10; turn++) {
        i32_atomic_rmw_add(theirs, 1, 0, MEMORY);
        memory_atomic_notify(theirs, 1, 0, MEMORY);
        while (true) {
          int now = i32_atomic_load(mine, 0, MEMORY);
          if (now >= turn) break;
          int how =
              await(Places.WAITS, me, mine, () -> i32_atomic_load(mine, 0, MEMORY) == now, -1);
          if (how == LOST) return LOST;
        }
        taken++;
      }
      return taken;
    }

    @Actor
    public void one(II_Result r) {
      r.r1 = turns(one, at, at + 64);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = turns(other, at + 64, at);
    }
  }

  /** Three wait; two wakers may wake two each: each is woken once and counted once. */
  @JCStressTest
  @Outcome(
      id = {"2, 1, 3", "1, 2, 3"},
      expect = ACCEPTABLE,
      desc = "each once")
  @State
  public static class AtMostSoManyAreWoken {
    private final WaitQueues waits = new WaitQueues((nanos, action) -> () -> {});
    private final AtomicInteger woken = new AtomicInteger();

    public AtMostSoManyAreWoken() {
      for (int i = 0; i < 3; i++) waits.join(new Standing(8, woken), () -> true);
    }

    @Actor
    public void one(III_Result r) {
      r.r1 = waits.wake(8, 2);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = waits.wake(8, 2);
    }

    @Arbiter
    public void all(III_Result r) {
      r.r3 = woken.get();
    }
  }

  /** One leaves while somebody is woken: the wake-up is its own or the next one's. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "it left, the next was woken")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "it was woken")
  @State
  public static class OneLeavesWhileOneIsWoken {
    private final WaitQueues waits = new WaitQueues((nanos, action) -> () -> {});
    private final AtomicInteger next = new AtomicInteger();
    private final WaitQueues.Waiter leaving = new Standing(8, new AtomicInteger());

    public OneLeavesWhileOneIsWoken() {
      waits.join(leaving, () -> true);
      waits.join(new Standing(8, next), () -> true);
    }

    @Actor
    public void leaves(III_Result r) {
      r.r1 = waits.leave(leaving) ? 1 : 0;
    }

    @Actor
    public void wakes(III_Result r) {
      r.r2 = waits.wake(8, 1);
    }

    @Arbiter
    public void all(III_Result r) {
      r.r3 = next.get();
    }
  }

  /**
   * The time of a waiter is up while it is woken: it is one of both, the waker counts what it was,
   * and a wake-up that came too late goes to the next in the queue.
   */
  @JCStressTest
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "woken, and counted")
  @Outcome(id = "2, 1, 1", expect = ACCEPTABLE, desc = "its time was up: the next was woken")
  @State
  public static class TimeIsUpWhileItIsWoken {
    private final AtomicInteger next = new AtomicInteger();
    private Runnable timeIsUp = () -> {};
    private volatile boolean bothWait;
    private final StandIn thread =
        new StandIn() {
          @Override
          public void park() {
            // The alarm goes off as soon as it sleeps.
            timeIsUp.run();
            super.park();
          }
        };
    private final WaitQueues waits = new WaitQueues(this::after);

    private Runnable after(long nanos, Runnable action) {
      timeIsUp = action;
      // The next in the queue comes when the first is in it.
      joinSecond();
      return () -> {};
    }

    private void joinSecond() {
      waits.join(new Standing(8, next), () -> true);
      bothWait = true;
    }

    @Actor
    public void waiter(III_Result r) {
      r.r1 = await(waits, thread, 8, () -> true, 1);
    }

    @Actor
    public void waker(III_Result r) {
      while (!bothWait) Thread.onSpinWait();
      r.r2 = waits.wake(8, 1);
    }

    @Arbiter
    public void all(III_Result r) {
      r.r3 = next.get();
    }
  }

  /** The alarm on a thread of its own against a waker and the waiter. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "woken, and counted")
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "its time was up")
  @State
  public static class TheAlarmAndTheWakerMeet {
    private volatile Runnable timeIsUp;
    private final StandIn thread = new StandIn();
    private final WaitQueues waits =
        new WaitQueues(
            (nanos, action) -> {
              timeIsUp = action;
              return () -> {};
            });

    @Actor
    public void waiter(II_Result r) {
      r.r1 = await(waits, thread, 8, () -> true, 1);
    }

    @Actor
    public void others(II_Result r) {
      Runnable alarm;
      for (int i = 0; (alarm = timeIsUp) == null && i < 1000; i++) Thread.onSpinWait();
      r.r2 = waits.wake(8, 1);
      while ((alarm = timeIsUp) == null) Thread.yield();
      alarm.run();
    }
  }

  /** Killed while it waits, or before: it leaves its queue and its alarm. */
  @JCStressTest
  @Outcome(id = "-3, 0, 0", expect = ACCEPTABLE, desc = "killed, and nothing is left of it")
  @State
  public static class KilledWhileItWaits {
    private final AtomicInteger alarms = new AtomicInteger();
    private final StandIn thread = new StandIn();
    private final WaitQueues waits =
        new WaitQueues(
            (nanos, action) -> {
              alarms.incrementAndGet();
              return alarms::decrementAndGet;
            });

    @Actor
    public void waiter(III_Result r) {
      r.r1 = await(waits, thread, 8, () -> true, 1_000);
    }

    @Actor
    public void killer() {
      thread.kill();
    }

    @Arbiter
    public void left(III_Result r) {
      r.r2 = waits.sleeping();
      r.r3 = alarms.get();
    }
  }

  /** Killed while it is woken: whoever wakes counts it or not, and the queue is empty. */
  @JCStressTest
  @Outcome(
      id = {"-3, 0, 0", "-3, 1, 0"},
      expect = ACCEPTABLE,
      desc = "killed")
  @Outcome(
      id = "0, 1, 0",
      expect = ACCEPTABLE,
      desc = "woken before it slept: ends at its next poll")
  @State
  public static class KilledWhileItIsWoken {
    private final StandIn thread = new StandIn();
    private final WaitQueues waits = new WaitQueues((nanos, action) -> () -> {});

    @Actor
    public void waiter(III_Result r) {
      r.r1 = await(waits, thread, 8, () -> true, -1);
    }

    @Actor
    public void killer(III_Result r) {
      thread.kill();
      r.r2 = waits.wake(8, 1);
    }

    @Arbiter
    public void left(III_Result r) {
      r.r3 = waits.sleeping();
    }
  }
}
