package cairn.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.shell.FakeLibrary;
import cairn.shell.FakeRecordings.FakeLog;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Verdict;
import cairn.shell.view.ShellRig.FakeSurface;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Recording and replaying from the window's menu. */
@ExtendWith(ApplicationExtension.class)
class RecordingTabsTest {
  private static final Path FILE = Path.of("/r/dice.cairnlog");
  private static final String MEMORY = "131,072 bytes of memory, sha256 " + "3f".repeat(32);

  // Set before each test; a window needs the toolkit.
  @SuppressWarnings("NullAway.Init")
  private ShellRig rig;

  @Start
  void start(Stage stage) {
    rig = new ShellRig(stage, 1000, 760, List.of());
  }

  @AfterEach
  void stop() {
    ShellRig.does(rig::close);
  }

  @Test
  void onlyAProgramCanBeRecordedAndOnlyIntoAFileThatTheUserChose() {
    assertThat(menuHas("Run again and record…", MenuItem::isDisable)).isTrue();
    rig.enter("dice");

    assertThat(menuHas("Run again and record…", MenuItem::isDisable)).isFalse();
    choose("Run again and record…");

    assertThat(rig.suggested)
        .singleElement()
        .satisfies(name -> assertThat(name).matches("dice-[0-9-]+\\.cairnlog"));
    assertThat(rig.recordings.calls).isEmpty();
    assertThat(rig.kernel.opened).hasSize(1);
  }

  @Test
  void aProgramThatIsRecordedSaysSoAndWhere() {
    record();

    until(() -> rig.find("#recording").isVisible());
    assertThat(ShellRig.on(() -> tip("#recording"))).contains(FILE.toString());
    assertThat(ShellRig.on(() -> rig.find(".c-tab").getAccessibleText()))
        .isEqualTo("dice, being recorded");
    assertThat(ShellRig.on(() -> rig.find(".c-tab > .c-recording-dot").isVisible())).isTrue();
  }

  @Test
  void theEndOfARecordingIsToldWithItsCallsItsMemoryAndItsFileAndCanBeReplayed() {
    var log = record();
    does(() -> log.over(Extent.WHOLE, "recorded 57 calls in " + FILE, MEMORY));
    does(() -> rig.kernel.state(rig.kernel.latest(), new ProcessState.Ended(new Exit.Exited(0))));

    until(() -> words().contains("Ended with code 0"));
    until(() -> !rig.find("#recording").isVisible());
    assertThat(words()).contains("Recorded 57 calls in /r/dice.cairnlog.");
    assertThat(facts("#recorded")).containsExactly(MEMORY);
    does(() -> ((Button) rig.find("#replay-recorded")).fire());

    assertThat(rig.recordings.calls).contains("replay " + FILE);
    assertThat(words()).contains("Replay of dice");
    does(
        () ->
            rig.recordings
                .replays
                .getFirst()
                .over(Verdict.SAME, "the same as recorded", "the end: exit code 0", MEMORY));
    until(() -> words().contains("Ended in the same memory"));
    assertThat(words()).contains("The same as recorded.");
    assertThat(facts("#replayed")).containsExactly("the end: exit code 0", MEMORY);
    assertThat(ShellRig.on(() -> rig.replays.getFirst().shown)).isTrue();
  }

  @Test
  void aProgramThatCannotBeRecordedAnyFurtherRunsOnAndTheTabSaysWhy() {
    var log = record();

    does(
        () ->
            log.over(
                Extent.IN_PART,
                "recorded 4 calls in "
                    + FILE
                    + "; the recording ended there, because the program began a second thread",
                ""));

    until(() -> words().contains("because the program began a second thread."));
    assertThat(words()).contains("Recording incomplete").doesNotContain("Ended");
    until(() -> !rig.find("#recording").isVisible());
    assertThat(rig.kernel.calls).doesNotContain("end 2 by you");
    does(() -> button("#recorded .c-icon-button").fire());
    assertThat(words()).doesNotContain("Recording incomplete");
  }

  @Test
  void aDiskThatIsFullHarmsNothingButTheRecording() {
    var log = record();

    does(
        () ->
            log.over(
                Extent.FAILED,
                FILE
                    + " could not be written after 9 calls: No space left on device; the program"
                    + " went on without it",
                ""));

    until(() -> words().contains("No space left on device; the program went on without it."));
    assertThat(words()).contains("Not recorded").doesNotContain("Replay it");
  }

  @Test
  void aFileThatCannotBeMadeIsToldAndTheProgramRunsOn() {
    live("dice");
    rig.saved = Optional.of(FILE);
    rig.recordings.refuses(FILE + " could not be written: Permission denied");

    choose("Run again and record…");

    until(() -> words().contains("/r/dice.cairnlog could not be written: Permission denied."));
    assertThat(rig.kernel.opened).hasSize(1);
    assertThat(rig.kernel.calls).isEmpty();
  }

  @Test
  void aReplayShowsWhatIsPrintedAndCanBeStopped() {
    replay();

    assertThat(ShellRig.on(() -> rig.replays.getFirst().node.getScene())).isNotNull();
    assertThat(words()).contains("Replay of dice");
    assertThat(ShellRig.on(() -> rig.find("#replay").isVisible())).isTrue();
    does(() -> button("#stop-replay").fire());

    assertThat(rig.recordings.replays.getFirst().stopped).isTrue();
    until(() -> words().contains("It was stopped before its end."));
    does(() -> button("#replayed .button").fire());
    assertThat(rig.recordings.replays).hasSize(2);
  }

  @Test
  void aRunThatBecameAnotherIsToldWithTheCallWhereItDid() {
    replay();

    over(Verdict.DIFFERS, "it differs at call 12: recorded was: a question to random");

    until(() -> words().contains("Another run"));
    assertThat(words()).contains("It differs at call 12: recorded was: a question to random.");
  }

  @Test
  void aRecordingThatWasChangedIsNotReplayedAndAnotherCanBeChosen() {
    replay();
    over(Verdict.NOT_REPLAYED, "the log was changed: a check does not fit, after byte 77");
    until(() -> words().contains("This recording cannot be replayed"));
    assertThat(words()).contains("The log was changed: a check does not fit, after byte 77.");

    rig.file = Optional.of(Path.of("/r/other.cairnlog"));
    does(() -> button("#choose-recording").fire());

    assertThat(rig.recordings.calls).last().isEqualTo("replay /r/other.cairnlog");
    assertThat(words()).contains("Replay of other");
  }

  @Test
  void whatAStrangersRecordingSaysCannotSteerTheWindow() {
    replay();

    over(Verdict.DIFFERS, "it differs: \u202e\u001b[31m" + "x".repeat(20_000));

    until(() -> words().contains("Another run"));
    assertThat(words()).doesNotContain("\u202e", "\u001b").hasSizeLessThan(6_000);
  }

  @Test
  void theAddressOfARecordingReplaysIt() {
    rig.enter("/r/dice.cairnlog");

    assertThat(rig.recordings.calls).containsExactly("replay /r/dice.cairnlog");
    assertThat(ShellRig.on(() -> ((TextField) rig.find("#address")).getText()))
        .isEqualTo("/r/dice.cairnlog");
    rig.control(KeyCode.W, false);
    assertThat(rig.recordings.replays.getFirst().stopped).isTrue();
    until(() -> rig.replays.getFirst().closed);
  }

  // ---- the user's hands -----------------------------------------------------------------------

  private void replay() {
    rig.file = Optional.of(FILE);
    choose("Replay a recording…");
    assertThat(rig.recordings.calls).containsExactly("replay " + FILE);
  }

  private void over(Verdict verdict, String sentence) {
    does(() -> rig.recordings.replays.getFirst().over(verdict, sentence));
  }

  private FakeLog record() {
    live("dice");
    rig.saved = Optional.of(FILE);
    var log = rig.recordings.ready();
    choose("Run again and record…");
    assertThat(rig.kernel.opened.getLast().recording()).contains(log);
    does(
        () -> {
          rig.surfaces.put(rig.kernel.latest(), new FakeSurface("3 5 6 1\n"));
          rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("dice")));
        });
    return log;
  }

  private void live(String name) {
    rig.enter(name);
    does(() -> rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash(name))));
  }

  private void choose(String text) {
    does(() -> item(text).fire());
  }

  private <T> T menuHas(String text, Function<MenuItem, T> what) {
    return ShellRig.on(
        () -> {
          var item = item(text);
          return what.apply(item);
        });
  }

  // Shown, as by the user, so that it says what is so now; then hidden again.
  private MenuItem item(String text) {
    ((Button) rig.find("#menu")).fire();
    var menu =
        Window.getWindows().stream()
            .filter(ContextMenu.class::isInstance)
            .map(ContextMenu.class::cast)
            .findFirst()
            .orElseThrow();
    menu.hide();
    return menu.getItems().stream()
        .filter(item -> text.equals(item.getText()))
        .findFirst()
        .orElseThrow();
  }

  private Button button(String selector) {
    return (Button) rig.find(selector);
  }

  private String tip(String selector) {
    return ((Labeled) rig.find(selector)).getTooltip().getText();
  }

  private List<String> facts(String selector) {
    return ShellRig.on(
        () ->
            rig.find(selector).lookupAll(".text-field").stream()
                .map(field -> ((TextField) field).getText())
                .toList());
  }

  private String words() {
    return ShellRig.on(rig::words);
  }

  private static void until(Callable<Boolean> so) {
    try {
      WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> ShellRig.on(so));
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static void does(Runnable action) {
    ShellRig.does(action);
  }
}
