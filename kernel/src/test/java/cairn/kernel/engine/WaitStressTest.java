package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.process.KernelTimer;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.kernel.schedule.GuestThread;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A counting semaphore of wait and notify, on real carriers: with one lost wake-up a taker sleeps
 * for ever although there is something to take. {@code -Dcairn.long=true}: a hundred times as much.
 */
@Timeout(600)
class WaitStressTest {
  private static final int PLACE = 64;
  private static final int TAKERS = 6;

  private final int each = Boolean.getBoolean("cairn.long") ? 500_000 : 5_000;
  private final KernelTimer timer = new KernelTimer();
  private final WaitQueues waits = new WaitQueues(timer);
  private final AtomicInteger stock = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger woken = new AtomicInteger();
  private final AtomicInteger wokeUp = new AtomicInteger();

  /** Takes one, waiting while there is none; some of its waits have a limit. */
  private void take(Random random) {
    while (true) {
      int now = stock.get();
      if (now > 0) {
        if (stock.compareAndSet(now, now - 1)) break;
        continue;
      }
      long limit = random.nextInt(4) == 0 ? random.nextInt(50_000) : -1;
      if (waits.await(PLACE, () -> stock.get() == 0, limit) == WaitQueues.WOKEN)
        wokeUp.incrementAndGet();
    }
    taken.incrementAndGet();
  }

  private void put() {
    stock.incrementAndGet();
    woken.addAndGet(waits.wake(PLACE, 1, () -> {}));
  }

  @Test
  void noWakeUpIsLostAndNoneCountsTwice() {
    try (var scheduler = GuestSchedulers.best(4)) {
      var threads = new ArrayList<GuestThread>();
      for (int i = 0; i < TAKERS; i++) {
        var random = new Random(i);
        threads.add(
            scheduler.create(
                "taker " + i,
                () -> {
                  for (int n = 0; n < each; n++) take(random);
                }));
      }
      // Two put on guest threads, one from outside, as a timer or another process would.
      for (int i = 0; i < 2; i++)
        threads.add(
            scheduler.create(
                "putter " + i,
                () -> {
                  for (int n = 0; n < TAKERS / 3 * each; n++) put();
                }));
      threads.forEach(GuestThread::start);
      for (int n = 0; n < TAKERS / 3 * each; n++) put();

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(500);
      while (!threads.stream().allMatch(GuestThread::isDone)) {
        assertThat(System.nanoTime()).as("taken: " + taken).isLessThan(deadline);
        LockSupport.parkNanos(100_000);
      }
    } finally {
      timer.close();
    }

    assertThat(taken).hasValue(TAKERS * each);
    assertThat(stock).hasValue(0);
    assertThat(wokeUp).hasValue(woken.get());
    assertThat(waits.sleeping()).isZero();
  }
}
