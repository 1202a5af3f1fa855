package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.limits;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Decision;
import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program may name as many interfaces as it likes; the kernel keeps few of them. */
final class ManyInterfacesTest {
  /** As docs/ABI.md says. */
  private static final int MOST = 256;

  private static final InterfaceId ECHO = own("echo");

  private final TestKernel it = new TestKernel();
  private final List<Integer> statuses = new ArrayList<>();
  private int before;

  @BeforeEach
  void count() {
    before = it.kernel.snapshot().interfaces().size();
  }

  @AfterEach
  void close() {
    it.close();
  }

  private int rows() {
    return it.kernel.snapshot().interfaces().size() - before;
  }

  private void emitToMany(ScriptGuest guest, int many) {
    for (int i = 0; i < many; i++)
      statuses.add(guest.emit(own("unknown " + i), "x", MAY_WAIT).status());
  }

  @Test
  void whatIsRefusedLeavesNothingBehind() {
    var pid = it.open("namer", guest -> emitToMany(guest, 100), limits(64, 1000, 64, 8));

    it.end(pid);

    assertThat(statuses.subList(0, 8)).containsOnly(0);
    assertThat(statuses.subList(8, 100)).containsOnly(3);
    assertThat(it.row(pid).limitHits()).containsEntry(Limit.PARKED, 92L);
    it.until(() -> rows() == 0);
  }

  @Test
  void interfacesThatNothingIsOnTheWayToMakeRoomForOthers() {
    var pid =
        it.open(
            "namer",
            guest -> {
              guest.emit(own("first"), "x", MAY_WAIT);
              guest.hold("go");
              emitToMany(guest, 3 * MOST);
              guest.hold("never");
            },
            own("go"),
            own("never"));
    it.settle(pid);
    it.kernel.decide(it.kernel.snapshot().questions().getFirst().id(), new Decision.DenyRest());
    it.release("go");
    it.settle(pid);

    assertThat(statuses).hasSize(3 * MOST).containsOnly(0);
    assertThat(it.row(pid).denied()).isEqualTo(3 * MOST + 1);
    assertThat(it.row(pid).limitHits()).isEmpty();
    assertThat(rows()).isBetween(1, MOST);
  }

  @Test
  void moreAtOnceIsALimitThatIsCounted() {
    var pid =
        it.open(
            "namer",
            guest -> {
              emitToMany(guest, MOST + 10);
              statuses.add(guest.emit(own("one more"), "x", MAY_WAIT | NEEDS_ANSWER).status());
              guest.receive();
            },
            limits(64, 100_000, 64, 2 * MOST));
    it.settle(pid);

    assertThat(statuses.subList(0, MOST)).containsOnly(0);
    assertThat(statuses.subList(MOST, MOST + 11)).containsOnly(3);
    assertThat(it.row(pid).limitHits()).containsEntry(Limit.INTERFACES, 11L);
    assertThat(rows()).isEqualTo(MOST);

    it.kernel.end(pid, "the test");
    it.end(pid);
    it.until(() -> rows() == 0);
  }

  @Test
  void whoWaitsAtAnInterfaceKeepsIt() {
    var waiting =
        it.open(
            "waits",
            guest -> {
              guest.thread(other -> emitToMany(other, 2 * MOST));
              statuses.add(guest.emit(ECHO, "here", MAY_WAIT).status());
            },
            limits(64, 100_000, 64, 8),
            ECHO);
    it.until(
        () ->
            statuses.size() == 2 * MOST
                && it.port(ECHO).filter(row -> row.waiting() == 1).isPresent());
    var said = new ArrayList<String>();
    var handler =
        it.open(
            "handler",
            guest -> {
              guest.register(ECHO);
              said.add(guest.message().body().utf8());
            },
            ECHO);

    it.end(handler);
    it.end(waiting);

    assertThat(said).containsExactly("here");
    assertThat(statuses).hasSize(2 * MOST + 1);
  }

  @Test
  void anInterfaceThatOnlyTheEndedUsedEndsWithItsHandler() {
    var handler =
        it.open(
            "handler",
            guest -> {
              guest.register(ECHO);
              guest.message();
              guest.hold("never");
            },
            ECHO,
            own("never"));
    it.settle(handler);
    var client = it.open("client", guest -> guest.emit(ECHO, "x", 0), ECHO);
    it.end(client);
    it.settle(handler);
    assertThat(it.port(ECHO).orElseThrow().messages()).isEqualTo(1);
    long messages = it.kernel.snapshot().totals().messages();

    it.kernel.end(handler, "the test");
    it.end(handler);

    it.until(() -> rows() == 0);
    assertThat(it.kernel.snapshot().totals().messages()).isEqualTo(messages);
    assertThat(it.isOver(client)).isTrue();
  }
}
