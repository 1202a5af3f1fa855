package cairn.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WasiCookiesTest {
  private final AtomicInteger room = new AtomicInteger(2);
  private final WasiCookies cookies = new WasiCookies(room);

  @Test
  void placesAreNumberedAndReadAgainTheyHaveTheSameNumbers() {
    assertThat(cookies.of(0, 1L << 62)).isEqualTo(1);
    assertThat(cookies.of(1, 77)).isEqualTo(2);
    assertThat(cookies.of(0, 1L << 62)).isEqualTo(1);

    assertThat(cookies.place(0)).hasValue(0);
    assertThat(cookies.place(1)).hasValue(1L << 62);
    assertThat(cookies.place(2)).hasValue(77);
    assertThat(cookies.place(3)).isEmpty();
    assertThat(cookies.place(-1)).isEmpty();
  }

  @Test
  void behindTheMostThatAreRememberedTheListIsReadOnByThePlacesOfTheHost() {
    cookies.of(0, 70);
    cookies.of(1, 80);

    long third = cookies.of(2, 90);
    long fourth = cookies.of(third, 1L << 62);

    assertThat(third).isNegative();
    assertThat(cookies.place(third)).hasValue(90);
    assertThat(cookies.place(fourth)).hasValue(1L << 62);
    assertThat(cookies.place(2)).hasValue(80);
  }

  @Test
  void aClosedFolderLeavesItsPlacesToOthers() {
    cookies.of(0, 70);
    cookies.of(1, 80);

    cookies.forget();

    assertThat(new WasiCookies(room).of(0, 60)).isEqualTo(1);
  }
}
