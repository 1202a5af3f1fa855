package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionTest {
  @Test
  void theVersionIsThatOfThePom() {
    assertThat(Version.number()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
    assertThat(Version.line()).isEqualTo("cairn " + Version.number());
  }
}
