package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The pool's threads are the test's: a step is a piece of work. */
final class TurnsTest {
  private static final Pid GREEDY = new Pid(1);
  private static final Pid MODEST = new Pid(2);

  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final Turns turns = new Turns(pool::add);
  private final List<String> done = new ArrayList<>();

  private boolean add(Pid pid, String piece) {
    return turns.add(pid, () -> done.add(piece));
  }

  private void runAll() {
    while (!pool.isEmpty()) pool.remove().run();
  }

  @Test
  void whoWantsMuchHasOnePieceInThePoolAndTheOthersWaitForThatOne() {
    for (int i = 0; i < 10; i++) add(GREEDY, "greedy " + i);
    assertThat(pool).hasSize(1);
    add(MODEST, "modest");
    runAll();

    assertThat(done).hasSize(11).startsWith("greedy 0", "modest", "greedy 1", "greedy 2");
  }

  @Test
  void aProcessMayHaveSoMuchWaitingAndNoMore() {
    add(GREEDY, "first");
    for (int i = 0; i < Turns.MOST; i++) assertThat(add(GREEDY, "more")).isTrue();

    assertThat(add(GREEDY, "too much")).isFalse();
    assertThat(add(MODEST, "modest")).isTrue();
    pool.remove().run();
    assertThat(add(GREEDY, "room again")).isTrue();
    runAll();
    assertThat(done).hasSize(Turns.MOST + 3).doesNotContain("too much");
  }

  @Test
  void whatAnEndedProcessWantedIsDropped() {
    add(GREEDY, "first");
    add(GREEDY, "second");
    turns.ended(GREEDY);
    runAll();
    assertThat(done).containsExactly("first");

    add(GREEDY, "third");
    runAll();
    assertThat(done).containsExactly("first", "third");
  }

  @Test
  void aPieceThatBreaksOffKeepsNobodyFromTheNext() {
    turns.add(
        GREEDY,
        () -> {
          throw new IllegalStateException("broken on purpose");
        });
    add(GREEDY, "second");
    runAll();

    assertThat(done).containsExactly("second");
  }
}
