package cairn.themes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdenticonPatternTest {
  @Test
  void theLeftHalfMirrorsTheRight() {
    var pattern = IdenticonPattern.of(new byte[] {1, 2, 0x5a, 0x3c});

    for (int y = 0; y < 5; y++)
      for (int x = 0; x < 5; x++)
        assertThat(pattern.filled(x, y)).isEqualTo(pattern.filled(4 - x, y));
  }

  @Test
  void equalHashesHaveEqualPicturesAndOthersMostlyDiffer() {
    var random = new Random(7);
    var seen = new HashSet<IdenticonPattern>();
    for (int i = 0; i < 1000; i++) {
      var hash = new byte[32];
      random.nextBytes(hash);
      assertThat(IdenticonPattern.of(hash)).isEqualTo(IdenticonPattern.of(hash.clone()));
      seen.add(IdenticonPattern.of(hash));
    }

    assertThat(seen).hasSizeGreaterThan(950);
  }

  @Test
  void noPictureIsEmptyOrFull() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      var pattern = IdenticonPattern.of(new byte[] {0, 0, (byte) (bits >> 8), (byte) bits});

      assertThat(Integer.bitCount(pattern.bits())).isBetween(2, 13);
    }
  }

  @Test
  void theHueIsAnAngle() {
    assertThat(IdenticonPattern.of(new byte[] {-1, -1, 0, 0}).hue()).isBetween(0, 359);
  }

  @Test
  void fewerThanFourBytesAreABug() {
    assertThatThrownBy(() -> IdenticonPattern.of(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
