package cairn.permissions;

import static cairn.permissions.Asked.FETCH;
import static cairn.permissions.Asked.INTERFACES;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.Refusal;
import cairn.kernel.gate.Scopes;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalsTest {
  private static final InterfaceId TCP = INTERFACES.shipped("tcp").definition().id();
  private static final int CONNECT =
      INTERFACES.shipped("tcp").definition().message("connect").orElseThrow().index();
  private static final Refusal.About THERE =
      new Refusal.About(TCP, CONNECT, Optional.of(Scopes.endpoint("example.org", 80)));
  private static final Refusal.About UNREAD = new Refusal.About(TCP, CONNECT, Optional.empty());

  private final List<String> lines = new ArrayList<>();
  private final Refusals refusals =
      new Refusals(new RefusalWords(INTERFACES), (pid, line) -> lines.add(pid + " " + line));

  static List<List<Object>> everyReason() {
    return List.of(
        List.of(
            THERE, new Refusal.Answered(), "refused: tcp, connect to example.org:80 (you said no)"),
        List.of(
            THERE,
            new Refusal.DecidedBefore(),
            "refused: tcp, connect to example.org:80 (as you decided before, see"
                + " cairn:permissions)"),
        List.of(
            THERE,
            new Refusal.RestOfRun(),
            "refused: tcp, connect to example.org:80 (you denied the rest of this run)"),
        List.of(
            THERE,
            new Refusal.ByFlag(),
            "refused: tcp, connect to example.org:80 (a rule of the command denies it)"),
        List.of(
            UNREAD,
            new Refusal.Malformed(3, "it ends early"),
            "malformed: tcp, connect (at byte 3: it ends early)"),
        List.of(
            UNREAD,
            new Refusal.WrongKind(true),
            "malformed: tcp, connect (it has an answer, and was sent as one that has none)"),
        List.of(
            new Refusal.About(TCP, 99, Optional.empty()),
            new Refusal.Malformed(0, "there is no such message"),
            "malformed: tcp, message 99 (at byte 0: there is no such message)"),
        List.of(
            UNREAD,
            new Refusal.NoHandler(),
            "not sent: tcp, connect (nobody answers this interface)"),
        List.of(
            UNREAD,
            new Refusal.OverLimit(Limit.UNANSWERED),
            "not sent: tcp, connect (a limit of this program: open questions)"));
  }

  @ParameterizedTest
  @MethodSource("everyReason")
  void everyReasonIsSaidWithTheMessageItIsAbout(List<Object> row) {
    refusals.follow(at(0, refused((Refusal.About) row.get(0), (Refusal.Reason) row.get(1), 1)));

    assertThat(lines).containsExactly("7 " + row.get(2));
  }

  @Test
  void anInterfaceThatNobodyKnowsIsSaidByItsDigits() {
    var unknown = new InterfaceId(Sha256.of(Payload.utf8("somebody's")));

    refusals.follow(
        at(
            0,
            refused(
                new Refusal.About(unknown, 3, Optional.empty()),
                new Refusal.UnknownInterface(),
                1)));

    assertThat(lines)
        .containsExactly(
            "7 not sent: "
                + unknown.shortHex()
                + ", message 3 (nobody answers this interface, and Cairn has no definition of it)");
  }

  @Test
  void equalOnesAreToldOnceAndThenOnceAMinute() {
    refusals.follow(at(0, refused(THERE, new Refusal.Answered(), 1)));
    for (int second = 1; second < 60; second++)
      refusals.follow(at(second, refused(THERE, new Refusal.Answered(), 1 + second)));
    assertThat(lines).hasSize(1);

    refusals.follow(at(60, refused(THERE, new Refusal.Answered(), 61)));

    assertThat(lines)
        .hasSize(2)
        .last()
        .isEqualTo("7 refused: tcp, connect to example.org:80 (you said no), 60 more times");
  }

  @Test
  void theEndOfTheProgramTellsTheRestAtOnce() {
    refusals.follow(at(0, refused(THERE, new Refusal.Answered(), 2)));
    refusals.follow(
        at(
            1,
            List.of(refused(THERE, new Refusal.Answered(), 3)),
            new ProcessState.Ended(new cairn.kernel.Exit.Exited(77))));

    assertThat(lines)
        .containsExactly(
            "7 refused: tcp, connect to example.org:80 (you said no), 2 times",
            "7 refused: tcp, connect to example.org:80 (you said no), once more");
  }

  @Test
  void differentReasonsForTheSameMessageAreLinesOfTheirOwn() {
    refusals.follow(
        at(
            0,
            refused(THERE, new Refusal.Answered(), 1),
            refused(THERE, new Refusal.DecidedBefore(), 4)));

    assertThat(lines).hasSize(2);
  }

  private static Refusal refused(Refusal.About about, Refusal.Reason reason, long count) {
    return new Refusal(Optional.of(about), reason, count, 0);
  }

  private static KernelSnapshot at(long second, Refusal... all) {
    return at(second, List.of(all), new ProcessState.Running());
  }

  private static KernelSnapshot at(long second, List<Refusal> all, ProcessState state) {
    var process =
        new OfProcess(
            FETCH,
            "fetch",
            Optional.of(Asked.program("fetch")),
            state,
            Instant.EPOCH,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            all,
            0,
            1,
            Set.of(),
            0,
            Pid.KERNEL,
            Limits.DEFAULT,
            Map.of(),
            0,
            0,
            "");
    return new KernelSnapshot(
        Duration.ofSeconds(second).toNanos(),
        List.of(process),
        List.of(),
        List.of(),
        new KernelSnapshot.Totals(1, 0, 0, 0, 0, 0, 0, ""));
  }
}
