package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LazyGuestsTest extends RunningGuestsContract {
  @Override
  Engine engine() {
    return new LazyEngine();
  }

  @Override
  boolean interprets() {
    return false;
  }

  @Test
  void aReleasedMemoryIsGivenBackAtOnceAndReadsAsZeros() {
    try (var guests = new Guests(engine())) {
      var guest =
          guests.guest(
              "(module (memory 1) (func (export \"_start\") (i32.store (i32.const 8) (i32.const"
                  + " 77))))");
      guests.run(guest);
      assertThat(guest.memory().i32(8)).isEqualTo(77);

      guest.release();

      assertThat(guest.memory().i32(8)).isZero();
    }
  }
}
