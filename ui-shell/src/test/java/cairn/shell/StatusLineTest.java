package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusLineTest {
  @Test
  void theRateIsTheDifferenceOfTwoSnapshots() {
    var kernel = new FakeKernel();
    var before = kernel.snapshot();
    kernel.messages = 3;

    var line = StatusLine.of(before, kernel.snapshot(), 212_000_000, false);

    assertThat(line.kernel()).isEqualTo("kernel: no processes, 12 messages/s");
    assertThat(line.heap()).isEqualTo("heap 212 MB");
  }

  @Test
  void theFirstSnapshotHasNoRate() {
    var now = new FakeKernel().snapshot();

    assertThat(StatusLine.of(now, now, 1, false).kernel())
        .isEqualTo("kernel: no processes, 0 messages/s");
  }
}
