package cairn.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WatTest {
  @Test
  void textBecomesAModule() {
    var module = Wat.compile("(module (func (export \"_start\")))");

    assertThat(module).startsWith(0, 'a', 's', 'm', 1, 0, 0, 0);
  }

  @Test
  void aMistakeIsNamed() {
    assertThatThrownBy(() -> Wat.compile("(module (func (i32.whatever)))"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("i32.whatever");
  }
}
