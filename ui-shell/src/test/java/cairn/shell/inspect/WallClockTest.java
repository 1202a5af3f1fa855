package cairn.shell.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallClockTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long SECOND = 1_000_000_000;

  private Instant now = NOON;
  private long nanos = 5 * SECOND;
  private final WallClock clock = new WallClock(() -> now, () -> nanos);

  @Test
  void aMomentIsToldByItsDistance() {
    assertThat(clock.at(7 * SECOND)).isEqualTo(NOON.plusSeconds(2));
    assertThat(clock.at(4 * SECOND)).isEqualTo(NOON.minusSeconds(1));
  }

  @Test
  void afterTheMachineSleptWhatComesIsToldByTheNewTimeAndWhatWasByTheOld() {
    pass(Duration.ofSeconds(1));
    clock.look();
    now = now.plus(Duration.ofHours(3));
    pass(Duration.ofSeconds(1));

    clock.look();

    assertThat(clock.at(5 * SECOND)).isEqualTo(NOON);
    assertThat(clock.at(7 * SECOND)).isEqualTo(NOON.plusSeconds(2).plus(Duration.ofHours(3)));
  }

  @Test
  void aClockThatWasSetBackIsFollowed() {
    pass(Duration.ofSeconds(1));
    clock.look();
    now = now.minus(Duration.ofDays(1));
    pass(Duration.ofSeconds(1));

    clock.look();

    assertThat(clock.at(8 * SECOND)).isEqualTo(NOON.plusSeconds(3).minus(Duration.ofDays(1)));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }
}
