package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Deadlock;
import cairn.kernel.Pid;
import cairn.kernel.ipc.WaitGraph.Hope;
import cairn.kernel.ipc.WaitGraph.ThreadWait;
import cairn.kernel.ipc.WaitGraph.Waits;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WaitGraphTest {
  private static final InterfaceId ON = new InterfaceId(Sha256.of(Payload.utf8("x")));
  private static final Hope ELSEWHERE = new Hope.Elsewhere();

  private static Hope from(long who, long whom) {
    return new Hope.From(
        new Deadlock.Wait(new Pid(who), new Pid(whom), Deadlock.Why.ANSWER, ON, "x"));
  }

  private static ThreadWait thread(Hope... hopes) {
    return new ThreadWait(0, List.of(hopes));
  }

  private static Waits waits(long pid, ThreadWait... threads) {
    return new Waits(new Pid(pid), List.of(threads));
  }

  private static List<List<Long>> circles(Waits... waiting) {
    return WaitGraph.deadlocks(List.of(waiting)).stream()
        .map(dead -> dead.circle().stream().map(wait -> wait.who().number()).toList())
        .toList();
  }

  @Test
  void twoThatWaitForEachOtherAreACircle() {
    assertThat(circles(waits(2, thread(from(2, 1))), waits(1, thread(from(1, 2)))))
        .containsExactly(List.of(1L, 2L));
  }

  @Test
  void threeAreACircleAndWhoWaitsForThemIsNotInIt() {
    assertThat(
            circles(
                waits(1, thread(from(1, 4))),
                waits(4, thread(from(4, 3))),
                waits(3, thread(from(3, 2))),
                waits(2, thread(from(2, 4)))))
        .containsExactly(List.of(2L, 4L, 3L));
  }

  @Test
  void twoCirclesAreTwo() {
    assertThat(
            circles(
                waits(1, thread(from(1, 2))),
                waits(2, thread(from(2, 1))),
                waits(3, thread(from(3, 3)))))
        .containsExactly(List.of(1L, 2L), List.of(3L));
  }

  @Test
  void whoIsNotListedGoesOnAndSoDoWhoWaitForIt() {
    assertThat(circles(waits(1, thread(from(1, 2))), waits(2, thread(from(2, 9))))).isEmpty();
  }

  @Test
  void oneThingThatComesFromElsewhereFreesTheThread() {
    assertThat(circles(waits(1, thread(from(1, 2), ELSEWHERE)), waits(2, thread(from(2, 1)))))
        .isEmpty();
  }

  @Test
  void oneThreadThatGoesOnFreesTheProcess() {
    assertThat(
            circles(waits(1, thread(from(1, 2)), thread(ELSEWHERE)), waits(2, thread(from(2, 1)))))
        .isEmpty();
    assertThat(
            circles(waits(1, thread(from(1, 2)), thread(from(1, 2))), waits(2, thread(from(2, 1)))))
        .containsExactly(List.of(1L, 2L));
  }

  @Test
  void aThreadThatWaitsForSeveralIsStuckOnlyWhenAllAre() {
    assertThat(
            circles(
                waits(1, thread(from(1, 2), from(1, 3))),
                waits(2, thread(from(2, 1))),
                waits(3, thread(from(3, 9)))))
        .isEmpty();
    assertThat(
            circles(
                waits(1, thread(from(1, 2), from(1, 3))),
                waits(2, thread(from(2, 1))),
                waits(3, thread(from(3, 1)))))
        .containsExactly(List.of(1L, 2L));
  }
}
