package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LoadPaceTest {
  private static final Duration WHOLE = Duration.ofMinutes(20);
  private static final Duration PERIOD = Duration.ofSeconds(60);

  /** Not 0, and near where the clock of the JVM may turn over. */
  private static final long BEGIN = Long.MAX_VALUE - 5;

  private final LoadPace ofAProgram = new LoadPace(BEGIN, WHOLE, PERIOD, true);
  private final LoadPace ofCairn = new LoadPace(BEGIN, WHOLE, PERIOD, false);

  private static long at(long seconds) {
    return BEGIN + Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void aByteEvery29SecondsIsTooSlow() {
    assertThat(ofAProgram.after(1, at(29))).isEmpty();
    assertThat(ofAProgram.after(1, at(58))).isEmpty();
    assertThat(ofAProgram.after(1, at(87)))
        .contains("it brought less than 32 KiB of the program in 60 seconds");
  }

  @Test
  void theNativeLoaderMayBeAsSlowAsItsSources() {
    for (int second = 29; second < 1200; second += 29)
      assertThat(ofCairn.after(1, at(second))).isEmpty();
  }

  @Test
  void everyLoadHasAnEnd() {
    for (int second = 1; second <= 1200; second++) {
      assertThat(ofAProgram.after(1 << 20, at(second))).isEmpty();
      assertThat(ofCairn.after(1, at(second))).isEmpty();
    }
    assertThat(ofAProgram.after(1 << 20, at(1201)))
        .contains("the program was not whole after 20 minutes");
    assertThat(ofCairn.after(1, at(1201))).contains("the program was not whole after 20 minutes");
  }

  @Test
  void aPauseIsNotPaidForByWhatCameLongBefore() {
    assertThat(ofAProgram.after(1 << 20, at(61))).isEmpty();
    assertThat(ofAProgram.after(10, at(90))).isEmpty();
    assertThat(ofAProgram.after(10, at(122))).isPresent();
  }
}
