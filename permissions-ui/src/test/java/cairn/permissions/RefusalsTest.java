package cairn.permissions;

import static cairn.permissions.Asked.FETCH;
import static cairn.permissions.Asked.connect;
import static cairn.permissions.Asked.counted;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final List<String> lines = new ArrayList<>();
  private final Refusals refusals =
      new Refusals(new RequestWords(Asked.INTERFACES), (pid, line) -> lines.add(pid + " " + line));

  @Test
  void aNoIsToldOnceAndAYesIsNot() {
    refusals.decided(connect(1, "10.0.0.7", 80), new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    refusals.decided(
        connect(2, "example.org", 80), new Decision.Deny(Lifetime.THIS_RUN, Breadth.EXACT));
    refusals.follow(refused(1));
    refusals.follow(refused(1));

    assertThat(lines).containsExactly("7 refused: tcp, connect to example.org:80");
  }

  @Test
  void whatIsRefusedWithoutAQuestionIsCounted() {
    refusals.decided(counted(connect(1, "10.0.0.7", 80), 3), new Decision.DenyRest());
    refusals.follow(refused(3));
    refusals.follow(refused(4));
    refusals.follow(refused(9));

    assertThat(lines)
        .containsExactly(
            "7 refused: tcp, connect to 10.0.0.7:80",
            "7 refused without asking, as you decided: one message"
                + " (what you decided stands in cairn:permissions)",
            "7 refused without asking, as you decided: 5 messages"
                + " (what you decided stands in cairn:permissions)");
  }

  @Test
  void ofAnswersForOneMessageOnlyOneIsTold() {
    refusals.decided(
        counted(connect(1, "10.0.0.7", 80), 3), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
    refusals.follow(refused(3));

    assertThat(lines).hasSize(2).last().asString().contains("2 messages");
  }

  private static KernelSnapshot refused(long count) {
    var process =
        new OfProcess(
            FETCH,
            "fetch",
            Optional.of(Asked.program("fetch")),
            new ProcessState.Running(),
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
            count,
            0,
            1,
            Set.of(),
            0,
            Pid.KERNEL,
            Limits.DEFAULT,
            Map.of(),
            0,
            0);
    return new KernelSnapshot(
        0, List.of(process), List.of(), List.of(), new KernelSnapshot.Totals(1, 0, 0, 0, 0, 0, ""));
  }
}
