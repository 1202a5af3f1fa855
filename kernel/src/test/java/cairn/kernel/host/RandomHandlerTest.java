package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomHandlerTest {
  private final RandomHandler random = new RandomHandler(Interfaces.shipped());

  private Payload bytes(int count) {
    return ((Value.Bytes) FakeCall.sent(random, "bytes", Value.unsigned(count)).value()).value();
  }

  @Test
  void asManyBytesComeAsWereAskedFor() {
    assertThat(bytes(0).length()).isZero();
    assertThat(bytes(1).length()).isEqualTo(1);
    assertThat(bytes(65_535).length()).isEqualTo(65_535);
  }

  @Test
  void everyAnswerDiffers() {
    Set<Payload> seen = new HashSet<>();

    for (int i = 0; i < 1000; i++) seen.add(bytes(16));

    assertThat(seen).hasSize(1000);
  }

  @Test
  void everyByteValueOccursAboutAsOften() {
    int[] counts = new int[256];
    Payload sample = bytes(65_535);

    for (int i = 0; i < sample.length(); i++) counts[sample.at(i)]++;

    // 256 expected of each, standard deviation 16: ten of them is not chance.
    assertThat(Arrays.stream(counts)).allMatch(n -> n > 96 && n < 416);
  }
}
