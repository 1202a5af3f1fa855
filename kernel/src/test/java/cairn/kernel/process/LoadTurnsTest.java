package cairn.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.Pid;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoadTurnsTest {
  private static final Pid CROWD = new Pid(1);
  private static final Pid OTHER = new Pid(2);

  private static CompletableFuture<Boolean> taking(LoadTurns turns, Pid root) {
    var taken = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                turns.take(root, () -> false);
                taken.complete(true);
              } catch (InterruptedException e) {
                taken.completeExceptionally(e);
              }
            });
    return taken;
  }

  @Test
  void oneTreeOfProcessesNeverHasAllTurns() throws Exception {
    var turns = new LoadTurns(2);
    turns.take(CROWD, () -> false);
    var second = taking(turns, CROWD);

    turns.take(OTHER, () -> false);

    assertThat(second).isNotDone();
    turns.release(OTHER);
    turns.release(CROWD);
    assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoIsNotWantedAnyMoreWaitsNoLonger() throws Exception {
    var turns = new LoadTurns(1);
    turns.take(CROWD, () -> false);

    assertThatThrownBy(() -> turns.take(OTHER, () -> true))
        .isInstanceOf(LoadSleeper.Unwanted.class);

    turns.release(CROWD);
    turns.take(OTHER, () -> false);
  }

  @Test
  void aTurnThatIsGivenBackIsTheNextOnes() throws Exception {
    var turns = new LoadTurns(1);
    turns.take(CROWD, () -> false);
    var next = taking(turns, OTHER);

    turns.release(CROWD);

    assertThat(next.get(30, TimeUnit.SECONDS)).isTrue();
  }
}
