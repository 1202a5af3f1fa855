package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContinuationSchedulerTest extends ThreadedSchedulerContract {
  @Override
  CarrierScheduler make(int carriers, long sliceNanos, int polls) {
    return GuestSchedulers.onContinuations(carriers, sliceNanos, polls);
  }

  @Test
  void itIsTheBestThereIs() {
    try (var best = GuestSchedulers.best(1)) {
      assertThat(best.description()).isEqualTo("continuations on 1 core");
    }
  }

  @Test
  void aParkedStackIsCounted() {
    try (var scheduler = make(1, 100_000, 1_000)) {
      var shallow = scheduler.create("shallow", () -> GuestThread.current().park());
      var deep = scheduler.create("deep", () -> parkBelow(500));
      shallow.start();
      deep.start();

      waitUntil(
          () -> ((ScheduledThread) shallow).isParked() && ((ScheduledThread) deep).isParked());

      assertThat(shallow.stackBytes()).isPositive();
      assertThat(deep.stackBytes()).isGreaterThan(shallow.stackBytes() + 500 * 16);
    }
  }

  private static int parkBelow(int frames) {
    if (frames > 0) return 1 + parkBelow(frames - 1);
    GuestThread.current().park();
    return 0;
  }

  @Test
  void aPreemptedGuestKeepsWorkingWhileItMovesBetweenCarriers() {
    try (var scheduler = make(2, 0, 0)) {
      var guests = new java.util.ArrayList<GuestThread>();
      var sums = new java.util.concurrent.ConcurrentLinkedQueue<Long>();
      for (int i = 0; i < 8; i++)
        guests.add(scheduler.create("sum", () -> GuestThread.runGuest(() -> sums.add(sum()))));
      guests.forEach(GuestThread::start);

      waitUntil(() -> guests.stream().allMatch(GuestThread::isDone));

      assertThat(sums).hasSize(8).containsOnly(sumWithoutPolls());
      assertThat(scheduler.preemptions()).isGreaterThan(10_000);
    }
  }

  private static long sum() {
    long sum = 0;
    for (int i = 0; i < 50_000; i++) {
      // In and out of the host on whatever carrier this is now: the depth must stay its own.
      GuestThread.enterHost();
      sum = sum * 31 + i;
      GuestThread.leaveHost();
      poll();
    }
    return sum;
  }

  private static long sumWithoutPolls() {
    long sum = 0;
    for (int i = 0; i < 50_000; i++) sum = sum * 31 + i;
    return sum;
  }
}
