package cairn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.Engine;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How programs come to be prepared: two at once, and each as long as somebody waits for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PreparingTest {
  private static final Payload LONG = Payload.utf8("takes for ever");
  private static final Payload FULL = Payload.utf8("finds no memory");

  private final Scripts scripts = new Scripts();

  /** How many of those that take for ever have begun. */
  private final CountDownLatch begun = new CountDownLatch(2);

  private final Kernel kernel =
      new KernelBuilder(new Slow(), GuestSchedulers.best(1), Interfaces.shipped()).build();

  @AfterEach
  void close() {
    kernel.close();
  }

  private final class Slow implements Engine {
    @Override
    public Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by) {
      if (module.equals(FULL)) throw new OutOfMemoryError("as if");
      if (!module.equals(LONG)) return scripts.prepare(id, module, memoryLimit, by);
      begun.countDown();
      while (!by.unwanted().getAsBoolean()) LockSupport.parkNanos(100_000);
      return new Prepared.Unwanted();
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Fallbacks fallbacks() {
      return scripts.fallbacks();
    }

    @Override
    public void close() {}
  }

  private Pid open(Payload module) {
    return kernel.open(TestKernel.request(module, "it", List.of()));
  }

  private Exit end(Pid pid) throws Exception {
    return kernel.ended(pid).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void theEndOfWhatIsPreparedLetsOthersBePrepared() throws Exception {
    Pid first = open(LONG);
    Pid second = open(LONG);
    begun.await();
    Pid third = open(scripts.program("short", guest -> {}));

    kernel.end(first, "you");
    kernel.end(second, "you");

    assertThat(end(first)).isEqualTo(new Exit.Killed("you"));
    assertThat(end(third)).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aPreparationThatFindsNoMemoryLeftSaysSo() throws Exception {
    assertThat(end(open(FULL))).isEqualTo(new Exit.Refused(new LoadFault.NoMemoryLeft()));
  }
}
