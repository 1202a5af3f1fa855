package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private final AtomicInteger refused = new AtomicInteger();
  private final Ledger.Sum sum = new Ledger.Sum(150);
  private final Ledger ledger = new Ledger(100, sum, refused::incrementAndGet);

  @Test
  void aSmallerLimitTakesNothingBackButGivesNoMore() {
    assertThat(ledger.take(60)).isTrue();
    ledger.limit(50);

    assertThat(ledger.take(1)).isFalse();
    assertThat(ledger.bytes()).isEqualTo(60);
    ledger.giveBack(20);
    assertThat(ledger.take(10)).isTrue();
    assertThat(refused).hasValue(1);
  }

  @Test
  void theSumOfAllIsALimitToo() {
    var other = new Ledger(100, sum, refused::incrementAndGet);
    assertThat(other.take(100)).isTrue();

    assertThat(ledger.take(51)).isFalse();
    assertThat(ledger.take(50)).isTrue();
    assertThat(refused).hasValue(1);
    assertThat(sum.bytes()).isEqualTo(150);
  }

  @Test
  void theCodeOfProgramsComesOutOfTheSumOfAllAndIsNobodysMemory() {
    var sum = new Ledger.Sum(100);
    var programs = sum.programs();
    var ledger = new Ledger(100, sum, () -> {});

    assertThat(programs.take(70)).isTrue();
    assertThat(programs.take(40)).isFalse();
    assertThat(ledger.take(40)).isFalse();
    assertThat(ledger.take(30)).isTrue();
    assertThat(sum.bytes()).isEqualTo(30);
    programs.giveBack(70);

    assertThat(sum.bytes()).isEqualTo(30);
    assertThat(ledger.take(70)).isTrue();
  }
}
