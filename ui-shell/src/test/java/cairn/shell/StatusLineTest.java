package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusLineTest {
  @Test
  void itSaysWhatTheKernelDoes() {
    var line = StatusLine.of(new FakeKernel().snapshot(), 12, 212_000_000, 0, false);

    assertThat(line.kernel()).isEqualTo("kernel: no processes, 12 messages/s");
    assertThat(line.heap()).isEqualTo("heap 212 MB");
    assertThat(line.faults()).isEmpty();
  }

  @Test
  void itSaysWhenTheWindowItselfFailed() {
    var line = StatusLine.of(new FakeKernel().snapshot(), 12, 212_000_000, 2, false);

    assertThat(line.faults()).isEqualTo("2 faults of the window");
  }
}
