package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadStage;
import org.junit.jupiter.api.Test;

class LoadingTextTest {
  @Test
  void fetchingSaysHowMuchOfWhatFromWhere() {
    var text = LoadingText.of(new LoadStage.Fetching(1_200_000, 5_000_000, 6, "127.0.0.1:8080"));

    assertThat(text.detail()).isEqualTo("1.2 MB of 5.0 MB · 6 blocks · from 127.0.0.1:8080");
    assertThat(text.share()).hasValue(0.24);
  }

  @Test
  void anUnknownTotalHasNoShare() {
    var text = LoadingText.of(new LoadStage.Fetching(1_200_000, -1, 1, ""));

    assertThat(text.detail()).isEqualTo("1.2 MB · 1 block");
    assertThat(text.share()).isEmpty();
  }

  @Test
  void aShareIsNeverMoreThanTheWhole() {
    assertThat(LoadingText.of(new LoadStage.Fetching(9, 5, 1, "")).share()).hasValue(1);
  }

  @Test
  void preparingIsTheLastStep() {
    assertThat(LoadingText.of(new LoadStage.Preparing(5)).step()).isEqualTo(2);
  }
}
