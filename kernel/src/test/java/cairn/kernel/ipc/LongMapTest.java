package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LongMapTest {
  @Test
  void itDoesWhatAHashMapDoes() {
    var random = new Random(4);
    var map = new LongMap<Integer>();
    var model = new HashMap<Long, Integer>();
    for (int i = 0; i < 200_000; i++) {
      // Few keys, close together and far apart, so that they collide and wrap around.
      long key =
          1 + random.nextInt(40) + (random.nextInt(3) * (1L << 32)) + random.nextInt(3) * 64L;
      switch (random.nextInt(3)) {
        case 0 -> {
          map.put(key, i);
          model.put(key, i);
        }
        case 1 -> assertThat(map.remove(key)).isEqualTo(model.remove(key));
        default -> assertThat(map.get(key)).isEqualTo(model.get(key));
      }
      assertThat(map.size()).isEqualTo(model.size());
    }
    var left = new ArrayList<Integer>();
    map.forEach(left::add);
    assertThat(left).containsExactlyInAnyOrderElementsOf(model.values());
  }

  @Test
  void zeroIsInNoMap() {
    var map = new LongMap<String>();
    map.put(8, "eight");

    assertThat(map.get(0)).isNull();
    assertThat(map.has(0)).isFalse();
    assertThat(map.remove(0)).isNull();
    assertThat(map.get(8)).isEqualTo("eight");
  }

  @Test
  void itShrinksAgain() {
    var map = new LongMap<String>();
    for (long key = 1; key <= 10_000; key++) map.put(key, "x");
    for (long key = 1; key <= 10_000; key++) map.remove(key);

    assertThat(map.isEmpty()).isTrue();
    map.put(1, "again");
    assertThat(map.get(1)).isEqualTo("again");
  }
}
