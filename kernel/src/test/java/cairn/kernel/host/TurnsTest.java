package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> done = new ArrayList<>();

  @Test
  void anErrorInOneActionKeepsNoOtherFromItsTurn() {
    assertThatThrownBy(
            () ->
                turns.run(
                    () -> {
                      turns.run(() -> done.add("meanwhile"));
                      throw new OutOfMemoryError("none left");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    turns.run(() -> done.add("later"));

    assertThat(done).containsExactly("meanwhile", "later");
  }

  @Test
  void theFirstFailureIsTheOneThatIsThrown() {
    assertThatThrownBy(
            () ->
                turns.run(
                    () -> {
                      turns.run(
                          () -> {
                            throw new StackOverflowError("second");
                          });
                      throw new IllegalStateException("first");
                    }))
        .hasMessage("first");
  }

  @Test
  void anActionGivenInATurnRunsAfterIt() {
    turns.run(
        () -> {
          turns.run(() -> done.add("second"));
          done.add("first");
        });

    assertThat(done).containsExactly("first", "second");
  }
}
