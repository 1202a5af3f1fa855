package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageRateTest {
  // The fake kernel's snapshots are 250 ms apart.
  private final FakeKernel kernel = new FakeKernel();
  private final MessageRate rate = new MessageRate();

  @Test
  void theFirstSnapshotHasNoRate() {
    assertThat(rate.perSecond(kernel.snapshot())).isZero();
  }

  @Test
  void aBurstEverySecondReadsAsASteadyRate() {
    for (int i = 0; i < 40; i++) {
      if (i % 4 == 0) kernel.messages += 6;
      long now = rate.perSecond(kernel.snapshot());

      if (i >= 20) assertThat(now).isBetween(5L, 7L);
    }
  }

  @Test
  void whatWasLongAgoDoesNotCount() {
    kernel.messages = 10_000;
    for (int i = 0; i < 30; i++) rate.perSecond(kernel.snapshot());

    assertThat(rate.perSecond(kernel.snapshot())).isZero();
  }
}
