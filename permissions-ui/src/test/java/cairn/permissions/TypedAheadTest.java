package cairn.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedAheadTest {
  private final FakeTime time = new FakeTime();
  private final TypedAhead keys = new TypedAhead(time);

  @Test
  void keysOfTheFirst600MillisecondsAreThrownAway() {
    time.advanceMillis(599);
    assertThat(keys.pressed("SPACE")).isTrue();
    assertThat(keys.typed()).isTrue();
    assertThat(keys.released("SPACE")).isTrue();

    time.advanceMillis(600);
    assertThat(keys.pressed("SPACE")).isFalse();
    assertThat(keys.typed()).isFalse();
    assertThat(keys.released("SPACE")).isFalse();
  }

  @Test
  void whoeverTypesOnIsNotListenedToBeforeAPause() {
    for (int i = 0; i < 20; i++) {
      time.advanceMillis(150);
      assertThat(keys.pressed("A")).isTrue();
      assertThat(keys.released("A")).isTrue();
    }

    time.advanceMillis(600);
    assertThat(keys.pressed("A")).isFalse();
  }

  @Test
  void aKeyThatIsHeldDownIsThrownAwayUntilItIsLetGo() {
    assertThat(keys.pressed("SPACE")).isTrue();

    time.advanceMillis(5_000);
    assertThat(keys.pressed("SPACE")).isTrue();
    assertThat(keys.typed()).isTrue();
    assertThat(keys.pressed("TAB")).isFalse();
    assertThat(keys.released("SPACE")).isTrue();

    assertThat(keys.pressed("SPACE")).isFalse();
  }
}
