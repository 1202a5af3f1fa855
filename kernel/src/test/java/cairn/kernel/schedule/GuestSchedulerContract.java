package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every scheduler must do, whatever its guests run on. Long, because it is one contract, held
 * against each kind of scheduler.
 */
@Timeout(60)
abstract class GuestSchedulerContract {
  private GuestScheduler scheduler;

  /** A scheduler with two cores, if it has any, and ordinary slices. */
  abstract GuestScheduler scheduler();

  /** One that preempts at every poll. */
  abstract GuestScheduler impatient();

  /** Lets guests run until this holds, and fails when it does not in time. */
  abstract void until(GuestScheduler scheduler, BooleanSupplier condition);

  private void until(BooleanSupplier condition) {
    until(scheduler, condition);
  }

  @BeforeEach
  void open() {
    scheduler = scheduler();
  }

  @AfterEach
  void close() {
    scheduler.close();
  }

  /** What guest code does at loops and functions. */
  static void poll() {
    GuestThread.poll();
  }

  /** Runs code whose polls all ask the scheduler. */
  static void runGuest(Runnable code) {
    GuestThread.runGuest(code, new RaisedFlag());
  }

  static void spin() {
    runGuest(
        () -> {
          while (true) poll();
        });
  }

  private GuestThread started(Runnable body) {
    return started(scheduler, body);
  }

  private static GuestThread started(GuestScheduler scheduler, Runnable body) {
    var guest = scheduler.create("test", body);
    guest.start();
    return guest;
  }

  private static boolean isParked(GuestThread guest) {
    return ((ScheduledThread) guest).isParked();
  }

  private static boolean isHeld(GuestThread guest) {
    return ((ScheduledThread) guest).isHeld();
  }

  private static void parkForEver() {
    while (true) GuestThread.current().park();
  }

  @Test
  void aBodyRunsOnceAndIsDone() {
    var runs = new AtomicInteger();

    var guest = started(runs::incrementAndGet);
    until(guest::isDone);

    assertThat(runs).hasValue(1);
    assertThat(guest.stack()).isEmpty();
  }

  @Test
  void nothingRunsBeforeStart() {
    var runs = new AtomicInteger();
    var guest = scheduler.create("new", runs::incrementAndGet);

    until(started(() -> {})::isDone);

    assertThat(runs).hasValue(0);
    assertThat(guest.isDone()).isFalse();
  }

  @Test
  void startingTwiceIsRefused() {
    var guest = started(() -> {});

    assertThatThrownBy(guest::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void guestsThatOnlyCallTheHostMakeWayWithoutAPoll() {
    var stop = new AtomicBoolean();
    var callers = new ArrayList<GuestThread>();
    for (int i = 0; i < 3; i++)
      callers.add(
          started(
              () ->
                  runGuest(
                      () -> {
                        while (!stop.get()) {
                          GuestThread.enterHost();
                          GuestThread.copied(10_000);
                          GuestThread.leaveHost();
                        }
                      })));

    until(started(() -> {})::isDone);

    stop.set(true);
    for (var caller : callers) until(caller::isDone);
  }

  @Test
  void theRunningThreadIsKnownToItselfOnly() {
    var seen = new AtomicReference<GuestThread>();

    var guest = started(() -> seen.set(GuestThread.current()));
    until(guest::isDone);

    assertThat(seen).hasValue(guest);
    assertThatThrownBy(GuestThread::current).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(guest::park).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anUnparkBeforeTheParkIsNotLost() {
    var guest = scheduler.create("early", () -> GuestThread.current().park());

    guest.unpark();
    guest.start();

    until(guest::isDone);
  }

  @Test
  void aParkedThreadGoesOnWhenItIsUnparked() {
    var go = new AtomicBoolean();
    var guest =
        started(
            () -> {
              while (!go.get()) GuestThread.current().park();
            });
    until(() -> isParked(guest));

    guest.unpark();
    until(() -> isParked(guest));
    go.set(true);
    guest.unpark();

    until(guest::isDone);
  }

  @Test
  void aKilledNewThreadEndsAtItsFirstPoll() {
    var polls = new AtomicInteger();
    var guest =
        scheduler.create(
            "new",
            () ->
                runGuest(
                    () -> {
                      while (true) {
                        polls.incrementAndGet();
                        poll();
                      }
                    }));

    guest.kill();
    guest.start();
    until(guest::isDone);

    assertThat(polls).hasValue(1);
  }

  @Test
  void aSpinningThreadCanBeKilled() {
    var guest = started(GuestSchedulerContract::spin);
    until(() -> guest.cpuNanos() > 0);

    guest.kill();

    until(guest::isDone);
  }

  @Test
  void aThreadThatNeverGotItsTurnCanBeKilled() {
    var hogs = new ArrayList<GuestThread>();
    for (int i = 0; i < 8; i++) hogs.add(started(GuestSchedulerContract::spin));
    var guest = started(GuestSchedulerContract::parkForEver);

    guest.kill();
    until(guest::isDone);

    hogs.forEach(GuestThread::kill);
    until(() -> hogs.stream().allMatch(GuestThread::isDone));
  }

  @Test
  void aParkedThreadCanBeKilledAndItsFinallyBlocksRun() {
    var cleaned = new AtomicBoolean();
    var guest =
        started(
            () -> {
              try {
                parkForEver();
              } finally {
                cleaned.set(true);
              }
            });
    until(() -> isParked(guest));

    guest.kill();
    until(guest::isDone);

    assertThat(cleaned).isTrue();
  }

  @Test
  void aPausedThreadCanBeKilled() {
    var guest = started(GuestSchedulerContract::spin);
    guest.pause();
    until(() -> isHeld(guest));

    guest.kill();

    until(guest::isDone);
  }

  @Test
  void aPausedParkedThreadCanBeKilled() {
    var guest = started(GuestSchedulerContract::parkForEver);
    until(() -> isParked(guest));

    guest.pause();
    guest.kill();

    until(guest::isDone);
  }

  @Test
  void aThreadKilledInAHostCallEndsRightAfterIt() {
    var inside = new AtomicBoolean();
    var leave = new AtomicBoolean();
    var left = new AtomicBoolean();
    var pollsAfter = new AtomicInteger();
    var guest =
        started(
            () ->
                runGuest(
                    () -> {
                      GuestThread.enterHost();
                      try {
                        inside.set(true);
                        // Polls in host code neither kill nor preempt.
                        for (int i = 0; i < 5_000 || (!leave.get() && !stepped()); i++) poll();
                        left.set(true);
                      } finally {
                        GuestThread.leaveHost();
                      }
                      while (true) {
                        pollsAfter.incrementAndGet();
                        poll();
                      }
                    }));
    if (stepped()) guest.kill();
    else until(inside::get);

    guest.kill();
    leave.set(true);
    until(guest::isDone);

    assertThat(left).isTrue();
    assertThat(pollsAfter).hasValueLessThanOrEqualTo(1);
  }

  /** Whether guests only run while the test waits. */
  boolean stepped() {
    return false;
  }

  @Test
  void aHostCallMayParkAndIsKilledThere() {
    var guest =
        started(
            () ->
                runGuest(
                    () -> {
                      GuestThread.enterHost();
                      try {
                        parkForEver();
                      } finally {
                        GuestThread.leaveHost();
                      }
                    }));
    until(() -> isParked(guest));

    guest.kill();

    until(guest::isDone);
  }

  @Test
  void aPausedThreadUsesNoCpuUntilItIsResumed() {
    var turns = new AtomicLong();
    var guest =
        started(
            () ->
                runGuest(
                    () -> {
                      while (true) {
                        turns.incrementAndGet();
                        poll();
                      }
                    }));
    until(() -> turns.get() > 0);

    guest.pause();
    until(() -> isHeld(guest));
    long turnsWhenHeld = turns.get();
    long cpuWhenHeld = guest.cpuNanos();
    for (int i = 0; i < 20; i++) until(started(() -> {})::isDone);

    assertThat(turns).hasValue(turnsWhenHeld);
    assertThat(guest.cpuNanos()).isEqualTo(cpuWhenHeld).isPositive();
    guest.resume();
    until(() -> turns.get() > turnsWhenHeld);
  }

  @Test
  void aPausedParkedThreadDoesNotRunWhenItIsWoken() {
    var woken = new AtomicInteger();
    var guest =
        started(
            () -> {
              while (woken.get() < 2) {
                GuestThread.current().park();
                woken.incrementAndGet();
              }
            });
    until(() -> isParked(guest));

    guest.pause();
    guest.unpark();
    until(() -> isHeld(guest));

    assertThat(woken).hasValue(0);
    guest.resume();
    until(() -> woken.get() == 1);
  }

  @Test
  void spinningThreadsDoNotKeepOthersOut() {
    for (int i = 0; i < 6; i++) started(GuestSchedulerContract::spin);

    var guest = started(() -> {});

    until(guest::isDone);
  }

  /** Code that reads a flag at its polls, as compiled guests do. */
  private static final class Flagged implements PollFlag {
    private volatile boolean raised;

    @Override
    public void raise() {
      raised = true;
    }

    void poll() {
      if (!raised) return;
      raised = false;
      GuestThread.poll();
    }
  }

  private static void spinOnFlag() {
    var flag = new Flagged();
    GuestThread.runGuest(
        () -> {
          while (true) flag.poll();
        },
        flag);
  }

  @Test
  void codeThatReadsAFlagDoesNotKeepOthersOut() {
    for (int i = 0; i < 6; i++) started(GuestSchedulerContract::spinOnFlag);

    var silent = started(() -> {});
    var counting = started(GuestSchedulerContract::spin);

    until(() -> silent.isDone() && counting.cpuNanos() > 0);
  }

  @Test
  void codeThatReadsAFlagCanBePausedResumedAndKilled() {
    var guest = started(GuestSchedulerContract::spinOnFlag);
    until(() -> guest.cpuNanos() > 0);
    guest.pause();
    until(() -> isHeld(guest));
    long paused = guest.cpuNanos();

    guest.resume();
    until(() -> guest.cpuNanos() > paused);
    guest.kill();

    until(guest::isDone);
  }

  @Test
  void codeThatReadsAFlagAndWasKilledBeforeItRanEndsAtItsFirstPoll() {
    var polls = new AtomicInteger();
    var guest =
        scheduler.create(
            "test",
            () -> {
              var flag = new Flagged();
              GuestThread.runGuest(
                  () -> {
                    flag.poll();
                    polls.incrementAndGet();
                  },
                  flag);
            });
    guest.kill();

    guest.start();

    until(guest::isDone);
    assertThat(polls).hasValue(0);
  }

  @Test
  void thoseWokenByCodeThatReadsAFlagRunAlthoughItGoesOn() {
    var woken = new AtomicBoolean();
    var sleeper =
        started(
            () -> {
              GuestThread.current().park();
              woken.set(true);
            });
    until(() -> isParked(sleeper));
    var hogs = new ArrayList<GuestThread>();
    for (int i = 0; i < 4; i++)
      hogs.add(
          started(
              () -> {
                sleeper.unpark();
                spinOnFlag();
              }));

    until(woken::get);

    assertThat(hogs).noneMatch(GuestThread::isDone);
  }

  private static void workInHost() {
    runGuest(
        () -> {
          GuestThread.enterHost();
          try {
            while (true) GuestThread.pollInHost();
          } finally {
            GuestThread.leaveHost();
          }
        });
  }

  @Test
  void longHostCallsThatPollDoNotKeepOthersOut() {
    for (int i = 0; i < 6; i++) started(GuestSchedulerContract::workInHost);

    var guest = started(() -> {});

    until(guest::isDone);
  }

  @Test
  void aLongHostCallThatPollsCanBePausedAndKilled() {
    var guest = started(GuestSchedulerContract::workInHost);
    guest.pause();
    until(() -> isHeld(guest));
    guest.resume();
    until(() -> !isHeld(guest));

    guest.kill();

    until(guest::isDone);
  }

  @Test
  void aThreadInAHostCallIsNotPreempted() {
    var impatient = impatient();
    var monitor = new Object();
    var holders = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new AtomicInteger();
    for (int i = 0; i < 4; i++)
      started(
          impatient,
          () ->
              runGuest(
                  () -> {
                    for (int round = 0; round < 200; round++) {
                      GuestThread.enterHost();
                      try {
                        synchronized (monitor) {
                          most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                          for (int k = 0; k < 20; k++) poll();
                          holders.decrementAndGet();
                        }
                      } finally {
                        GuestThread.leaveHost();
                      }
                      poll();
                    }
                    done.incrementAndGet();
                  }));

    until(impatient, () -> done.get() == 4);

    assertThat(most).hasValue(1);
    impatient.close();
  }

  @Test
  void theBodyOutsideGuestCodeIsHostCode() {
    var impatient = impatient();
    var guest =
        started(
            impatient,
            () -> {
              for (int i = 0; i < 10_000; i++) poll();
            });

    guest.kill();
    until(impatient, guest::isDone);

    assertThat(guest.cpuNanos()).isPositive();
    impatient.close();
  }

  @Test
  void theHostDepthFollowsTheGuestThroughAPark() {
    var impatient = impatient();
    var parked = new ConcurrentLinkedQueue<GuestThread>();
    var depthKept = new AtomicInteger();
    for (int i = 0; i < 3; i++)
      started(
          impatient,
          () ->
              runGuest(
                  () -> {
                    GuestThread.enterHost();
                    parked.add(GuestThread.current());
                    GuestThread.current().park();
                    // Killed meanwhile; still in the host call, so no poll may throw here.
                    for (int k = 0; k < 100; k++) poll();
                    depthKept.incrementAndGet();
                    GuestThread.leaveHost();
                    while (true) poll();
                  }));
    until(impatient, () -> parked.size() == 3 && parked.stream().allMatch(g -> isParked(g)));

    parked.forEach(GuestThread::unpark);
    until(impatient, () -> depthKept.get() == 3);

    parked.forEach(GuestThread::kill);
    until(impatient, () -> parked.stream().allMatch(GuestThread::isDone));
    impatient.close();
  }

  @Test
  void localsSurvivePreemptionAtEveryPoll() {
    var impatient = impatient();
    var sums = new ConcurrentLinkedQueue<Long>();
    for (int i = 0; i < 4; i++)
      started(
          impatient,
          () ->
              runGuest(
                  () -> {
                    long sum = 0;
                    for (int k = 0; k < 3_000; k++) {
                      sum = sum * 31 + k;
                      poll();
                    }
                    sums.add(sum);
                  }));
    long expected = 0;
    for (int k = 0; k < 3_000; k++) expected = expected * 31 + k;

    until(impatient, () -> sums.size() == 4);

    assertThat(sums).containsOnly(expected);
    impatient.close();
  }

  @Test
  void anExceptionOfABodyHarmsNobodyElse() {
    var bystander = started(GuestSchedulerContract::parkForEver);
    var failures =
        List.of(
            started(
                () -> {
                  throw new IllegalArgumentException("expected by this test");
                }),
            started(
                () -> {
                  throw new AssertionError("expected by this test");
                }),
            started(() -> overflow(0)));

    until(() -> failures.stream().allMatch(GuestThread::isDone));

    until(started(() -> {})::isDone);
    assertThat(bystander.isDone()).isFalse();
  }

  private static int overflow(int depth) {
    return depth < 0 ? 0 : 1 + overflow(depth + 1);
  }

  @Test
  void noWakeUpIsLostAmongManyPairs() {
    int pairs = 16;
    int rounds = 400;
    var ended = new AtomicInteger();
    for (int p = 0; p < pairs; p++) {
      var there = new Box();
      var back = new Box();
      // Both boxes know their readers before anybody runs: a put without one wakes nobody.
      var answers =
          scheduler.create(
              "answers",
              () -> {
                for (int i = 0; i < rounds; i++) back.put(there.take());
                ended.incrementAndGet();
              });
      var asks =
          scheduler.create(
              "asks",
              () -> {
                for (int i = 0; i < rounds; i++) {
                  there.put(i);
                  if (back.take() != i) throw new AssertionError("out of order");
                }
                ended.incrementAndGet();
              });
      there.owner = answers;
      back.owner = asks;
      answers.start();
      asks.start();
    }

    until(() -> ended.get() == 2 * pairs);
  }

  @Test
  void noWakeUpFromOutsideIsLost() {
    var there = new Box();
    var received = new AtomicInteger();
    there.owner =
        started(
            () -> {
              while (true) {
                there.take();
                received.incrementAndGet();
              }
            });
    int senders = 3;
    int each = 2_000;
    var threads = new ArrayList<Thread>();
    for (int s = 0; s < senders; s++)
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < each; i++) {
                  there.put(i);
                  if (i % 64 == 0) LockSupport.parkNanos(1_000);
                }
              }));

    until(() -> received.get() == senders * each);

    assertThat(threads).hasSize(senders);
  }

  @Test
  void pausesResumesKillsAndWakesRaceWithoutLosingAnybody() {
    var guests = new ArrayList<GuestThread>();
    for (int i = 0; i < 24; i++)
      guests.add(
          started(
              i % 2 == 0
                  ? GuestSchedulerContract::spin
                  : () -> {
                    while (true) GuestThread.current().park();
                  }));
    var random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      var guest = guests.get(random.nextInt(guests.size()));
      switch (random.nextInt(4)) {
        case 0 -> guest.pause();
        case 1 -> guest.resume();
        case 2 -> guest.unpark();
        default -> assertThat(guest.stack()).isNotNull();
      }
      if (stepped() && i % 8 == 0) until(started(() -> {})::isDone);
    }

    guests.forEach(GuestThread::kill);

    until(() -> guests.stream().allMatch(GuestThread::isDone));
  }

  @Test
  void aParkedStackCanBeReadAndTheThreadRunsOn() {
    var go = new AtomicBoolean();
    var guest =
        started(
            () -> {
              while (!go.get()) GuestThread.current().park();
            });
    until(() -> isParked(guest));

    var stack = guest.stack();

    assertThat(stack).anyMatch(frame -> frame.contains("GuestSchedulerContract"));
    go.set(true);
    guest.unpark();
    until(guest::isDone);
  }

  @Test
  void closingKillsEverybody() {
    var spinning = started(GuestSchedulerContract::spin);
    var parked = started(GuestSchedulerContract::parkForEver);
    var paused = started(GuestSchedulerContract::spin);
    paused.pause();
    until(() -> isParked(parked));

    scheduler.close();

    assertThat(List.of(spinning, parked, paused)).allMatch(GuestThread::isDone);
  }

  /** A queue of one reader. */
  static final class Box {
    private final ConcurrentLinkedQueue<Integer> values = new ConcurrentLinkedQueue<>();
    volatile @Nullable GuestThread owner;

    void put(int value) {
      values.add(value);
      var reader = owner;
      if (reader != null) reader.unpark();
    }

    int take() {
      while (true) {
        var value = values.poll();
        if (value != null) return value;
        GuestThread.current().park();
      }
    }
  }
}
