package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What schedulers with carriers of their own must do besides. */
abstract class ThreadedSchedulerContract extends GuestSchedulerContract {
  abstract CarrierScheduler make(int carriers, long sliceNanos);

  @Override
  GuestScheduler scheduler() {
    return make(2, CarrierScheduler.SLICE);
  }

  @Override
  GuestScheduler impatient() {
    return make(2, 0);
  }

  @Override
  void until(GuestScheduler scheduler, BooleanSupplier condition) {
    waitUntil(condition);
  }

  static void waitUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void aMonitorHeldInAHostCallIsNeverYieldedUnder() {
    try (var one = make(1, 0)) {
      var monitor = new Object();
      var entered = new AtomicBoolean();
      var walkedIn = new AtomicBoolean();
      var bystanders = new AtomicInteger();
      var holder =
          one.create(
              "holder",
              () ->
                  runGuest(
                      () -> {
                        GuestThread.enterHost();
                        long before = one.preemptions();
                        synchronized (monitor) {
                          entered.set(true);
                          for (int i = 0; i < 50_000; i++) poll();
                          entered.set(false);
                        }
                        assertThat(one.preemptions()).isEqualTo(before);
                        GuestThread.leaveHost();
                      }));
      holder.start();
      for (int i = 0; i < 3; i++)
        one.create(
                "bystander",
                () -> {
                  if (entered.get()) walkedIn.set(true);
                  bystanders.incrementAndGet();
                })
            .start();

      waitUntil(() -> holder.isDone() && bystanders.get() == 3);

      assertThat(walkedIn).isFalse();
    }
  }

  @Test
  void whileGuestsWaitForTheSystemSpareCarriersRunTheOthers() {
    try (var one = make(1, 100_000)) {
      var others = new CountDownLatch(1);
      var woken = one.create("woken", () -> GuestThread.current().park());
      woken.start();
      waitUntil(((ScheduledThread) woken)::isParked);
      var waiting = new ArrayList<GuestThread>();
      for (int i = 0; i < 3; i++)
        waiting.add(
            one.create(
                "waits",
                () -> {
                  // It would run next on this carrier.
                  woken.unpark();
                  assertThat(GuestThread.block(() -> waitFor(others))).isTrue();
                }));
      waiting.forEach(GuestThread::start);
      waitUntil(woken::isDone);

      one.create("other", others::countDown).start();
      waitUntil(() -> waiting.stream().allMatch(GuestThread::isDone) && one.workingSpares() == 0);

      assertThat(one.description()).endsWith("on 1 core");
      var again = one.create("again", () -> {});
      again.start();
      waitUntil(again::isDone);
      assertThat(GuestThread.block(() -> true)).as("on a thread of nobody's").isFalse();
    }
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNewcomerRunsWithinTenSlicesOfTalkingPairs() {
    int carriers = 2;
    try (var scheduler = make(carriers, 100_000)) {
      var guests = new ArrayList<GuestThread>();
      var talking = new CountDownLatch(carriers);
      for (int i = 0; i < carriers; i++) {
        var there = new Box();
        var back = new Box();
        var first =
            scheduler.create(
                "there",
                () -> {
                  while (true) back.put(there.take());
                });
        var second =
            scheduler.create(
                "back",
                () -> {
                  for (int k = 0; ; k++) {
                    there.put(k);
                    back.take();
                    if (k == 1_000) talking.countDown();
                  }
                });
        there.owner = first;
        back.owner = second;
        first.start();
        second.start();
        guests.add(first);
        guests.add(second);
      }
      waitUntil(() -> talking.getCount() == 0);

      var waited = new ConcurrentSkipListSet<Long>();
      for (int i = 0; i < 20; i++) {
        int id = i;
        var ran = new CountDownLatch(1);
        long begin = scheduler.slices();
        scheduler
            .create(
                "newcomer",
                () -> {
                  waited.add((scheduler.slices() - begin) * 100 + id);
                  ran.countDown();
                })
            .start();
        waitUntil(() -> ran.getCount() == 0);
      }

      // Most of them: the machine may put a thread aside for long whenever it likes.
      long median = waited.stream().skip(10).findFirst().orElseThrow() / 100;
      assertThat(median).isLessThanOrEqualTo(10L * carriers);
      assertThat(guests).noneMatch(GuestThread::isDone);
    }
  }

  @Test
  void hogsAreServedBesideTalkingPairs() {
    try (var scheduler = make(1, 100_000)) {
      var there = new Box();
      var back = new Box();
      var first =
          scheduler.create(
              "there",
              () -> {
                while (true) back.put(there.take());
              });
      var second =
          scheduler.create(
              "back",
              () -> {
                while (true) {
                  there.put(1);
                  back.take();
                }
              });
      there.owner = first;
      back.owner = second;
      first.start();
      second.start();
      var turns = new AtomicInteger();
      scheduler
          .create(
              "hog",
              () ->
                  runGuest(
                      () -> {
                        while (true) {
                          turns.incrementAndGet();
                          poll();
                        }
                      }))
          .start();

      waitUntil(() -> turns.get() > 0);
      int before = turns.get();
      waitUntil(() -> turns.get() > before + 10_000);
    }
  }

  @Test
  void hogsTakeTurns() {
    try (var scheduler = make(1, 100_000)) {
      int hogs = 4;
      var turns = Collections.synchronizedList(new ArrayList<Integer>());
      var running = new AtomicInteger(-1);
      for (int i = 0; i < hogs; i++) {
        int id = i;
        scheduler
            .create(
                "hog",
                () ->
                    runGuest(
                        () -> {
                          while (true) {
                            if (running.getAndSet(id) != id) turns.add(id);
                            poll();
                          }
                        }))
            .start();
      }

      waitUntil(() -> turns.size() > 200);

      var settled = List.copyOf(turns).subList(20, 100);
      for (int i = 0; i + hogs <= settled.size(); i += hogs)
        assertThat(settled.subList(i, i + hogs)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
  }

  @Test
  void idleCarriersTakeUpWorkThatARunningGuestCreates() {
    try (var scheduler = make(2, 1_000_000_000L)) {
      var stop = new AtomicBoolean();
      var woken = new AtomicBoolean();
      var sleeper =
          scheduler.create(
              "sleeper",
              () -> {
                GuestThread.current().park();
                woken.set(true);
              });
      sleeper.start();
      waitUntil(() -> ((ScheduledThread) sleeper).isParked());
      var busy =
          scheduler.create(
              "busy",
              () ->
                  runGuest(
                      () -> {
                        sleeper.unpark();
                        while (!stop.get()) poll();
                      }));
      busy.start();

      waitUntil(woken::get); // although the busy one keeps its core for its whole, long slice

      assertThat(busy.isDone()).isFalse();
      stop.set(true);
    }
  }
}
