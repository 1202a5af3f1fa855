package cairn.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.LoadFault;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.shell.FakeLibrary;
import cairn.shell.Hashes;
import cairn.shell.Library;
import cairn.shell.Library.FileOutcome;
import cairn.shell.LogLines;
import cairn.shell.Notices;
import cairn.shell.Settings.ThemeChoice;
import cairn.shell.Target;
import cairn.shell.view.ShellRig.FakeSurface;
import cairn.themes.Look;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The window with fake pages in it. Long, because all cases use one rig: a stage, a fake kernel, a
 * fake library.
 */
@ExtendWith(ApplicationExtension.class)
class ShellWindowTest {
  private static final ProgramId HELLO = new ProgramId(FakeLibrary.hash("hello"));

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
  void aNewTabHasTheKeyboardInTheAddressBar() {
    assertThat(ShellRig.on(() -> rig.find("#address").isFocused())).isTrue();
  }

  @Test
  void typingANameAndEnterRunsItAndTypingAloneDoesNot(FxRobot robot) {
    robot.write("hello");
    assertThat(rig.kernel.opened).isEmpty();

    robot.type(KeyCode.ENTER);

    assertThat(rig.kernel.opened)
        .singleElement()
        .satisfies(request -> assertThat(request.name()).isEqualTo("hello"));
    assertThat(words()).contains("Opening “hello”", "Find the program");
  }

  @Test
  void whatTheUserHasToKnowStandsOverEveryPageUntilItIsRead() throws Exception {
    assertThat(ShellRig.on(() -> rig.find("#notices").isVisible())).isFalse();
    rig.notices.said.add(new Notices.Notice("The profile was damaged.", true));
    rig.notices.said.add(new Notices.Notice("The disk is full.", false));

    until(() -> words().contains("The profile was damaged."));
    assertThat(words()).contains("The disk is full.");
    ShellRig.does(
        () ->
            rig.find("#notices").lookupAll(".button").stream()
                .map(Button.class::cast)
                .forEach(Button::fire));

    assertThat(rig.notices.said)
        .extracting(Notices.Notice::text)
        .containsExactly("The disk is full.");
    assertThat(words()).doesNotContain("The profile was damaged.");
  }

  @Test
  void aSuggestionIsTakenWithTheArrowKeys(FxRobot robot) {
    robot.write("cl");
    robot.type(KeyCode.DOWN).type(KeyCode.ENTER);

    assertThat(rig.kernel.opened)
        .singleElement()
        .satisfies(request -> assertThat(request.name()).isEqualTo("clock"));
  }

  @Test
  void whatDoesNotParseIsPointedAtBelowTheBarAndStartsNothing() {
    rig.enter("QmYwAPJzv5CZsnA60");

    var error = ShellRig.on(() -> rig.find("#address-error"));
    assertThat(ShellRig.on(error::isVisible)).isTrue();
    assertThat(words()).contains("Character 17, '0', is not in the base58 alphabet.");
    assertThat(rig.kernel.opened).isEmpty();
  }

  @Test
  void escapePutsTheAddressBack() {
    runHello();
    rig.control(KeyCode.L, false);
    rig.type("zzz");

    rig.press(KeyCode.ESCAPE);
    rig.press(KeyCode.ESCAPE);

    assertThat(ShellRig.on(() -> ((TextField) rig.find("#address")).getText()))
        .isEqualTo(FakeLibrary.address("hello").root().toString());
  }

  @Test
  void aProgramThatLivesShowsItsSurfaceAndThatItCameWithCairn() {
    var surface = runHello();

    assertThat(ShellRig.on(() -> surface.node.getScene() != null && surface.shown)).isTrue();
    assertThat(words()).contains("came with Cairn").doesNotContain("verified");
    assertThat(ShellRig.on(() -> rig.stage.getTitle())).isEqualTo("“hello” – Cairn");
  }

  @Test
  void onlyWhatWasCheckedAgainstATypedHashIsGreen() {
    runHello();
    assertThat(ShellRig.on(() -> rig.find("#verified").getStyleClass())).doesNotContain(Look.OK);

    rig.enter(FakeLibrary.address("stranger").root().toString());
    does(() -> rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("stranger"))));

    until(() -> words().contains("verified"));
    assertThat(ShellRig.on(() -> rig.find("#verified").getStyleClass())).contains(Look.OK);
  }

  @Test
  void aProgramFromAFileIsFromAFileAndNotVerified() {
    var file = new Target.File(Path.of("/programs/mine.wasm"), List.of());
    rig.library.file.complete(new FileOutcome.Module(Payload.utf8("module"), "mine"));
    does(() -> rig.window.run(file, "mine"));
    until(() -> !rig.kernel.opened.isEmpty());
    does(() -> rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("mine"))));

    until(() -> words().contains("from a file"));
    assertThat(words()).doesNotContain("verified");
    assertThat(ShellRig.on(() -> rig.find("#verified").getStyleClass())).doesNotContain(Look.OK);
    assertThat(ShellRig.on(() -> rig.find("#verified").lookup(".c-icon"))).isNotNull();
  }

  @Test
  void anErrorOfOneLookIsSeenAndTheNextLookComes() {
    runHello();
    rig.kernel.fails = true;
    until(() -> rig.faults() > 0);
    rig.kernel.fails = false;

    does(() -> rig.kernel.state(rig.kernel.latest(), ended(new Exit.Exited(0))));

    until(() -> words().contains("Ended with code 0"));
    assertThat(words()).containsPattern("[0-9,]+ faults? of the window");
  }

  @Test
  void inANarrowWindowTabsShrinkAndThenScrollAndNeverOverlap() {
    for (int i = 0; i < 11; i++) rig.control(KeyCode.T, false);
    does(() -> rig.stage.setWidth(420));

    var strip = ShellRig.on(() -> rig.find(".c-tab-strip"));
    var handles = ShellRig.on(() -> List.copyOf(strip.lookupAll(".c-tab")));
    assertThat(handles).hasSize(12);
    until(
        () -> {
          double end = Double.NEGATIVE_INFINITY;
          for (var handle : handles) {
            var bounds = handle.localToScene(handle.getLayoutBounds());
            if (bounds.getMinX() < end - 0.5 || !holdsItsParts((Region) handle)) return false;
            end = bounds.getMaxX();
          }
          // The one in front is in view, and so is the button for another.
          var plus = strip.lookup(".c-tab-plus").localToScene(0, 0).getX();
          return end <= plus + 0.5 && plus < strip.getLayoutBounds().getWidth();
        });

    rig.control(KeyCode.DIGIT1, false);

    until(() -> handles.getFirst().localToScene(0, 0).getX() >= 0);
  }

  private static boolean holdsItsParts(Region tab) {
    return tab.getChildrenUnmodifiable().stream()
        .filter(Node::isManaged)
        .allMatch(part -> part.getBoundsInParent().getMaxX() <= tab.getWidth());
  }

  @Test
  void theBadgeShowsTheHashInItsForms(FxRobot robot) {
    runHello();

    robot.clickOn("#verified");
    assertThat(ShellRig.on(() -> rig.find("#address").isFocused())).isFalse();

    assertThat(words()).contains("SHA-256");
    robot.clickOn("#address");
    assertThat(words()).doesNotContain("SHA-256");
  }

  @Test
  void aProgramThatEndedSaysHowAndRunsAgain(FxRobot robot) {
    var surface = runHello();
    does(() -> rig.kernel.state(rig.kernel.latest(), ended(new Exit.Exited(0))));
    until(() -> words().contains("Ended with code 0"));

    robot.clickOn("Run again");

    assertThat(rig.kernel.opened).hasSize(2);
    until(() -> surface.closed);
  }

  @Test
  void aCrashShowsTheStackOfTheGuest() {
    runHello();

    does(
        () ->
            rig.kernel.state(
                rig.kernel.latest(),
                ended(new Exit.Trapped("unreachable executed", List.of("divide", "_start")))));

    until(() -> words().contains("“hello” crashed"));
    assertThat(words()).contains("unreachable executed", "divide\n", "_start\n");
  }

  @Test
  void aFailureSaysWhatWasTriedAndTriesAgain(FxRobot robot) {
    rig.enter("fetch");
    does(
        () ->
            rig.kernel.refuse(
                rig.kernel.latest(), new LoadFault.NotFound(List.of("http://127.0.0.1:8080"))));
    until(() -> words().contains("Nobody has this program"));
    assertThat(words()).contains("http://127.0.0.1:8080");

    robot.clickOn("Try again");

    assertThat(rig.kernel.opened).hasSize(2);
    assertThat(words()).contains("Opening “fetch”");
  }

  @Test
  void aDirectoryLeadsToTheProgramInIt(FxRobot robot) {
    rig.enter("web");
    does(
        () ->
            rig.kernel.refuse(
                rig.kernel.latest(), new LoadFault.IsDirectory(List.of("app.wasm", ".."))));
    until(() -> words().contains("This is a directory"));

    ShellRig.does(() -> button("..").fire());
    assertThat(rig.kernel.opened).hasSize(1);
    robot.clickOn("app.wasm");

    assertThat(rig.kernel.opened).hasSize(2);
    assertThat(rig.kernel.opened.getLast().name()).isEqualTo("app.wasm");
  }

  @Test
  void cancellingWhileLoadingEndsTheProcess(FxRobot robot) {
    rig.enter("fetch");
    until(() -> rig.find("#cancel").getParent().getParent().getOpacity() == 1);

    robot.clickOn("#cancel");

    assertThat(rig.kernel.calls).contains("end 1 by you");
  }

  @Test
  void theSheetHangsOnlyWhileItsTabIsInFrontAndElseThereIsABadge() {
    runHello();
    var pid = rig.kernel.latest();
    does(() -> rig.sheets.ask(pid, 2, ShellRig.sheet("connect?")));
    assertThat(words()).contains("connect?", "asks 2 things");

    rig.control(KeyCode.T, false);
    assertThat(words()).doesNotContain("connect?").doesNotContain("asks 2 things").contains("2\n");
    rig.control(KeyCode.TAB, false);
    assertThat(words()).contains("connect?");
    does(() -> rig.sheets.answer(pid));

    assertThat(words()).doesNotContain("connect?").doesNotContain("asks");
    assertThat(rig.sheets.calls).containsExactly("shown 1", "hidden 1", "shown 1", "hidden 1");
  }

  @Test
  void aSheetThatWasPutAwayIsCalledBackByItsChip(FxRobot robot) {
    runHello();
    does(
        () -> {
          rig.sheets.ask(rig.kernel.latest(), 1, ShellRig.sheet("connect?"));
          rig.sheets.sheets.clear();
        });
    until(() -> !words().contains("connect?"));

    robot.clickOn("#asks");

    assertThat(rig.sheets.calls).contains("recall 1");
  }

  @Test
  void closingATabWithTheKeyboardEndsItsProgramAndTheSurface() {
    var surface = runHello();

    rig.control(KeyCode.W, false);

    assertThat(rig.kernel.calls).contains("end 1 by closing its tab");
    // The window drops what no tab shows at its next pulse, not within the key's event.
    until(() -> surface.closed);
    rig.control(KeyCode.T, true);
    assertThat(rig.kernel.opened).hasSize(2);
  }

  @Test
  void backLeavesTheProgramRunningAndForwardFindsItAgain() {
    var surface = runHello();

    rig.alt(KeyCode.LEFT);
    assertThat(ShellRig.on(() -> surface.shown)).isFalse();
    rig.alt(KeyCode.RIGHT);

    assertThat(ShellRig.on(() -> surface.shown)).isTrue();
    assertThat(rig.kernel.calls).isEmpty();
  }

  @Test
  void theLogOpensWithAKeyAndFollows() {
    runHello();
    var pid = rig.kernel.latest();
    does(() -> rig.log.put(pid, List.of(new LogLines.Line(Instant.EPOCH, "info", "it begins"))));

    rig.control(KeyCode.J, false);

    until(() -> words().contains("it begins"));
    assertThat(words()).contains("1 line");
    rig.control(KeyCode.J, false);
    assertThat(words()).doesNotContain("it begins");
  }

  @Test
  void aPausedProgramIsResumedByItsChip(FxRobot robot) {
    runHello();
    does(() -> rig.kernel.state(rig.kernel.latest(), new ProcessState.Suspended()));
    until(() -> words().contains("paused"));

    robot.clickOn("paused");

    assertThat(rig.kernel.calls).containsExactly("resume 1");
  }

  @Test
  void aFileIsChosenAndRuns() {
    rig.file = Optional.of(Path.of("/tmp/mine.wasm"));

    rig.control(KeyCode.O, false);
    assertThat(words()).contains("Opening “mine”", "Reading the file");
    does(() -> rig.library.file.complete(new FileOutcome.Missing()));

    until(() -> words().contains("There is no such file"));
    assertThat(words()).contains("Nothing was found at /tmp/mine.wasm.");
  }

  @Test
  void aThemeIsChosenInTheSettingsAndShowsAtOnce(FxRobot robot) {
    rig.enter("cairn:settings");

    robot.clickOn("dark");

    assertThat(rig.settings.theme()).isEqualTo(ThemeChoice.DARK);
    assertThat(rig.scene().getStylesheets()).anyMatch(sheet -> sheet.endsWith("dark.css"));
  }

  @Test
  void aWrongGatewayIsRefusedInWordsAndARightOneIsKept() {
    rig.enter("cairn:settings");
    gateway("nonsense");
    assertThat(words()).contains("A gateway is written http:// or https://");

    gateway("http://[::1]:99");

    assertThat(rig.settings.gateways()).contains("http://[::1]:99");
    assertThat(words()).doesNotContain("A gateway is written");
  }

  @Test
  void aNewTabIsInFrontAtOnceAlsoBesideAnEqualOne() {
    var front =
        ShellRig.on(
            () -> {
              rig.fireControl(KeyCode.T);
              return rig.scene().getRoot().lookupAll(".c-tab").stream()
                  .map(tab -> tab.getPseudoClassStates().toString().contains("front"))
                  .toList();
            });

    assertThat(front).containsExactlyInAnyOrder(false, true);
    assertThat(ShellRig.on(() -> ((TabHandle) rig.find(".c-tab")).getPseudoClassStates()))
        .noneMatch(state -> state.getPseudoClassName().equals("front"));
  }

  @Test
  void anotherTabKnowsNothingOfAnAddressThatWasWrong() {
    rig.enter("nosuchname");
    assertThat(words()).contains("“nosuchname” is not the name of a program");

    rig.control(KeyCode.T, false);

    assertThat(ShellRig.on(() -> rig.find("#address-error").isVisible())).isFalse();
    assertThat(ShellRig.on(() -> ((TextField) rig.find("#address")).getText())).isEmpty();
  }

  @Test
  void whileAnotherAddressIsTypedNothingClaimsItIsVerified() {
    runHello();
    assertThat(ShellRig.on(() -> rig.find("#verified").isVisible())).isTrue();

    rig.control(KeyCode.L, false);
    assertThat(ShellRig.on(() -> rig.find("#verified").isVisible())).isTrue();
    rig.type("bafkreimistyped");
    assertThat(ShellRig.on(() -> rig.find("#verified").isVisible())).isFalse();
    rig.press(KeyCode.ENTER);
    assertThat(ShellRig.on(() -> rig.find("#address-error").isVisible())).isTrue();
    assertThat(ShellRig.on(() -> rig.find("#verified").isVisible())).isFalse();

    rig.press(KeyCode.ESCAPE);
    rig.press(KeyCode.ESCAPE);
    assertThat(ShellRig.on(() -> rig.find("#verified").isVisible())).isTrue();
  }

  @Test
  void theSheetGivesWayToWhatIsWrongWithAnAddress() {
    runHello();
    does(() -> rig.sheets.ask(rig.kernel.latest(), 1, ShellRig.sheet("connect?")));
    double before = ShellRig.on(() -> rig.find("#sheet").getLayoutY());

    rig.enter("nosuchname");
    until(() -> rig.find("#sheet").getLayoutY() >= bottom(rig.find("#address-error")));
    assertThat(ShellRig.on(() -> bottom(rig.find("#address-error")))).isGreaterThan(before);

    rig.press(KeyCode.ESCAPE);
    until(() -> rig.find("#sheet").getLayoutY() == before);
  }

  // Without the shadow.
  private static double bottom(Node node) {
    return node.getLayoutY() + node.getLayoutBounds().getHeight();
  }

  @Test
  void aProgramIsEndedByTheButtonBesideTheAddress(FxRobot robot) {
    runHello();

    robot.clickOn("#stop");

    assertThat(rig.kernel.calls).containsExactly("end 1 by you");
    until(() -> rig.find("#stop").isDisabled());
    assertThat(words()).contains("Ended by you");
  }

  @Test
  void whatWasRefusedIsCountedAndTheLogTellsWhat(FxRobot robot) {
    runHello();
    var pid = rig.kernel.latest();
    does(
        () ->
            rig.log.put(
                pid,
                List.of(new LogLines.Line(Instant.EPOCH, "warn", "refused: tcp, connect to x"))));
    does(() -> rig.kernel.refused(pid, 1));
    does(() -> rig.kernel.state(pid, ended(new Exit.Exited(77))));
    until(() -> words().contains("1 refused"));
    until(() -> words().contains("Ended: not allowed (code 77)"));

    robot.clickOn("#refused");

    until(() -> words().contains("refused: tcp, connect to x"));
    robot.clickOn("#refused");
    assertThat(words()).contains("refused: tcp, connect to x");
  }

  @Test
  void thePermissionsOfARunAreGoneWhenItEnds() {
    runHello();
    does(() -> rig.kernel.grants(rig.kernel.latest(), 1));
    until(() -> words().contains("1 permission"));

    does(() -> rig.kernel.state(rig.kernel.latest(), ended(new Exit.Exited(77))));

    until(() -> words().contains("Ended with code 77"));
    assertThat(words()).doesNotContain("1 permission");
  }

  @Test
  void whoWaitsForAnAnswererSaysSoAndOffersTheOneThatShips(FxRobot robot) {
    rig.enter("dice");
    var pid = rig.kernel.latest();
    does(() -> rig.kernel.live(pid, new ProgramId(FakeLibrary.hash("dice"))));
    does(() -> rig.kernel.waitsFor(pid, "echo"));
    until(() -> words().contains("“dice” waits until a program answers “echo”."));
    until(() -> opener().getParent().getOpacity() == 1);

    robot.clickOn(opener());

    assertThat(rig.kernel.opened.getLast().name()).isEqualTo("echo-handler");
    assertThat(rig.kernel.calls).isEmpty();
  }

  @Test
  void whoWaitsForAChosenProgramSaysWhetherItComes() {
    rig.enter("dice");
    var pid = rig.kernel.latest();
    does(() -> rig.kernel.live(pid, new ProgramId(FakeLibrary.hash("dice"))));
    does(() -> rig.kernel.waitsFor(pid, "echo", kept(new Keeping.Starts(new Pid(77)))));
    until(() -> words().contains("“dice” waits for “my-echo” to start, which answers “echo”."));

    var failed = new Keeping.Failed(new Exit.Exited(1), 0);
    does(() -> rig.kernel.waitsFor(pid, "echo", kept(failed)));

    until(
        () ->
            words()
                .contains(
                    "“dice” waits until a program answers “echo”. “my-echo”, which you chose for that,"
                        + " did not start; cairn:interfaces says why."));
  }

  private static KernelSnapshot.Routing kept(Keeping now) {
    var program = new ProgramId(FakeLibrary.hash("my-echo"));
    var where =
        new KeptChoice.Where(new InterfaceId(FakeLibrary.hash("echo")), Optional.empty(), false);
    var choice =
        new KeptChoice(where, program, "my-echo", ContentAddress.of(Cid.raw(program.hash())));
    return new KernelSnapshot.Routing(
        false,
        List.of(),
        List.of(),
        Set.of(),
        List.of(),
        List.of(new KernelSnapshot.OfKept(choice, now)));
  }

  private Button opener() {
    return rig.scene().getRoot().lookupAll(".button").stream()
        .map(Button.class::cast)
        .filter(button -> button.getText().equals("Open echo-handler, which answers it"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aProgramOpenedByItsHashIsCalledWhatItWasCalledBefore() {
    rig.library.recent.add(
        new Library.Recent(
            new Target.File(Path.of("/tmp/mine.wasm")),
            "mine",
            Optional.of(new ProgramId(FakeLibrary.hash("mine"))),
            Instant.EPOCH,
            Library.Outcome.ENDED,
            ""));
    String hash = FakeLibrary.address("mine").root().toString();

    rig.enter(hash);
    does(() -> rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("mine"))));

    until(() -> "“mine” – Cairn".equals(rig.stage.getTitle()));
    // What it is told as its own name is the whole hash.
    assertThat(rig.kernel.opened.getLast().name()).isEqualTo(hash);
  }

  @Test
  void aHashWithoutANameStandsInTheBarOnce() {
    rig.enter(FakeLibrary.address("stranger").root().toString());
    does(() -> rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("stranger"))));
    String brief = Hashes.brief(new ProgramId(FakeLibrary.hash("stranger")));

    until(() -> words().contains("verified"));
    assertThat(ShellRig.on(() -> barWords())).filteredOn(brief::equals).hasSize(1);
  }

  private List<String> barWords() {
    return rig.find(".c-address").lookupAll(".label").stream()
        .map(label -> ((Labeled) label).getText())
        .toList();
  }

  @Test
  void aPageThatIsNotThereSaysSo() {
    does(() -> rig.window.openPage("cairn:processes"));

    assertThat(words()).contains("There is no such page");
  }

  @Test
  void everyControlOfTheFrameCanBeReachedByTheTabulator(FxRobot robot) {
    var seen = new HashSet<String>();
    for (int i = 0; i < 28; i++) {
      robot.type(KeyCode.TAB);
      var owner = ShellRig.on(() -> rig.scene().getFocusOwner());
      if (owner instanceof Button button)
        seen.add(button.getAccessibleText() + "" + button.getText());
      else if (owner != null) seen.add(owner.getClass().getSimpleName());
    }

    assertThat(seen).anyMatch(name -> name.startsWith("Menu"));
    assertThat(seen).anyMatch(name -> name.startsWith("hello, "));
    assertThat(seen).anyMatch(name -> name.endsWith("Choose…"));
    assertThat(seen).contains("TabHandle", "TextField");
  }

  @Test
  void theWindowRemembersWhereItStood() {
    does(
        () -> {
          rig.stage.setX(40);
          rig.stage.setY(30);
        });

    does(() -> rig.window.close());

    assertThat(rig.settings.windowPlace())
        .hasValueSatisfying(place -> assertThat(place.x()).isEqualTo(40));
  }

  private FakeSurface runHello() {
    rig.enter("hello");
    var surface =
        ShellRig.on(
            () -> {
              var made = new FakeSurface("Hello.");
              rig.surfaces.put(rig.kernel.latest(), made);
              rig.kernel.live(rig.kernel.latest(), HELLO);
              return made;
            });
    until(() -> surface.shown);
    return surface;
  }

  private void gateway(String text) {
    ShellRig.does(
        () -> {
          var field = (TextField) rig.find("#gateway");
          field.setText(text);
          field.fireEvent(new ActionEvent());
        });
  }

  // TestFX would take the text for a selector.
  private Button button(String name) {
    return rig.scene().getRoot().lookupAll(".button").stream()
        .map(Button.class::cast)
        .filter(button -> name.equals(button.getAccessibleText()))
        .findFirst()
        .orElseThrow();
  }

  private static ProcessState ended(Exit exit) {
    return new ProcessState.Ended(exit);
  }

  private String words() {
    return ShellRig.on(rig::words);
  }

  private static void does(Runnable action) {
    ShellRig.does(action);
  }

  private static void until(Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> ShellRig.on(condition));
    } catch (TimeoutException e) {
      throw new AssertionError("did not come to be within 10 s", e);
    }
  }
}
