package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.limits;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits change while a process runs, and reaching one is answered and counted. */
final class ChangedLimitsTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId GO = own("go");

  private final TestKernel it = new TestKernel();
  private final List<Integer> statuses = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  private Pid handler(Limits most) {
    var pid =
        it.open(
            "handler",
            guest -> {
              guest.register(ECHO);
              guest.hold("never");
            },
            most,
            ECHO,
            own("never"));
    it.settle(pid);
    return pid;
  }

  @Test
  void aLargerMailboxLetsInWhoWaitsForRoom() {
    var handler = handler(limits(1, 1000, 64, 8));
    var client =
        it.open(
            "client",
            guest -> {
              for (int i = 0; i < 3; i++) guest.emit(ECHO, "x", MAY_WAIT);
            },
            ECHO);
    it.settle(client);
    assertThat(it.isOver(client)).isFalse();
    assertThat(it.row(handler).limitHits()).containsEntry(Limit.MAILBOX, 1L);

    it.kernel.limit(handler, limits(3, 1000, 64, 8));

    assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
    assertThat(it.row(handler).mailboxMessages()).isEqualTo(3);
    assertThat(it.row(handler).limits()).isEqualTo(limits(3, 1000, 64, 8));
  }

  @Test
  void memoryBeyondTheLimitOfTheStartIsNotPromised() {
    var pid = it.open("idle", guest -> guest.hold("never"), own("never"));
    it.settle(pid);

    it.kernel.limit(pid, Limits.DEFAULT.withMemory(2 * Limits.DEFAULT.memory()));
    assertThat(it.row(pid).memoryLimit()).isEqualTo(Limits.DEFAULT.memory());
    assertThat(it.row(pid).limits()).isEqualTo(Limits.DEFAULT);

    it.kernel.limit(pid, Limits.DEFAULT.withMemory(Limits.DEFAULT.memory() / 2));
    assertThat(it.row(pid).memoryLimit()).isEqualTo(Limits.DEFAULT.memory() / 2);
  }

  private static Limits withThreads(int most) {
    var d = Limits.DEFAULT;
    return new Limits(
        d.memory(),
        d.tables(),
        d.mailboxMessages(),
        d.mailboxBytes(),
        d.unanswered(),
        d.parked(),
        d.body(),
        d.handles(),
        d.timers(),
        d.logLines(),
        d.module(),
        most,
        d.stacks());
  }

  @Test
  void fewerThreadsHoldForTheNextThatIsStarted() {
    var started = new ArrayList<String>();
    var pid =
        it.open(
            "threads",
            guest -> {
              started.add(guest.thread(other -> other.hold("never")));
              guest.hold("go");
              started.add(guest.thread(other -> other.hold("never")));
            },
            GO,
            own("never"));
    it.settle(pid);

    it.kernel.limit(pid, withThreads(2));
    it.release("go");

    it.until(() -> started.size() == 2);
    assertThat(started).containsExactly("ok", "too-many");
  }

  @Test
  void aSmallerMailboxKeepsWhatItHasAndTakesNoMore() {
    var handler = handler(Limits.DEFAULT);
    var client =
        it.open(
            "client",
            guest -> {
              for (int i = 0; i < 2; i++) statuses.add(guest.emit(ECHO, "x", 0).status());
              guest.hold("go");
              statuses.add(guest.emit(ECHO, "x", 0).status());
            },
            ECHO,
            GO);
    it.settle(client);

    it.kernel.limit(handler, limits(1, 1000, 64, 8));
    it.release("go");

    it.end(client);
    assertThat(statuses).containsExactly(0, 0, 2);
    assertThat(it.row(handler).mailboxMessages()).isEqualTo(2);
  }

  @Test
  void fewerOpenQuestionsAreAllowedFromNowOn() {
    handler(Limits.DEFAULT);
    var client =
        it.open(
            "client",
            guest -> {
              for (int i = 0; i < 3; i++)
                statuses.add(guest.emit(ECHO, "x", NEEDS_ANSWER).status());
              guest.hold("go");
              statuses.add(guest.emit(ECHO, "x", NEEDS_ANSWER).status());
            },
            ECHO,
            GO);
    it.settle(client);

    it.kernel.limit(client, limits(64, 1000, 3, 8));
    it.release("go");

    it.end(client);
    assertThat(statuses).containsExactly(0, 0, 0, 3);
    assertThat(it.row(client).limitHits()).containsEntry(Limit.UNANSWERED, 1L);
  }

  @Test
  void fewerMessagesMayWaitForTheUserFromNowOn() {
    handler(Limits.DEFAULT);
    var client =
        it.open(
            "client",
            guest -> {
              guest.hold("go");
              for (int i = 0; i < 3; i++) statuses.add(guest.emit(ECHO, "x", 0).status());
              guest.receive();
            },
            GO);
    it.settle(client);

    it.kernel.limit(client, limits(64, 1000, 64, 2));
    it.release("go");

    assertThat(statuses).containsExactly(0, 0, 3);
    assertThat(it.row(client).limitHits()).containsEntry(Limit.PARKED, 1L);
  }

  @Test
  void whatIsOverOrNeverWasHasNoLimits() {
    it.kernel.limit(new Pid(4711), Limits.DEFAULT);
    var over = it.open("over", guest -> {});
    it.end(over);

    it.kernel.limit(over, limits(1, 1, 1, 1));

    assertThat(it.isOver(over)).isTrue();
  }
}
