package cairn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.StackLedger;
import cairn.kernel.schedule.Stepper;
import cairn.registry.Interfaces;
import org.junit.jupiter.api.Test;

/** A process that the JVM cannot run to its end has an end all the same. */
final class LostThreadTest {
  /** Loses every thread before its body begins. */
  private record Losing(Stepper inner) implements GuestScheduler {
    @Override
    public GuestThread create(String name, Runnable body, Runnable ifLost, StackLedger stacks) {
      return inner.create(name, ifLost, ifLost, stacks);
    }

    @Override
    public String description() {
      return "loses all";
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Test
  void aProcessWhoseThreadIsLostEndsAndGivesItsMemoryBack() {
    var scripts = new Scripts();
    var stepper = new Stepper(1);
    try (var kernel =
        new KernelBuilder(scripts, new Losing(stepper), Interfaces.shipped()).build()) {
      var pid =
          kernel.open(
              TestKernel.request(scripts.program("lost", guest -> {}), "lost", TestKernel.allow()));
      var ended = kernel.ended(pid).toCompletableFuture();

      stepper.runUntil(ended::isDone);

      assertThat(ended.join()).isInstanceOf(Exit.Trapped.class);
      assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
    }
  }
}
