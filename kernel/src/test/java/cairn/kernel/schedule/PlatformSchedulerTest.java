package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlatformSchedulerTest extends ThreadedSchedulerContract {
  @Override
  CarrierScheduler make(int carriers, long sliceNanos) {
    return GuestSchedulers.onThreads(carriers, sliceNanos);
  }

  @Test
  void itSaysWhatItIs() {
    try (var platform = GuestSchedulers.platform(2)) {
      assertThat(platform.description()).isEqualTo("platform threads on 2 cores");
    }
  }

  @Test
  void aStackThatIsNotOnTheHeapIsNotCounted() {
    var asked = new AtomicInteger();
    try (var scheduler = make(1, 100_000)) {
      var guest =
          scheduler.create(
              "parks",
              () -> GuestThread.current().park(),
              () -> {},
              new StackLedger() {
                @Override
                public boolean take(long more) {
                  asked.incrementAndGet();
                  return false;
                }

                @Override
                public void giveBack(long less) {}

                @Override
                public RuntimeException refusal() {
                  return new IllegalStateException("refused");
                }
              });
      guest.start();
      waitUntil(() -> ((ScheduledThread) guest).isParked());

      assertThat(guest.stackBytes()).isZero();
      assertThat(asked).hasValue(0);
    }
  }
}
