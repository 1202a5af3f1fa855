package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.Stepper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitQueuesTest {
  /** Alarms that go off when the test says so. */
  private static final class Clock implements Alarms {
    private final TreeMap<Long, Runnable> set = new TreeMap<>();

    @Override
    public Runnable after(long nanos, Runnable action) {
      set.put(nanos, action);
      return () -> set.remove(nanos, action);
    }

    void goesOff(long nanos) {
      var action = set.remove(nanos);
      if (action == null) throw new AssertionError("no alarm at " + nanos);
      action.run();
    }
  }

  private final Clock clock = new Clock();
  private final WaitQueues waits = new WaitQueues(clock);
  private final GuestScheduler scheduler = new Stepper(3);
  private final List<String> results = new ArrayList<>();

  @AfterEach
  void close() {
    scheduler.close();
  }

  private void idle() {
    ((Stepper) scheduler).runUntilIdle();
  }

  private GuestThread waiting(String name, long address, long timeout) {
    var thread =
        scheduler.create(
            name, () -> results.add(name + " " + waits.await(address, () -> true, timeout)));
    thread.start();
    idle();
    return thread;
  }

  @Test
  void thoseWhoHaveWaitedLongestAreWokenAndNobodyElse() {
    for (String name : List.of("a", "b", "c", "d")) waiting(name, 8, -1);
    waiting("elsewhere", 12, -1);
    waiting("4 GiB further", (1L << 32) + 8, -1);

    int woken = waits.wake(8, 2, () -> {});
    idle();

    assertThat(woken).isEqualTo(2);
    assertThat(results).containsExactlyInAnyOrder("a 0", "b 0");
    assertThat(waits.wake(8, -1, () -> {})).isEqualTo(2);
    assertThat(waits.wake(8, 1, () -> {})).isZero();
    assertThat(waits.sleeping()).isEqualTo(2);
  }

  @Test
  void oneWhoseTimeIsUpIsNotCountedAsWoken() {
    waiting("a", 8, 100);
    waiting("b", 8, 200);

    clock.goesOff(100);
    int woken = waits.wake(8, 1, () -> {});
    idle();

    assertThat(woken).isEqualTo(1);
    assertThat(results).containsExactlyInAnyOrder("a 2", "b 0");
    assertThat(clock.set).isEmpty();
    assertThat(waits.sleeping()).isZero();
  }

  @Test
  void oneThatIsKilledLeavesItsQueueAndItsAlarm() {
    var thread = waiting("a", 8, 100);

    thread.kill();
    idle();

    assertThat(results).isEmpty();
    assertThat(clock.set).isEmpty();
    assertThat(waits.wake(8, 1, () -> {})).isZero();
  }

  @Test
  void oneThatExpectsAnotherValueDoesNotWait() {
    var thread = scheduler.create("a", () -> results.add("a " + waits.await(8, () -> false, -1)));
    thread.start();
    idle();

    assertThat(results).containsExactly("a 1");
  }

  @Test
  void aWakeUpForOneThatIsGoneGoesToTheNext() {
    waits.join(
        new WaitQueues.Waiter(8) {
          @Override
          protected boolean wake() {
            return false;
          }
        },
        () -> true);
    waiting("b", 8, -1);

    int woken = waits.wake(8, 1, () -> {});
    idle();

    assertThat(woken).isEqualTo(1);
    assertThat(results).containsExactly("b 0");
  }

  @Test
  void manyAreWokenInPieces() {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      waits.join(
          new WaitQueues.Waiter(8) {
            @Override
            protected boolean wake() {
              return order.add(number);
            }
          },
          () -> true);
    }
    var pieces = new ArrayList<Integer>();

    int woken = waits.wake(8, -1, () -> pieces.add(order.size()));

    assertThat(woken).isEqualTo(1000);
    assertThat(order).hasSize(1000).isSorted();
    assertThat(pieces).hasSize(15).startsWith(64, 128, 192).endsWith(960);
    assertThat(waits.waiting(8)).isZero();
  }
}
