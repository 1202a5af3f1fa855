package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShellModelTest {
  private final FakeKernel kernel = new FakeKernel();
  private final ShellModel shell =
      new ShellModel(
          new ProgramRun.Needs(
              kernel,
              new FakeLibrary(),
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
