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
  void aFunctionWithoutANameStandsForStartAndRunsAfterInitialize() {
    try (var guests = new Guests(engine())) {
      var seen = guests.seen();
      var guest =
          guests.guest(
              """
              (module (import "test" "seen" (func $seen (param i64))) (memory 1)
                (global $begun (mut i64) (i64.const 1))
                (func (export "_initialize") (global.set $begun (i64.const 42)))
                (func (export "") (call $seen (global.get $begun))))
              """);

      assertThat(guests.run(guest)).isEqualTo(new Engine.Outcome.Exited(0));

      assertThat(seen).hasValue(42);
    }
  }

  @Test
  void whereThereIsAStartItAloneIsCalled() {
    try (var guests = new Guests(engine())) {
      var seen = guests.seen();
      var guest =
          guests.guest(
              """
              (module (import "test" "seen" (func $seen (param i64))) (memory 1)
                (func (export "_initialize") unreachable)
                (func (export "") unreachable)
                (func (export "_start") (call $seen (i64.const 7))))
              """);

      assertThat(guests.run(guest)).isEqualTo(new Engine.Outcome.Exited(0));

      assertThat(seen).hasValue(7);
    }
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
