package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The JVM may run out of memory or stack at any point: no carrier and no guest is missing then. */
final class LostGuestsTest {
  private final List<String> lost = new ArrayList<>();

  /** Fibers of which those of guests called "broken" cannot be run. */
  private static final class BreakingFibers implements Fiber.Maker {
    private final Fiber.Maker sound = new ThreadFiber.Maker();

    @Override
    public Fiber make(ScheduledThread owner) {
      return owner.toString().equals("broken") ? new Broken() : sound.make(owner);
    }

    @Override
    public String kind() {
      return "some broken";
    }

    @Override
    public void close() {
      sound.close();
    }
  }

  private static final class Broken implements Fiber {
    @Override
    public void resume(Thread runner) {
      throw new StackOverflowError("as if there were none left");
    }

    @Override
    public boolean yieldNow() {
      return false;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public long stackBytes() {
      return 0;
    }

    @Override
    public List<String> frames() {
      return List.of();
    }
  }

  @Test
  void aGuestThatCannotBeRunIsOverAndItsCarrierGoesOn() {
    var ran = new AtomicInteger();
    try (var scheduler =
        new CarrierScheduler(new BreakingFibers(), 1, CarrierScheduler.SLICE).begin()) {
      for (int i = 0; i < 3; i++) {
        var broken =
            scheduler.create(
                "broken",
                () -> ran.addAndGet(100),
                () -> {
                  lost.add("broken");
                  throw new OutOfMemoryError("once more");
                },
                StackLedger.ENDLESS);
        broken.start();
        ThreadedSchedulerContract.waitUntil(broken::isDone);
        var sound =
            scheduler.create(
                "sound", ran::incrementAndGet, () -> lost.add("sound"), StackLedger.ENDLESS);
        sound.start();
        ThreadedSchedulerContract.waitUntil(sound::isDone);
      }
    }
    assertThat(ran).hasValue(3);
    assertThat(lost).containsExactly("broken", "broken", "broken");
  }

  @Test
  void aGuestForWhichThereIsNoLinkIsQueuedAllTheSame() {
    var queue = new RunQueue(new FullQueue());
    try (var stepper = new Stepper(1)) {
      for (String name : List.of("a", "b", "c"))
        queue.add((ScheduledThread) stepper.create(name, () -> {}));
    }
    assertThat(queue.isEmpty()).isFalse();

    var out = new ArrayList<String>();
    for (var guest = queue.poll(); guest != null; guest = queue.poll()) out.add(guest.toString());

    assertThat(out).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(queue.isEmpty()).isTrue();
  }

  /** Has memory for one link. */
  private static final class FullQueue extends ConcurrentLinkedQueue<ScheduledThread> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(ScheduledThread guest) {
      if (!isEmpty()) throw new OutOfMemoryError("as if the heap were full");
      return super.add(guest);
    }
  }
}
