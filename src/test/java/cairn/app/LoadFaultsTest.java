package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.registry.Cid;
import cairn.registry.PlainText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LoadFaultsTest {
  /**
   * A title, a cleared screen, a C1 sequence, text turned round, a forged line, a tower of marks.
   */
  private static final String HOSTILE =
      "x\u001b]0;t\u0007\u001b[2J\u009b31m\u202egnp.\u2066\r\ncairn: all is well\u2028"
          + "\u0301".repeat(90)
          + "y".repeat(5000);

  private static final List<String> MANY = new ArrayList<>(Collections.nCopies(500, HOSTILE));

  private static final Cid CID =
      switch (Cid.parse("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e")) {
        case Cid.Parsed.Ok(Cid cid) -> cid;
        case Cid.Parsed.Fault fault -> throw new AssertionError(fault);
      };

  private static final List<LoadFault> ALL =
      List.of(
          new LoadFault.NotFound(List.of(HOSTILE)),
          new LoadFault.Unreachable(List.of(HOSTILE)),
          new LoadFault.Corrupt(CID, HOSTILE),
          new LoadFault.Malformed(HOSTILE),
          new LoadFault.Truncated(5),
          new LoadFault.TooLarge(5, 4),
          new LoadFault.NoSuchPath(HOSTILE),
          new LoadFault.IsDirectory(MANY),
          new LoadFault.NotAProgram(HOSTILE),
          new LoadFault.ALibrary(),
          new LoadFault.WrongStart(HOSTILE),
          new LoadFault.NoMemoryLeft(),
          new LoadFault.HeapFull(5, 3, 4),
          new LoadFault.UnknownImport(HOSTILE, HOSTILE),
          new LoadFault.TooMuchMemory(5, 4),
          new LoadFault.NoLoader(HOSTILE),
          new LoadFault.LimitReached(HOSTILE));

  @Test
  void anOldWasiIsNamed() {
    assertThat(LoadFaults.sentence(new LoadFault.UnknownImport("wasi_unstable", "proc_exit")))
        .isEqualTo(
            "it needs 'wasi_unstable.proc_exit', of WASI before 2020; what is built for wasi_snapshot_preview1 runs here");
  }

  @Test
  void noFaultLetsAStrangersTextSteerATerminal() {
    assertThat(ALL)
        .allSatisfy(
            fault -> {
              String sentence = LoadFaults.sentence(fault);
              assertThat(sentence.codePoints()).allMatch(PlainText::visible);
              assertThat(sentence).doesNotContain("\u0301\u0301\u0301").hasSizeLessThan(2000);
            });
  }

  @Test
  void aLongPieceDoesNotHideWhatStandsAfterIt() {
    assertThat(LoadFaults.sentence(new LoadFault.UnknownImport(HOSTILE, HOSTILE)))
        .endsWith("which Cairn does not have");
  }

  @Test
  void everyFaultIsTried() {
    assertThat(ALL.stream().map(fault -> fault.getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(LoadFault.class.getPermittedSubclasses()).map(Class::getName).toList());
  }
}
