package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.kernel.engine.Budget;
import org.junit.jupiter.api.Test;

final class LoadChargeTest {
  private final Budget heap = Budget.of(100);
  private final LoadCharge charge = new LoadCharge(heap);

  @Test
  void itHoldsTheMostThatWasSaidUntilItIsReleased() {
    assertThat(charge.holds(60)).isEmpty();
    assertThat(charge.holds(40)).isEmpty();
    assertThat(heap.free()).isEqualTo(40);

    charge.release();
    charge.release();

    assertThat(heap.free()).isEqualTo(100);
  }

  @Test
  void whatThereIsNotIsAFaultWithTheFigures() {
    assertThat(heap.take(30)).isTrue();
    assertThat(charge.holds(60)).isEmpty();

    assertThat(charge.holds(71)).contains(new LoadFault.HeapFull(71, 10, 100));
    assertThat(heap.free()).isEqualTo(10);
  }

  @Test
  void onceReleasedItTakesNoMore() {
    charge.release();

    assertThat(charge.holds(10)).isEmpty();
    assertThat(heap.free()).isEqualTo(100);
  }
}
