package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShellModelTest {
  private final FakeRecordings recordings = new FakeRecordings();
  private final FakeKernel kernel = new FakeKernel();
  private final ShellModel shell =
      new ShellModel(
          new ProgramRun.Needs(
              kernel,
              new FakeLibrary(),
              recordings,
              _ -> Optional.empty(),
              Runnable::run,
              InstantSource.fixed(Instant.EPOCH)));

  @Test
  void aWindowBeginsWithOneTabAtTheStartPage() {
    assertThat(shell.tabs()).hasSize(1);
    assertThat(here()).isEqualTo(new Location.AtPage("cairn:start"));
  }

  @Test
  void aNewTabStandsBesideTheSelectedOneAndIsSelected() {
    var first = shell.selected().get();
    var last = shell.newTab();
    shell.select(first);

    var middle = shell.newTab();

    assertThat(shell.tabs()).containsExactly(first, middle, last);
    assertThat(shell.selected().get()).isSameAs(middle);
  }

  @Test
  void aProgramRunsAgainAndIsRecordedOnceItsFileIsThere() {
    shell.run(chess(), "chess");
    var tab = shell.selected().get();
    var first = tab.run().orElseThrow();

    shell.record(tab, Path.of("/r/chess.cairnlog"));
    assertThat(tab.run()).contains(first);
    assertThat(kernel.opened).hasSize(1);
    var log = recordings.new FakeLog();
    recordings.made.complete(new Recordings.Made.Ready(log));

    assertThat(recordings.calls).containsExactly("create or replace /r/chess.cairnlog");
    assertThat(kernel.calls).containsExactly("end 1 by closing its tab", "forget 1");
    assertThat(kernel.opened.getLast().recording()).contains(log);
    var run = tab.run().orElseThrow();
    assertThat(run.recording().file()).contains(Path.of("/r/chess.cairnlog"));
    assertThat(tab.trail()).hasSize(2);
  }

  @Test
  void aRecordingThatIsOverSaysWhatCameOfIt() {
    shell.run(chess(), "chess");
    var log = recordings.ready();
    shell.record(shell.selected().get(), Path.of("/r/a.log"));
    var recording = shell.selected().get().run().orElseThrow().recording();

    log.over(Extent.WHOLE, "recorded 3 calls in /r/a.log", "7 bytes of memory");

    assertThat(recording.file()).isEmpty();
    assertThat(recording.state().get())
        .isEqualTo(
            new RunRecording.State.Over(
                Path.of("/r/a.log"),
                new Recordings.Recorded(
                    Extent.WHOLE, "recorded 3 calls in /r/a.log", "7 bytes of memory")));
    recording.dismiss();
    assertThat(recording.state().get()).isEqualTo(new RunRecording.State.Off());
  }

  @Test
  void aFileThatCannotBeMadeLeavesTheProgramAsItIs() {
    shell.run(chess(), "chess");
    var tab = shell.selected().get();
    var run = tab.run().orElseThrow();
    recordings.refuses("/r/a.cairnlog could not be written: no");

    shell.record(tab, Path.of("/r/a"));

    assertThat(recordings.calls).containsExactly("create /r/a.cairnlog");
    assertThat(tab.run()).contains(run);
    assertThat(kernel.calls).isEmpty();
    assertThat(run.recording().notMade().get()).contains("/r/a.cairnlog could not be written: no");
    // Another file may do.
    recordings.ready();
    shell.record(tab, Path.of("/r/b.cairnlog"));
    assertThat(kernel.opened).hasSize(2);
  }

  @Test
  void whoLeftBeforeTheFileWasThereStartsNothing() {
    shell.run(chess(), "chess");
    var tab = shell.selected().get();
    shell.record(tab, Path.of("/r/a.cairnlog"));
    shell.goToPage("cairn:about");

    recordings.made.complete(new Recordings.Made.Ready(recordings.new FakeLog()));

    assertThat(recordings.calls).contains("unused");
    assertThat(kernel.opened).hasSize(1);
    assertThat(here()).isEqualTo(new Location.AtPage("cairn:about"));
  }

  @Test
  void theFileOfARunThatIsOverIsToldSo() {
    shell.run(chess(), "chess");
    recordings.ready();
    shell.record(shell.selected().get(), Path.of("/r/a.cairnlog"));
    assertThat(recordings.calls).doesNotContain("unused");

    kernel.refuse(kernel.latest(), new LoadFault.ALibrary());

    assertThat(recordings.calls).contains("unused");
  }

  @Test
  void aRunThatIsStartedOnceMoreIsNotRecorded() {
    shell.run(chess(), "chess");
    recordings.ready();
    shell.record(shell.selected().get(), Path.of("/r/a.cairnlog"));

    shell.selected().get().reload();

    assertThat(kernel.opened.getLast().recording()).isEmpty();
    assertThat(shell.selected().get().run().orElseThrow().recording().file()).isEmpty();
  }

  @Test
  void aReplayHasATabOfItsOwnAndIsStoppedWithIt() {
    shell.run(chess(), "chess");

    shell.replayBesides(Path.of("/r/chess.cairnlog"));

    assertThat(shell.tabs()).hasSize(2);
    var replay = shell.selected().get().replay().orElseThrow();
    assertThat(replay.name()).isEqualTo("chess");
    assertThat(replay.isBusy()).isTrue();
    shell.close(shell.selected().get());
    assertThat(recordings.replays.getFirst().stopped).isTrue();
    shell.reopen();
    assertThat(recordings.replays).hasSize(2);
    assertThat(shell.selected().get().pid()).isEmpty();
    assertThat(kernel.opened).hasSize(1);
  }

  @Test
  void aReplayThatIsOverRunsOnceMore() {
    shell.replay(Path.of("/r/chess.cairnlog"));
    recordings.replays.getFirst().over(Verdict.SAME, "the same as recorded");
    assertThat(shell.selected().get().replay().orElseThrow().isBusy()).isFalse();

    shell.selected().get().reload();

    assertThat(recordings.replays).hasSize(2);
    assertThat(shell.selected().get().replay().orElseThrow().isBusy()).isTrue();
  }

  @Test
  void goingBackFindsTheProgramAsItWasLeft() {
    shell.run(chess(), "chess");
    var program = here();
    shell.goToPage("cairn:about");

    shell.selected().get().back();

    assertThat(here()).isSameAs(program);
    assertThat(kernel.calls).isEmpty();
    assertThat(shell.selected().get().canGoForward().get()).isTrue();
  }

  @Test
  void aProgramThatCanNoLongerBeReachedIsEnded() {
    shell.run(chess(), "chess");
    shell.selected().get().back();

    shell.goToPage("cairn:about");

    assertThat(kernel.calls).containsExactly("end 1 by closing its tab", "forget 1");
  }

  @Test
  void aTrailHasAnEndAndWhatFallsOffItIsEnded() {
    shell.run(chess(), "chess");

    for (int i = 0; i < TabModel.LONGEST_TRAIL; i++) shell.goToPage("cairn:page" + i);

    assertThat(shell.selected().get().trail()).hasSize(TabModel.LONGEST_TRAIL);
    assertThat(kernel.calls).contains("end 1 by closing its tab");
  }

  @Test
  void closingATabEndsItsProgramAndSelectsTheNeighbour() {
    shell.run(chess(), "chess");
    var first = shell.selected().get();
    var second = shell.newTab();
    shell.select(first);

    shell.close(first);

    assertThat(shell.tabs()).containsExactly(second);
    assertThat(shell.selected().get()).isSameAs(second);
    assertThat(kernel.calls).contains("end 1 by closing its tab");
  }

  @Test
  void closingTheLastTabLeavesAFreshOne() {
    var only = shell.selected().get();
    shell.goToPage("cairn:about");

    shell.close(only);

    assertThat(shell.tabs()).hasSize(1).doesNotContain(only);
    assertThat(here()).isEqualTo(new Location.AtPage("cairn:start"));
  }

  @Test
  void closingATabTwiceIsClosingItOnce() {
    var second = shell.newTab();
    shell.close(second);

    shell.close(second);
    shell.reopen();
    shell.reopen();

    assertThat(shell.tabs()).hasSize(2);
  }

  @Test
  void aReopenedProgramIsANewRun() {
    shell.run(chess(), "chess");
    shell.close(shell.selected().get());

    shell.reopen();

    assertThat(kernel.opened).hasSize(2);
    assertThat(shell.visible()).contains(kernel.latest());
  }

  @Test
  void reloadingAProgramStartsItAnewInItsPlace() {
    shell.run(chess(), "chess");
    var before = here();

    shell.selected().get().reload();

    assertThat(here()).isNotEqualTo(before);
    assertThat(shell.selected().get().trail()).hasSize(2);
    assertThat(kernel.opened).hasSize(2);
  }

  @Test
  void choosingByNumberGoesToThePlaceAndNineToTheLast() {
    var first = shell.selected().get();
    var second = shell.newTab();
    var third = shell.newTab();

    shell.select(1);
    assertThat(shell.selected().get()).isSameAs(second);
    shell.select(8);
    assertThat(shell.selected().get()).isSameAs(third);
    shell.select(0);
    assertThat(shell.selected().get()).isSameAs(first);
    shell.select(5);
    assertThat(shell.selected().get()).isSameAs(first);
  }

  @Test
  void theNeighbourOfTheLastTabIsTheFirst() {
    var first = shell.selected().get();
    var second = shell.newTab();

    shell.selectNeighbour(1);
    assertThat(shell.selected().get()).isSameAs(first);
    shell.selectNeighbour(-1);
    assertThat(shell.selected().get()).isSameAs(second);
  }

  @Test
  void aProcessIsShownWhereItsTabLeftIt() {
    shell.run(chess(), "chess");
    var tab = shell.selected().get();
    shell.goToPage("cairn:about");
    shell.newTab();

    shell.show(kernel.latest());

    assertThat(shell.selected().get()).isSameAs(tab);
    assertThat(shell.visible()).contains(kernel.latest());
  }

  @Test
  void aPageThatIsOpenIsShownInsteadOfOpenedTwice() {
    shell.goToPage("cairn:about");
    var about = shell.selected().get();
    shell.newTab();

    shell.openPage("cairn:about");

    assertThat(shell.selected().get()).isSameAs(about);
    assertThat(shell.tabs()).hasSize(2);
  }

  private Location here() {
    return shell.selected().get().here().get();
  }

  private static Target chess() {
    return new Target.Content(FakeLibrary.address("chess"));
  }
}
