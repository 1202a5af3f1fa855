package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RestsTest {
  private static final ProgramId PROGRAM = new ProgramId(Sha256.of(Payload.utf8("program")));
  private static final Exit ENDED = new Exit.Exited(1);

  /** The clock may stand anywhere, also close to where it turns. */
  private long now = Long.MAX_VALUE - 5;

  private final Rests rests = new Rests(() -> now);

  private long pause() {
    long before = now;
    rests.failed(PROGRAM, ENDED);
    while (rests.rests(PROGRAM)) now += Duration.ofMillis(500).toNanos();
    return Duration.ofNanos(now - before).toMillis();
  }

  @Test
  void everyFailureDoublesThePauseUpToFiveMinutes() {
    assertThat(rests.rests(PROGRAM)).isFalse();
    assertThat(pause()).isEqualTo(1000);
    assertThat(pause()).isEqualTo(2000);
    assertThat(pause()).isEqualTo(4000);
    for (int i = 0; i < 10; i++) pause();
    assertThat(pause()).isEqualTo(300_000);
    assertThat(rests.last(PROGRAM)).map(Rests.Rest::why).contains(ENDED);
  }

  @Test
  void whatIsForgivenBeginsAnew() {
    pause();
    rests.failed(PROGRAM, ENDED);

    rests.forgiven(PROGRAM);

    assertThat(rests.rests(PROGRAM)).isFalse();
    assertThat(rests.last(PROGRAM)).isEmpty();
    assertThat(pause()).isEqualTo(1000);
  }
}
