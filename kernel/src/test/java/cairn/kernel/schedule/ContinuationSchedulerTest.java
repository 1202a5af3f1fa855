package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContinuationSchedulerTest extends ThreadedSchedulerContract {
  @Override
  CarrierScheduler make(int carriers, long sliceNanos) {
    return GuestSchedulers.onContinuations(carriers, sliceNanos);
  }

  @Test
  void itIsTheBestThereIs() {
    try (var best = GuestSchedulers.best(1)) {
      assertThat(best.description()).isEqualTo("continuations on 1 core");
    }
  }

  @Test
  void theTimerSleepsWhileACarrierIsFreeForWhoeverIsWoken() {
    try (var scheduler = make(2, 100_000)) {
      var rounds = new AtomicLong();
      var guest =
          scheduler.create(
              "waits",
              () -> {
                while (rounds.incrementAndGet() <= 1_000) GuestThread.current().park();
              });
      guest.start();
      waitUntil(scheduler::isTimerAsleep);

      for (int i = 1; i <= 1_000; i++) {
        long round = i;
        waitUntil(() -> rounds.get() == round && ((ScheduledThread) guest).isParked());
        assertThat(scheduler.isTimerAsleep()).isTrue();
        guest.unpark();
      }

      waitUntil(guest::isDone);
      assertThat(scheduler.isTimerAsleep()).isTrue();
    }
  }

  @Test
  void aParkedStackIsCounted() {
    try (var scheduler = make(1, 100_000)) {
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

  @Test
  void aStackIsCountedWhenItIsPutDownAndGivenBackWhenItsThreadHasEnded() {
    var purse = new Purse(Long.MAX_VALUE);
    try (var scheduler = make(1, 100_000)) {
      var guest = scheduler.create("deep", () -> parkBelow(500), () -> {}, purse);
      guest.start();
      waitUntil(() -> ((ScheduledThread) guest).isParked());

      assertThat(purse.taken.get()).isEqualTo(guest.stackBytes()).isGreaterThan(500 * 16);
      guest.unpark();
      waitUntil(guest::isDone);

      assertThat(purse.taken).hasValue(0);
    }
  }

  @Test
  void aStackIsGivenBackBeforeItsThreadEndsIfItWants() {
    var purse = new Purse(Long.MAX_VALUE);
    var seen = new ConcurrentLinkedQueue<Long>();
    try (var scheduler = make(1, 100_000)) {
      var guest =
          scheduler.create(
              "deep",
              () -> {
                parkBelow(500);
                seen.add(purse.taken.get());
                GuestThread.current().releaseStack();
                seen.add(purse.taken.get());
                parkBelow(500);
                seen.add(purse.taken.get());
              },
              () -> {},
              purse);
      guest.start();
      for (int parks = 0; parks < 2; parks++) {
        int before = parks;
        waitUntil(() -> seen.size() == 2 * before && ((ScheduledThread) guest).isParked());
        guest.unpark();
      }
      waitUntil(guest::isDone);

      assertThat(seen.poll()).isGreaterThan(500 * 16);
      assertThat(seen).containsExactly(0L, 0L);
      assertThat(purse.taken).hasValue(0);
    }
  }

  @Test
  void aStackThatIsRefusedIsUnwoundByTheRefusalPausedOrNot() {
    for (boolean paused : new boolean[] {false, true}) {
      var purse = new Purse(2_000);
      var seen = new ConcurrentLinkedQueue<String>();
      try (var scheduler = make(1, 100_000)) {
        var guest =
            scheduler.create(
                "deep",
                () -> {
                  try {
                    parkBelow(500);
                  } catch (UnsupportedOperationException refusal) {
                    seen.add("refused");
                    // What it does while it is unwound is not counted again.
                    parkBelow(500);
                  }
                },
                () -> {},
                purse);
        if (paused) guest.pause();
        guest.start();
        if (paused) waitUntil(() -> ((ScheduledThread) guest).isHeld());
        // Held before it ran, it has no stack yet; it parks when it goes on.
        guest.resume();
        waitUntil(() -> seen.contains("refused") && ((ScheduledThread) guest).isParked());

        assertThat(purse.taken).hasValue(0);
        guest.unpark();
        waitUntil(guest::isDone);
        assertThat(purse.taken).hasValue(0);
      }
    }
  }

  @Test
  void oneWhoseStackIsRefusedWhenItIsPreemptedOrHeldIsUnwoundToo() {
    var purse = new Purse(2_000);
    var seen = new ConcurrentLinkedQueue<String>();
    try (var scheduler = make(1, 100_000)) {
      var guest =
          scheduler.create(
              "spins",
              () -> {
                try {
                  runGuest(() -> spinBelow(500));
                } catch (UnsupportedOperationException refusal) {
                  seen.add("refused");
                }
              },
              () -> {},
              purse);
      guest.start();
      waitUntil(() -> guest.cpuNanos() > 0);
      guest.pause();
      waitUntil(guest::isDone);

      assertThat(seen).containsExactly("refused");
      assertThat(purse.taken).hasValue(0);
    }
  }

  private static int spinBelow(int frames) {
    if (frames > 0) return 1 + spinBelow(frames - 1);
    while (true) poll();
  }

  /** So many bytes for stacks. */
  private static final class Purse implements StackLedger {
    final AtomicLong taken = new AtomicLong();
    private final long most;

    Purse(long most) {
      this.most = most;
    }

    @Override
    public boolean take(long more) {
      if (taken.addAndGet(more) <= most) return true;
      taken.addAndGet(-more);
      return false;
    }

    @Override
    public void giveBack(long less) {
      taken.addAndGet(-less);
    }

    @Override
    public RuntimeException refusal() {
      return new UnsupportedOperationException();
    }
  }

  private static int parkBelow(int frames) {
    if (frames > 0) return 1 + parkBelow(frames - 1);
    GuestThread.current().park();
    return 0;
  }

  @Test
  void aPreemptedGuestKeepsWorkingWhileItMovesBetweenCarriers() {
    try (var scheduler = make(2, 0)) {
      var guests = new ArrayList<GuestThread>();
      var sums = new ConcurrentLinkedQueue<Long>();
      for (int i = 0; i < 8; i++)
        guests.add(scheduler.create("sum", () -> runGuest(() -> sums.add(sum()))));
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
