package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class InFlightTest {
  private static final int LIMIT = 8_000_000;
  private static final int BODY = 10_000;

  private final InFlight whole = new InFlight(LIMIT);

  private static long fill(InFlight share) {
    while (share.take(BODY)) {}
    return share.bytes();
  }

  @Test
  void oneProcessGetsAQuarterOfWhatIsNotTheKernels() {
    assertThat(fill(whole.share())).isBetween(1_740_000L, 1_750_000L);
  }

  @Test
  void howeverManyHelpEachOtherSomethingIsLeft() {
    for (int i = 0; i < 100; i++) {
      fill(whole.share());

      assertThat(whole.share().take(2000)).as("after %d", i + 1).isTrue();
      whole.giveBack(2000);
    }
  }

  @Test
  void theKernelsOwnPartIsTakenByNobody() {
    for (int i = 0; i < 1000; i++) fill(whole.share());

    long before = whole.bytes();
    assertThat(before).isLessThanOrEqualTo(LIMIT / 8 * 7);
    assertThat(fill(whole)).isBetween((long) LIMIT - BODY, (long) LIMIT);
  }

  @Test
  void aFirstBodyMayBeLargeWhileHalfIsFree() {
    var share = whole.share();

    assertThat(share.take(3_000_000)).isTrue();
    assertThat(share.take(BODY)).isFalse();
    assertThat(whole.share().take(3_000_000)).isFalse();
    share.giveBack(3_000_000);
    assertThat(whole.share().take(3_000_000)).isTrue();
  }

  @Test
  void whatIsRefusedAndWhatIsGivenBackIsFreeAgain() {
    var shares = new ArrayList<InFlight>();
    for (int i = 0; i < 5; i++) shares.add(whole.share());
    for (var share : shares) fill(share);

    for (var share : shares) while (share.bytes() > 0) share.giveBack(BODY);

    assertThat(whole.bytes()).isZero();
  }

  @Test
  void smallBodiesAreNotCounted() {
    assertThat(whole.share().take(1024)).isTrue();
    assertThat(whole.bytes()).isZero();
  }
}
