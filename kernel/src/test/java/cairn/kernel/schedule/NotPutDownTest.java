package cairn.kernel.schedule;

import static cairn.kernel.schedule.ThreadedSchedulerContract.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A guest whose stack the JVM cannot put down is told so where it stands, and nothing else. */
final class NotPutDownTest {
  /** What the next yields throw; filled before a guest starts, then the guest's own. */
  private final Queue<VirtualMachineError> failures = new ArrayDeque<>();

  private final ConcurrentLinkedQueue<Throwable> seen = new ConcurrentLinkedQueue<>();

  /** Platform threads, of which that of the guest called "deep" cannot stop at first. */
  private final class FailingFibers implements Fiber.Maker {
    private final Fiber.Maker sound = new ThreadFiber.Maker();

    @Override
    public Fiber make(ScheduledThread owner) {
      var fiber = sound.make(owner);
      return owner.toString().equals("deep") ? new Failing(fiber) : fiber;
    }

    @Override
    public String kind() {
      return "failing";
    }

    @Override
    public void close() {
      sound.close();
    }
  }

  private final class Failing implements Fiber {
    private final Fiber sound;

    Failing(Fiber sound) {
      this.sound = sound;
    }

    @Override
    public boolean yieldNow() {
      @Nullable VirtualMachineError failure = failures.poll();
      if (failure != null) throw failure;
      return sound.yieldNow();
    }

    @Override
    public void resume(Thread runner) {
      sound.resume(runner);
    }

    @Override
    public boolean isDone() {
      return sound.isDone();
    }

    @Override
    public long stackBytes() {
      return sound.stackBytes();
    }

    @Override
    public List<String> frames() {
      return sound.frames();
    }
  }

  private void failTwice() {
    failures.add(new StackOverflowError("as if there were none left"));
    failures.add(new OutOfMemoryError("as if the heap were full"));
  }

  private void noting(Runnable stop) {
    try {
      stop.run();
    } catch (NotPutDown e) {
      seen.add(e.why());
    }
  }

  /** Runs a body that stops twice without success, and then parks. */
  private void run(Consumer<GuestThread> afterThem, Runnable body) {
    failTwice();
    var errors = List.copyOf(failures);
    try (var scheduler = new CarrierScheduler(new FailingFibers(), 1, 0).begin()) {
      // Somebody to make way for.
      var other = scheduler.create("other", GuestSchedulerContract::spin);
      other.start();
      var guest =
          scheduler.create(
              "deep",
              () -> {
                body.run();
                GuestThread.current().park();
              },
              () -> seen.add(new AssertionError("it was lost")),
              StackLedger.ENDLESS);
      guest.start();
      afterThem.accept(guest);
      // It is in the state that it stopped in at last, not in one that it could not get to.
      waitUntil(() -> ((ScheduledThread) guest).isParked());
      guest.unpark();
      waitUntil(guest::isDone);
      other.kill();
      waitUntil(other::isDone);
    }
    assertThat(seen).containsExactlyElementsOf(errors);
  }

  @Test
  void whereItParks() {
    run(
        guest -> {},
        () -> {
          noting(() -> GuestThread.current().park());
          noting(() -> GuestThread.current().park());
        });
  }

  @Test
  void whereItIsPreempted() {
    run(
        guest -> {},
        () -> {
          noting(GuestSchedulerContract::spin);
          noting(GuestSchedulerContract::spin);
        });
  }

  @Test
  void whereItIsPaused() {
    run(
        guest -> {
          waitUntil(() -> ((ScheduledThread) guest).isHeld());
          guest.resume();
        },
        () -> {
          GuestThread.current().pause();
          noting(GuestThread::pollInHost);
          noting(GuestThread::pollInHost);
          GuestThread.pollInHost();
        });
  }
}
