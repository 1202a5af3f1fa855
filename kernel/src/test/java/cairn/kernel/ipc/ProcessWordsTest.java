package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words in which a parent reads why its child was refused are part of the interface. */
final class ProcessWordsTest {
  @Test
  void theWordsForARefusalStayWhatProgramsWereWrittenFor() {
    var some =
        List.of(
            new LoadFault.NotFound(List.of()),
            new LoadFault.Unreachable(List.of()),
            new LoadFault.Malformed(""),
            new LoadFault.Truncated(0),
            new LoadFault.TooLarge(0, 0),
            new LoadFault.NoSuchPath(""),
            new LoadFault.IsDirectory(List.of()),
            new LoadFault.NotAProgram(""),
            new LoadFault.ALibrary(),
            new LoadFault.WrongStart(""),
            new LoadFault.NoMemoryLeft(),
            new LoadFault.HeapFull(0, 0, 0),
            new LoadFault.UnknownImport("", ""),
            new LoadFault.TooMuchMemory(0, 0),
            new LoadFault.NoLoader(""),
            new LoadFault.LimitReached(""));

    assertThat(some.stream().map(ProcessHandler::wordFor))
        .containsExactly(
            "not-found",
            "unreachable",
            "malformed",
            "truncated",
            "too-large",
            "no-such-path",
            "is-directory",
            "not-a-program",
            "a-library",
            "wrong-start",
            "no-memory-left",
            "no-memory-left",
            "unknown-import",
            "too-much-memory",
            "no-loader",
            "limit-reached");
    assertThat(some).hasSize(Arrays.asList(LoadFault.class.getPermittedSubclasses()).size() - 1);
  }
}
