package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogHandlerTest {
  private final List<String> lines = new ArrayList<>();
  private final FakeClocks clocks = new FakeClocks();
  private final LogHandler log =
      new LogHandler(
          Interfaces.shipped(),
          (pid, level, text) -> lines.add(pid + " " + level + " " + text),
          clocks);

  private void write(Pid pid, String text) {
    FakeCall.sentBy(pid, log, "write", Value.named("info"), Value.text(text));
  }

  @Test
  void aLineComesThroughWithItsLevel() {
    write(new Pid(3), "hello, wörld 🎲");

    assertThat(lines).containsExactly("3 info hello, wörld 🎲");
  }

  @Test
  void whatMovesHidesOrTurnsTextIsTakenOut() {
    write(new Pid(3), "a\u001b[31mb\u202Ec\u200Bd\u2066e\u0000f\u009bg\uFEFFh\nnext\tcell\u2028x");

    assertThat(lines).containsExactly("3 info a[31mbcdefgh next cell x");
  }

  @Test
  void aLongLineIsCutBetweenCharacters() {
    write(new Pid(3), "x".repeat(LogHandler.LINE - 2) + "🎲🎲");

    assertThat(lines).containsExactly("3 info " + "x".repeat(LogHandler.LINE - 2) + "…");
  }

  @Test
  void linesOverTheLimitAreDroppedCountedAndToldOfOnce() {
    for (int i = 0; i < 1500; i++) write(new Pid(3), "n" + i);
    assertThat(lines).hasSize(1000);
    assertThat(log.dropped(new Pid(3))).isEqualTo(500);

    clocks.advance(1_000_000_000);
    write(new Pid(3), "again");

    assertThat(lines.subList(1000, lines.size()))
        .containsExactly(
            "3 warn 500 lines were dropped: a program may log 1000 a second.", "3 info again");
  }

  @Test
  void settingTheClockGivesNoMoreLinesAndTakesNone() {
    for (int i = 0; i < 1000; i++) write(new Pid(3), "n");
    clocks.setWall(clocks.wall() + 3_600_000_000_000L);
    write(new Pid(3), "over the limit");
    assertThat(lines).hasSize(1000);

    clocks.setWall(0);
    clocks.advance(1_000_000_000);
    write(new Pid(3), "again");

    assertThat(lines).endsWith("3 info again");
  }

  @Test
  void oneProcessesFloodLeavesOthersTheirLines() {
    for (int i = 0; i < 1100; i++) write(new Pid(3), "flood");

    write(new Pid(4), "still here");

    assertThat(lines).endsWith("4 info still here");
  }

  @Test
  void theEndOfAProcessTellsWhatWasDropped() {
    for (int i = 0; i < 1001; i++) write(new Pid(3), "n");

    log.ended(new Pid(3));

    assertThat(lines).endsWith("3 warn 1 line was dropped: a program may log 1000 a second.");
  }

  @Test
  void aLineIsKeptNoLongerThanItsTurn() {
    var call = FakeCall.sent(log, "write", Value.named("info"), Value.text("x".repeat(10_000)));

    assertThat(lines).hasSize(1);
    assertThat(call.isKept()).isFalse();
  }
}
