package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class LaneTest {
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();

  @Test
  void actionsRunInTheirOrderOnOneThreadOfThePool() {
    var lane = new Lane(pool::add);

    lane.run(() -> done.add("one"));
    lane.run(() -> done.add("two"));

    assertThat(done).isEmpty();
    assertThat(pool).hasSize(1);
    pool.remove().run();
    assertThat(done).containsExactly("one", "two");
  }

  @Test
  void whatDoesNotWaitRunsAtOnceUnlessSomethingWaitsForItsTurn() {
    var lane = new Lane(pool::add);

    assertThat(lane.now(() -> done.add("at once"))).isTrue();
    lane.run(() -> done.add("later"));
    assertThat(lane.now(() -> done.add("too early"))).isFalse();

    pool.remove().run();
    assertThat(done).containsExactly("at once", "later");
  }

  @Test
  void whatComesAfterThePoolHasClosedIsDoneAllTheSame() {
    var closed = Executors.newSingleThreadExecutor();
    closed.shutdown();
    var lane = new Lane(closed);

    lane.run(() -> done.add("an end"));
    lane.now(
        () -> {
          lane.run(() -> done.add("a revocation"));
          return done.add("a read");
        });

    assertThat(done).containsExactly("an end", "a read", "a revocation");
  }
}
