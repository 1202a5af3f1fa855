package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.record.LogFault;
import org.junit.jupiter.api.Test;

final class ReplayWordsTest {
  @Test
  void aLogOfAnotherVersionIsSaidToBeOneAndWhatCanBeReplayed() {
    assertThat(ReplayWords.of(new LogFault.OtherVersion(1)))
        .isEqualTo(
            "it is a log of version 1, made by another Cairn; this one replays logs of version 2"
                + " only");
  }
}
