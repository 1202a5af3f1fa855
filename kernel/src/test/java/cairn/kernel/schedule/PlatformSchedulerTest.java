package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformSchedulerTest extends ThreadedSchedulerContract {
  @Override
  CarrierScheduler make(int carriers, long sliceNanos, int polls) {
    return GuestSchedulers.onThreads(carriers, sliceNanos, polls);
  }

  @Test
  void itSaysWhatItIs() {
    try (var platform = GuestSchedulers.platform(2)) {
      assertThat(platform.description()).isEqualTo("platform threads on 2 cores");
    }
  }
}
