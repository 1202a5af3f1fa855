package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ShareTest {
  private final AtomicInteger refused = new AtomicInteger();
  private final Share.Sum sum = new Share.Sum(160, 100);
  private final Share share = share(100);

  private Share share(long limit) {
    return new Share(limit, sum, refused::incrementAndGet);
  }

  @Test
  void aSmallerLimitTakesNothingBackButGivesNoMore() {
    assertThat(share.take(60)).isTrue();
    share.limit(50);

    assertThat(share.take(1)).isFalse();
    assertThat(share.bytes()).isEqualTo(60);
    share.giveBack(20);
    assertThat(share.take(10)).isTrue();
    assertThat(refused).hasValue(1);
  }

  @Test
  void theSumOfAllIsALimitToo() {
    assertThat(share(100).take(100)).isTrue();

    assertThat(share.take(61)).isFalse();
    assertThat(share.take(60)).isTrue();
    assertThat(refused).hasValue(1);
    assertThat(sum.bytes()).isEqualTo(160);
  }

  @Test
  void whoHasALargePartLeavesAQuarterForTheOthers() {
    var large = share(1000);

    assertThat(large.take(121)).isFalse();
    assertThat(large.take(120)).isTrue();
    assertThat(share(1000).take(40)).isTrue();
    assertThat(refused).hasValue(1);
  }

  @Test
  void whatBelongsToNobodyComesOutOfTheSame() {
    var programs = sum.ofNobody();

    assertThat(programs.take(120)).isTrue();
    assertThat(programs.free()).isEqualTo(40);
    assertThat(programs.take(41)).isFalse();
    assertThat(share.take(41)).isFalse();
    assertThat(share.take(40)).isTrue();
    programs.giveBack(120);

    assertThat(programs.free()).isEqualTo(120);
  }
}
