package cairn.kernel.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LaneTest {
  private final Lane<String> lane = new Lane<>();

  private static void waits(Thread thread) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(System.nanoTime()).as("waits in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Thread putting(String item, int weight) {
    return Thread.ofPlatform().start(() -> lane.put(item, weight, Lane.Waiter.thread()));
  }

  private String take() {
    return String.valueOf(lane.take(Lane.Waiter.thread(), false));
  }

  @Test
  void whoPutsIntoAFullLaneWaitsUntilSomethingIsTaken() throws Exception {
    lane.put("one", Lane.MOST / 2, Lane.Waiter.thread());
    lane.put("two", Lane.MOST / 2, Lane.Waiter.thread());
    var third = putting("three", 1);
    waits(third);

    assertThat(take()).isEqualTo("one");
    third.join();

    assertThat(take()).isEqualTo("two");
    assertThat(take()).isEqualTo("three");
  }

  @Test
  void anEmptyLaneTakesWhatIsLargerThanItAll() throws Exception {
    lane.put("whale", 2 * Lane.MOST, Lane.Waiter.thread());
    var next = putting("minnow", 1);
    waits(next);

    assertThat(take()).isEqualTo("whale");
    next.join();
    assertThat(take()).isEqualTo("minnow");
  }

  @Test
  void closingLetsWhoWaitsGoAndDropsWhatComes() throws Exception {
    lane.put("one", Lane.MOST, Lane.Waiter.thread());
    var putter = putting("two", 1);
    waits(putter);

    lane.close();
    putter.join();
    lane.put("three", 1, Lane.Waiter.thread());
    lane.force("last");

    assertThat(take()).isEqualTo("one");
    assertThat(take()).isEqualTo("last");
    assertThat(take()).isEqualTo("null");
  }

  @Test
  void whoTakesFromAnEmptyLaneIsWoken() throws Exception {
    var taken = new AtomicReference<>("");
    var taker = Thread.ofPlatform().start(() -> taken.set(take()));
    waits(taker);

    lane.put("one", 1, Lane.Waiter.thread());
    taker.join();

    assertThat(taken).hasValue("one");
  }
}
