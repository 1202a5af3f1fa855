package cairn.kernel.schedule;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Guest threads that go to sleep while somebody wants something of them. The first result is 1 when
 * the body got past its sleep, the second how often it was put into a queue while it was in one.
 */
public class ParkStress {
  /** Runs what is in the queue, and counts what must not happen. */
  static class Bed implements RunQueues {
    final ScheduledThread thread =
        new ScheduledThread(
            "guest",
            this::body,
            () -> {},
            this,
            new ContinuationFiber.Maker(),
            StackLedger.ENDLESS);
    private final AtomicInteger queued = new AtomicInteger();
    volatile int twice;
    volatile int passed;

    Bed() {
      thread.start();
    }

    void body() {
      thread.park();
      passed = 1;
    }

    /** What a carrier does once, if there is something. */
    boolean turn() {
      if (queued.get() == 0) return false;
      queued.decrementAndGet();
      thread.run(Thread.currentThread(), null, System.nanoTime());
      return true;
    }

    void rest() {
      for (int i = 0; i < 100 && turn(); i++) {}
    }

    @Override
    public void started(ScheduledThread guest) {}

    @Override
    public void ready(ScheduledThread guest) {
      if (queued.incrementAndGet() > 1) twice = 1;
    }

    @Override
    public void spent(ScheduledThread guest) {
      ready(guest);
    }

    @Override
    public void ended(ScheduledThread guest) {}

    @Override
    public boolean sliceIsOver(ScheduledThread guest) {
      return true;
    }

    @Override
    public boolean isLastPoll() {
      return true;
    }

    @Override
    public void uncaught(ScheduledThread guest, Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  /** Unparked while it parks: it goes on, by one way. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it goes on")
  @State
  public static class UnparkedWhileItParks extends Bed {
    @Actor
    public void carrier() {
      turn();
    }

    @Actor
    public void waker() {
      thread.unpark();
    }

    @Arbiter
    public void rest(II_Result r) {
      rest();
      r.r1 = passed;
      r.r2 = twice;
    }
  }

  /** Killed while it parks: it ends, and does not go on. */
  @JCStressTest
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "it has ended")
  @State
  public static class KilledWhileItParks extends Bed {
    @Actor
    public void carrier() {
      turn();
    }

    @Actor
    public void killer() {
      thread.kill();
    }

    @Arbiter
    public void rest(III_Result r) {
      rest();
      r.r1 = passed;
      r.r2 = twice;
      r.r3 = thread.isDone() ? 1 : 0;
    }
  }

  /** Killed and unparked at once, while it is asleep. */
  @JCStressTest
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "it has ended")
  @State
  public static class KilledWhileItIsUnparked extends Bed {
    public KilledWhileItIsUnparked() {
      turn();
    }

    @Actor
    public void waker() {
      thread.unpark();
    }

    @Actor
    public void killer() {
      thread.kill();
    }

    @Arbiter
    public void rest(III_Result r) {
      rest();
      r.r1 = passed;
      r.r2 = twice;
      r.r3 = thread.isDone() ? 1 : 0;
    }
  }

  /** Its stack is looked at while it is unparked: it goes on all the same. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it goes on")
  @State
  public static class LookedAtWhileItIsUnparked extends Bed {
    public LookedAtWhileItIsUnparked() {
      turn();
    }

    @Actor
    public void waker() {
      thread.unpark();
    }

    @Actor
    public void looker() {
      thread.stack();
    }

    @Arbiter
    public void rest(II_Result r) {
      rest();
      r.r1 = passed;
      r.r2 = twice;
    }
  }

  /** Paused and resumed while it runs: it goes on. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it goes on")
  @State
  public static class PausedWhileItRuns extends Bed {
    @Override
    void body() {
      thread.runGuest(
          () -> {
            for (int i = 0; i < 5; i++) thread.poll();
          });
      passed = 1;
    }

    @Actor
    public void carrier() {
      for (int i = 0; i < 3; i++) turn();
    }

    @Actor
    public void user() {
      thread.pause();
      thread.resume();
    }

    @Arbiter
    public void rest(II_Result r) {
      rest();
      r.r1 = passed;
      r.r2 = twice;
    }
  }
}
