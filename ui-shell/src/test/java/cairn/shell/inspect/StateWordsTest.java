package cairn.shell.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.MessageId;
import cairn.kernel.ProcessState;
import cairn.registry.Cid;
import cairn.registry.Sha256;
import cairn.shell.inspect.StateWords.Tone;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateWordsTest {
  private static final long NOW = 10_000_000_000L;

  @ParameterizedTest
  @MethodSource
  void says(ProcessState state, String words, Tone tone) {
    assertThat(StateWords.of(state, NOW)).isEqualTo(new StateWords(words, tone));
  }

  static Stream<Arguments> says() {
    var ids = Set.of(new MessageId(71));
    return Stream.of(
        quiet(new ProcessState.Running(), "running"),
        quiet(new ProcessState.Suspended(), "paused by you"),
        quiet(new ProcessState.Loading(new LoadStage.Finding()), "looking for the program"),
        quiet(
            new ProcessState.Loading(new LoadStage.Fetching(610_000, 1_000_000, 3, "")),
            "loading, 61 % of 1.0 MB"),
        quiet(
            new ProcessState.Loading(new LoadStage.Fetching(610_000, -1, 3, "")),
            "loading, 610 KB so far"),
        quiet(
            new ProcessState.Loading(new LoadStage.Fetching(9, 3, 3, "")),
            "loading, 100 % of 3 bytes"),
        quiet(new ProcessState.Loading(new LoadStage.Preparing(9)), "getting ready"),
        quiet(new ProcessState.Waiting(Set.of(), "", 0), "waits for a message"),
        quiet(
            new ProcessState.Waiting(ids, "an answer from tcp", NOW - 3_200_000_000L),
            "waits for an answer from tcp, 3.2 s"),
        quiet(
            new ProcessState.Waiting(ids, "an answer from tcp", NOW - 1_000_000L),
            "waits for an answer from tcp"),
        quiet(new ProcessState.Waiting(ids, "", NOW), "waits for an answer"),
        Arguments.of(
            new ProcessState.AskingUser(Scripted.asks(1, "sudoku", "93.184.216.34", 443)),
            "waits for you: connect 93.184.216.34:443",
            Tone.ASKS),
        Arguments.of(
            new ProcessState.AskingUser(Scripted.asks(1, "sudoku", "2001:db8::1", 443)),
            "waits for you: connect [2001:db8::1]:443",
            Tone.ASKS),
        quiet(new ProcessState.Ended(new Exit.Exited(0)), "ended with code 0"),
        quiet(new ProcessState.Ended(new Exit.Exited(-1234)), "ended with code -1234"),
        quiet(new ProcessState.Ended(new Exit.Killed("you")), "ended by you"),
        wrong(new Exit.Trapped("unreachable", List.of()), "trapped: unreachable"),
        wrong(new Exit.Refused(new LoadFault.NotFound(List.of())), "did not start: nobody has it"),
        wrong(
            new Exit.Refused(new LoadFault.UnknownImport("env", "fork")),
            "did not start: it needs env.fork"),
        wrong(
            new Exit.Refused(new LoadFault.Corrupt(Cid.raw(Sha256.of(new byte[0])), "x")),
            "did not start: its bytes do not match the hash"));
  }

  private static Arguments quiet(ProcessState state, String words) {
    return Arguments.of(state, words, Tone.QUIET);
  }

  private static Arguments wrong(Exit exit, String words) {
    return Arguments.of(new ProcessState.Ended(exit), words, Tone.WRONG);
  }

  @Test
  void everyFaultHasItsWords() {
    var faults =
        List.of(
            new LoadFault.Unreachable(List.of()),
            new LoadFault.Malformed("x"),
            new LoadFault.Truncated(1),
            new LoadFault.TooLarge(2, 1),
            new LoadFault.NoSuchPath("x"),
            new LoadFault.IsDirectory(List.of()),
            new LoadFault.NotAProgram("x"),
            new LoadFault.ALibrary(),
            new LoadFault.TooMuchMemory(2, 1),
            new LoadFault.NoLoader("x"),
            new LoadFault.LimitReached("x"));

    assertThat(faults)
        .extracting(
            fault -> StateWords.of(new ProcessState.Ended(new Exit.Refused(fault)), NOW).text())
        .doesNotHaveDuplicates()
        .allSatisfy(words -> assertThat(words).startsWith("did not start: ").isPrintable());
  }

  @Test
  void whatAProgramWroteCannotForgeTheRow() {
    var state =
        new ProcessState.Ended(
            new Exit.Trapped("boom\n\u202Eevil\u0007" + "x".repeat(5000), List.of()));

    var words = StateWords.of(state, NOW).text();

    assertThat(words)
        .startsWith("trapped: boom evilx")
        .hasSizeLessThan(260)
        .doesNotContain("\n", "\u202E", "\u0007");
  }
}
