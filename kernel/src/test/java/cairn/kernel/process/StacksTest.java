package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StacksTest {
  private static final int MIB = 1 << 20;

  private final Stacks.Sum all = new Stacks.Sum(100 * MIB);
  private final AtomicInteger refused = new AtomicInteger();

  private Stacks ofProcess() {
    return new Stacks(8 * MIB, all, refused::incrementAndGet);
  }

  @Test
  void aProcessMayHaveAsMuchAsItsLimitAndARefusalIsCountedAndTakesNothing() {
    var mine = ofProcess();

    assertThat(mine.take(8 * MIB)).isTrue();
    assertThat(mine.hasRoom()).isFalse();
    assertThat(mine.take(1)).isFalse();

    assertThat(refused).hasValue(1);
    assertThat(mine.bytes()).isEqualTo(8 * MIB);
    mine.limit(9 * MIB);
    assertThat(mine.take(MIB)).isTrue();
    mine.giveBack(9 * MIB);
    assertThat(mine.bytes()).isZero();
    assertThat(all.bytes()).isZero();
  }

  @Test
  void howeverManyTakeAllTheyGetSomethingIsLeftForOrdinaryOnes() {
    List<Stacks> greedy = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var one = ofProcess();
      while (one.take(64 << 10)) {}
      greedy.add(one);
    }
    assertThat(greedy.getFirst().bytes()).isEqualTo(8 * MIB);

    for (int i = 0; i < 64; i++) assertThat(ofProcess().take(Stacks.SMALL)).isTrue();
  }

  @Test
  void whenAllIsTakenNobodyGetsMore() {
    while (ofProcess().take(Stacks.SMALL)) {}

    assertThat(all.bytes()).isLessThanOrEqualTo(100 * MIB);
    assertThat(ofProcess().take(100)).isFalse();
  }
}
