package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StartsTest {
  @Test
  void aHundredProcessesAreStartedInASecondAndThenAHundredMore() {
    var clock = new AtomicLong(5);
    var starts = new Starts(clock::get);

    for (int i = 0; i < 100; i++) assertThat(starts.take()).isTrue();
    assertThat(starts.take()).isFalse();
    clock.addAndGet(999_999_999);
    assertThat(starts.take()).isFalse();
    clock.addAndGet(1);
    assertThat(starts.take()).isTrue();
  }
}
