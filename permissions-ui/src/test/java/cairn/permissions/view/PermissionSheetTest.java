package cairn.permissions.view;

import static cairn.permissions.Asked.FETCH;
import static cairn.permissions.Asked.changed;
import static cairn.permissions.Asked.connect;
import static cairn.permissions.Asked.counted;
import static cairn.permissions.Asked.danger;
import static cairn.permissions.Asked.listen;
import static cairn.permissions.Asked.named;
import static cairn.permissions.Asked.register;
import static cairn.permissions.Asked.snapshot;
import static cairn.permissions.Asked.spawn;
import static cairn.permissions.Asked.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.permissions.Asked;
import cairn.permissions.FakeGate;
import cairn.permissions.FakeGate.Answered;
import cairn.permissions.FakeTime;
import cairn.themes.Theme;
import cairn.themes.Themes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The sheet as it hangs in a window. Long, because starting a stage costs more than the cases. */
@ExtendWith(ApplicationExtension.class)
class PermissionSheetTest {
  private static final Decision ALLOWED = new Decision.Allow(Lifetime.THIS_RUN, Breadth.EXACT);
  private static final Decision DENIED = new Decision.Deny(Lifetime.THIS_RUN, Breadth.EXACT);

  private final FakeGate gate = new FakeGate();
  private final FakeTime time = new FakeTime();
  private final PermissionSheets sheets =
      new PermissionSheets(
          gate, Asked.INTERFACES, _ -> "verified · first opened today", (_, _) -> {}, time);

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private StackPane frame;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @SuppressWarnings("NullAway.Init")
  private TextField terminal;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    terminal = new TextField("the program's own field");
    terminal.setMaxWidth(300);
    StackPane.setAlignment(terminal, Pos.BOTTOM_CENTER);
    frame = new StackPane(terminal);
    frame.setPadding(new Insets(20));
    scene = new Scene(frame, 640, 440);
    stage.setScene(scene);
    sheets.onChange(this::hang);
    stage.show();
    stage.requestFocus();
    Themes.apply(scene, Theme.LIGHT);
  }

  // Clicks.

  @Test
  void aClickBefore600MillisecondsDoesNothing(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));

    time.advanceMillis(599);
    robot.clickOn(allow());
    assertThat(gate.answers()).isEmpty();

    arm();
    robot.clickOn(allow());
    assertThat(gate.answers()).containsExactly(new Answered(1, ALLOWED));
    assertThat(sheet()).isEmpty();
  }

  @Test
  void aPressBeforeItIsArmedIsNoClickAfterwards(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));

    robot.moveTo(allow()).press(MouseButton.PRIMARY);
    arm();
    robot.release(MouseButton.PRIMARY);

    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void aRowThatComesWhileTheButtonIsDownMakesTheClickVoid(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));
    arm();

    robot.moveTo(allow()).press(MouseButton.PRIMARY);
    ask(connect(1, "127.0.0.1", 8080), connect(2, "10.0.0.1", 22));
    arm();
    robot.release(MouseButton.PRIMARY);

    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void aSheetThatMovesIsDeadAgain(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));
    arm();

    on(
        () -> {
          frame.setPadding(new Insets(40, 20, 20, 20));
          frame.layout();
          return true;
        });
    robot.clickOn(allow());

    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void aWindowThatComesBackIsDeadAgain(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));
    arm();

    // Without a screen no other window takes the keyboard; so this scene loses its window.
    var elsewhere = new Scene(new StackPane(), 640, 440);
    robot.interact(() -> stage.setScene(elsewhere));
    time.advanceMillis(5_000);
    await(() -> allow().isDisabled());

    robot.interact(() -> stage.setScene(scene));
    robot.clickOn(allow());
    assertThat(gate.answers()).isEmpty();

    arm();
    robot.clickOn(allow());
    assertThat(gate.answers()).hasSize(1);
  }

  @Test
  void denyCountsAtOnce(FxRobot robot) {
    ask(connect(1, "127.0.0.1", 8080));

    robot.clickOn(deny());

    assertThat(gate.answers()).containsExactly(new Answered(1, DENIED));
  }

  @Test
  void theChosenLengthAndWidthAreAnswered(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));

    robot.clickOn("any port").clickOn("always").clickOn("always");
    arm();
    robot.clickOn(allow());

    assertThat(gate.answers())
        .containsExactly(new Answered(1, new Decision.Allow(Lifetime.ALWAYS, Breadth.HOST)));
  }

  @Test
  void aDangerOffersNoChoicesAndAsksTwice(FxRobot robot) throws TimeoutException {
    ask(danger(1));
    arm();
    assertThat(scene.getRoot().lookupAll(".toggle-button"))
        .isNotEmpty()
        .noneMatch(PermissionSheetTest::isVisible);

    robot.clickOn(allow());
    robot.clickOn(allow());
    assertThat(gate.answers()).isEmpty();
    assertThat(((Button) allow()).getText()).isEqualTo("Allow once");

    arm();
    robot.clickOn(allow());
    assertThat(gate.answers())
        .containsExactly(new Answered(1, new Decision.Allow(Lifetime.ONCE, Breadth.EXACT)));
  }

  @Test
  void closingIsNoAnswerAndTheSheetComesBackWhenRecalled(FxRobot robot) {
    ask(connect(1, "127.0.0.1", 8080));
    var before = sheet();

    robot.clickOn(".perm-close");
    assertThat(sheet()).isEmpty();
    assertThat(gate.answers()).isEmpty();
    assertThat(on(() -> sheets.waiting(FETCH))).isEqualTo(1);

    robot.interact(() -> sheets.recall(FETCH));
    assertThat(sheet()).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(rowWords()).contains("127.0.0.1");
  }

  @Test
  void theRestCanBeDeniedAtOnce(FxRobot robot) {
    ask(connect(1, "127.0.0.1", 8080), listen(2, 80));

    robot.clickOn("Deny the rest in this run");

    assertThat(gate.answers()).extracting(Answered::decision).containsOnly(new Decision.DenyRest());
  }

  // Keys.

  @Test
  void theFirstFocusIsOnDeny() {
    ask(connect(1, "127.0.0.1", 8080));

    assertThat(on(scene::getFocusOwner)).isSameAs(deny());
  }

  @Test
  void keysTypedAheadAreThrownAway(FxRobot robot) throws TimeoutException {
    robot.clickOn(terminal);
    ask(connect(1, "127.0.0.1", 8080));

    robot.type(KeyCode.SPACE, KeyCode.ENTER, KeyCode.ESCAPE);
    assertThat(gate.answers()).isEmpty();
    assertThat(sheet()).isNotEmpty();

    arm();
    robot.type(KeyCode.SPACE);
    assertThat(gate.answers()).containsExactly(new Answered(1, DENIED));
  }

  @Test
  void enterNeverAllowsAndSpaceDoes(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));
    arm();
    robot.interact(() -> allow().requestFocus());

    robot.type(KeyCode.ENTER);
    assertThat(gate.answers()).isEmpty();

    robot.type(KeyCode.SPACE);
    assertThat(gate.answers()).containsExactly(new Answered(1, ALLOWED));
  }

  @Test
  void enterNeverAllowsWhereverTheKeyboardIs(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080), listen(2, 80));
    arm();
    int met = 0;

    for (int i = 0; i < 14; i++) {
      robot.type(KeyCode.TAB);
      var owner = on(scene::getFocusOwner);
      boolean answersOrCloses =
          owner.equals(deny()) || owner instanceof Hyperlink || isClose(owner);
      if (answersOrCloses) continue;
      met++;
      robot.type(KeyCode.ENTER);
    }

    assertThat(met).isGreaterThan(6);
    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void escapeClosesWithoutAnAnswer(FxRobot robot) throws TimeoutException {
    ask(connect(1, "127.0.0.1", 8080));
    arm();

    robot.type(KeyCode.ESCAPE);

    assertThat(sheet()).isEmpty();
    assertThat(gate.answers()).isEmpty();
  }

  // Pictures: people look at them, these tests only see that there are some.

  @ParameterizedTest
  @EnumSource
  void itLooksAsItShould(Theme theme) throws IOException, TimeoutException {
    Screens.dress(scene, theme);
    ask(connect(1, "93.184.215.14", 443));
    time.advanceMillis(270);
    await(() -> scene.getRoot().lookup(".perm-arming").getLayoutBounds().getWidth() > 1);
    assertThat(Screens.save(scene, "sheet-one", theme)).isNotEmptyFile();

    ask(
        counted(connect(1, "93.184.215.14", 443), 12),
        connect(2, "example.org", 443),
        listen(3, 8080),
        unknown(4));
    arm();
    assertThat(Screens.save(scene, "sheet-many", theme)).isNotEmptyFile();
  }

  @ParameterizedTest
  @EnumSource
  void aDangerLooksAsItShould(Theme theme) throws IOException, TimeoutException {
    Screens.dress(scene, theme);
    ask(danger(1), danger(2));
    arm();

    assertThat(Screens.save(scene, "sheet-danger", theme)).isNotEmptyFile();
  }

  @ParameterizedTest
  @EnumSource
  void aLongNameIsShownToItsEnd(Theme theme, FxRobot robot) throws IOException, TimeoutException {
    Screens.dress(scene, theme);
    String host = "www.your-bank.example." + "a23456789-b23456789-c23456789.".repeat(6) + "evil";
    ask(connect(1, host, 443), register(2));
    robot.clickOn("What would this allow?");
    arm();

    assertThat(Screens.save(scene, "sheet-long", theme)).isNotEmptyFile();
  }

  // Whatever a program says, all of it is shown, and the answers stay in the window.

  private static final String HASH = "bafkreifehpxb7molstjtaktc5jvhqxgqihlfsdbt7zb3wzikv2e74otoki";

  /** Questions as large, as wide and as strange as programs can make them. */
  private static List<List<PermissionRequest>> hostile() {
    String host = "www.your-bank.example." + "a23456789-b23456789-c23456789.".repeat(6) + "evil";
    String name = "\ufdfd".repeat(200);
    var many = Stream.iterate(1, n -> n + 1).limit(5_000).map(n -> "--option-" + n);
    return List.of(
        List.of(askspawn(1)),
        List.of(spawn(1, "x".repeat(65_536))),
        List.of(spawn(1, many.toArray(String[]::new))),
        List.of(named(spawn(1, "\u202e\u200b\u05d0\u0627 a\nb"), name)),
        List.of(
            named(connect(1, host, 443), "W".repeat(500)), connect(2, host, 1), listen(3, 8080)),
        List.of(
            changed(
                named(connect(1, host, 443), "Cairn needs an update. Cairn"),
                "W".repeat(500),
                "Cairn needs an update. Cairn")),
        List.of(connect(1, "10.0.0.7", 1), register(2), unknown(3), unknown(4), unknown(5)),
        List.of(danger(1)));
  }

  private static PermissionRequest askspawn(long id) {
    return spawn(
        id,
        "--quiet",
        "--mode=normal",
        "--level=easy",
        "--theme=light",
        "--sound=off",
        "--size=9",
        "--seed=12345",
        "-".repeat(46),
        "--send-all-to",
        "evil.example");
  }

  @ParameterizedTest
  @CsvSource({
    "560, 400, 100",
    "560, 400, 150",
    "560, 400, 200",
    "640, 420, 100",
    "640, 420, 200",
    "800, 600, 100",
    "800, 600, 200",
    "1280, 800, 100",
    "1280, 800, 200",
    "1600, 900, 100"
  })
  void theAnswersStayInTheWindowWhateverIsAsked(double width, double height, int percent)
      throws IOException {
    size(width, height, percent);
    int kind = 0;
    for (var questions : hostile()) {
      ask(questions.toArray(PermissionRequest[]::new));

      for (var button : List.of(allow(), deny(), scene.getRoot().lookup(".perm-close"))) {
        var bounds = on(() -> button.localToScene(button.getLayoutBounds()));
        assertThat(bounds.getMinX()).as("%s %s", kind, button).isGreaterThanOrEqualTo(0);
        assertThat(bounds.getMinY()).as("%s %s", kind, button).isGreaterThanOrEqualTo(TOP);
        assertThat(bounds.getMaxX()).as("%s %s", kind, button).isLessThanOrEqualTo(width);
        assertThat(bounds.getMaxY()).as("%s %s", kind, button).isLessThanOrEqualTo(height);
        assertThat(bounds.getWidth()).as("%s %s", kind, button).isGreaterThan(20);
      }
      assertThat(on(() -> sheet().getFirst().getLayoutBounds().getWidth()))
          .isEqualTo(Math.min(PermissionSheet.WIDTH, width - 16));
      assertThat(narrowTexts()).as("%s: one letter a line", kind).isEmpty();
      assertThat(cutTexts()).as("%s: cut", kind).isEmpty();
      if (percent == 100 && width == 800)
        assertThat(Screens.save(scene, "hostile-" + kind, Theme.LIGHT)).isNotEmptyFile();
      kind++;
      ask();
    }
  }

  @Test
  void allOfAHashAndAllArgumentsAreShown() {
    var asked = askspawn(1);
    ask(asked);

    assertThat(words(".perm-hash").replace(" ", "")).isEqualTo(HASH);
    assertThat(words(".perm-with")).isEqualTo("with exactly these 10 arguments:");
    for (var argument : ((Scope.Program) asked.scope()).arguments())
      assertThat(rowWords()).contains('"' + argument + '"');
    assertThat(on(() -> scene.getRoot().lookup(".perm-arguments .hyperlink"))).isNull();
  }

  @Test
  void theHashCanBeCopied(FxRobot robot) {
    ask(spawn(1, "one"));

    robot.clickOn(".perm-copy");

    assertThat(on(() -> Clipboard.getSystemClipboard().getString())).isEqualTo(HASH);
  }

  @Test
  void manyArgumentsAreCountedAndAllOfThemCanBeSeen(FxRobot robot) {
    size(1280, 800, 100);
    var many = Stream.iterate(1, n -> n + 1).limit(3_000).map(n -> "--option-" + n);
    ask(spawn(1, many.toArray(String[]::new)));
    assertThat(words(".perm-with")).isEqualTo("with exactly these 3,000 arguments:");
    assertThat(rowWords()).contains("\"--option-12\"").doesNotContain("\"--option-13\"");

    robot.clickOn("Show all 3,000 arguments");

    assertThat(on(() -> list().getItems().size())).isEqualTo(3_000);
    on(
        () -> {
          list().scrollTo(2_999);
          list().layout();
          return true;
        });
    WaitForAsyncUtils.waitForFxEvents();
    // The height of lines is guessed until they are shown, so the last may be just below.
    assertThat(rowWords()).contains("\"--option-2998\"");
    robot.clickOn("Show fewer");
    assertThat(rowWords()).contains("\"--option-1\"");
  }

  @Test
  void aLongArgumentCanBeSeenToItsEnd(FxRobot robot) {
    size(1280, 800, 100);
    ask(spawn(1, "x".repeat(65_530) + "evil"));

    robot.clickOn("Show all of it");

    var shown =
        on(
            () ->
                list().getItems().stream()
                    .map(Object::toString)
                    .mapToInt(piece -> piece.length() - piece.replace("x", "").length())
                    .sum());
    assertThat(shown).isGreaterThanOrEqualTo(65_530);
    assertThat(on(() -> list().getItems().getLast().toString())).contains("evil\"");
  }

  @Test
  void aProgramIsAllowedWithTheseArgumentsOrWithAny(FxRobot robot) throws TimeoutException {
    ask(spawn(1, "nice"));
    assertThat(places()).noneMatch(place -> place.startsWith("any port"));

    robot.clickOn("any arguments");
    assertThat(words(".perm-with")).isEqualTo("with any arguments, now this one:");
    assertThat(((Button) allow()).getText()).isEqualTo("Allow any arguments");
    assertThat(allow().getPseudoClassStates()).contains(PseudoClass.getPseudoClass("wide"));
    arm();
    robot.clickOn(allow());

    assertThat(gate.answers())
        .containsExactly(new Answered(1, new Decision.Allow(Lifetime.THIS_RUN, Breadth.PROGRAM)));
  }

  @Test
  void exactlyTheseArgumentsArePreselected(FxRobot robot) throws TimeoutException {
    ask(spawn(1, "nice"));
    arm();
    robot.clickOn(allow());

    assertThat(gate.answers()).containsExactly(new Answered(1, ALLOWED));
  }

  @Test
  void aChangedMessageNamesTheSenderAndTheFilter() {
    ask(changed(connect(1, "10.0.0.7", 80), "fetch", "blocker"));

    assertThat(words(".perm-changed")).contains("“fetch”", "“blocker”");
  }

  private static final double TOP = 84;

  /** The window at this size, its text this large, and the bars of the shell around the page. */
  private void size(double width, double height, int percent) {
    on(
        () -> {
          stage.setWidth(width + stage.getWidth() - scene.getWidth());
          stage.setHeight(height + stage.getHeight() - scene.getHeight());
          frame.setPadding(new Insets(TOP + 6, 8, 32, 8));
          if (percent != 100) scene.getStylesheets().add(Screens.larger(percent / 100.0));
          return true;
        });
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(on(() -> scene.getWidth())).isEqualTo(width);
    assertThat(on(() -> scene.getHeight())).isEqualTo(height);
  }

  /** Texts of several letters that have room for one or two. */
  private List<String> narrowTexts() {
    return on(
        () ->
            texts().stream()
                .filter(text -> text.getText().length() > 3)
                .filter(text -> text.getLayoutBounds().getWidth() < 20)
                .map(Text::getText)
                .toList());
  }

  /** Labels of the sheet that show less than they say. */
  private List<String> cutTexts() {
    return on(
        () ->
            scene.getRoot().lookupAll(".perm-sheet .label").stream()
                .filter(PermissionSheetTest::isVisible)
                .map(Labeled.class::cast)
                .filter(label -> label.lookup(".text") instanceof Text text && isCut(label, text))
                .map(Labeled::getText)
                .toList());
  }

  private static boolean isCut(Labeled label, Text shown) {
    var all = label.getText().replaceAll("\\s", "");
    return !shown.getText().replaceAll("\\s", "").equals(all);
  }

  private List<Text> texts() {
    return scene.getRoot().lookupAll(".perm-sheet .text").stream()
        .filter(PermissionSheetTest::isVisible)
        .filter(Text.class::isInstance)
        .map(Text.class::cast)
        .toList();
  }

  private String words(String selector) {
    return on(() -> ((Labeled) scene.getRoot().lookup(selector)).getText());
  }

  private ListView<?> list() {
    return (ListView<?>) scene.getRoot().lookup(".perm-all-arguments");
  }

  // What hung nowhere while the theme changed is painted in the new one.

  @Test
  void sheetsThatWereAwayWhileTheThemeChangedWearTheNewOne() {
    var pids = List.of(new Pid(7), new Pid(8), new Pid(9));
    askAll(pids);
    for (var pid : pids) hangOnly(pid);
    var rounds =
        List.of(
            List.of(pids.get(1)),
            pids,
            List.<Pid>of(),
            pids.reversed(),
            List.of(pids.get(0)),
            List.of(pids.get(1), pids.get(0), pids.get(2)));

    for (int i = 0; i < rounds.size(); i++) {
      hangNone();
      Screens.dress(scene, i % 2 == 0 ? Theme.LIGHT : Theme.DARK);
      var looks = rounds.get(i).stream().map(this::looksHung).toList();
      var never = new Pid(100 + i);
      askAll(Stream.concat(pids.stream(), Stream.of(never)).toList());
      var right = looksHung(never);

      assertThat(looks).allSatisfy(look -> assertThat(look).isEqualTo(right));
    }
  }

  @Test
  void aSheetThatWasAwayIsMadeAnewWithWhatWasChosen(FxRobot robot) {
    ask(connect(1, "127.0.0.1", 8080));
    robot.clickOn("always");
    var before = sheet();
    assertThat(sheet()).isEqualTo(before);
    hangNone();

    // To and fro: the theme is the one it was, and yet JavaFX forgot how the old nodes looked.
    Screens.dress(scene, Theme.DARK);
    Screens.dress(scene, Theme.LIGHT);

    assertThat(sheet()).hasSize(1).doesNotContainAnyElementsOf(before).isEqualTo(sheet());
    on(
        () -> {
          hang();
          return true;
        });
    robot.clickOn(deny());
    assertThat(gate.answers())
        .containsExactly(new Answered(1, new Decision.Deny(Lifetime.ALWAYS, Breadth.EXACT)));
  }

  // What a wide yes means is said before it is given.

  @Test
  void aWideYesIsSpelledOutOnItsRowAndButton(FxRobot robot) {
    ask(connect(1, "127.0.0.1", 8123));
    assertThat(rowWords()).contains("127.0.0.1", ":8123");

    robot.clickOn("anywhere").clickOn("always");

    assertThat(rowWords()).contains("any address", "now 127.0.0.1:8123").doesNotContain(":8123");
    assertThat(((Button) allow()).getText()).isEqualTo("Allow any address, always");
    assertThat(allow().getPseudoClassStates()).contains(PseudoClass.getPseudoClass("wide"));

    // A yes for once is for this message, whatever else is chosen.
    robot.clickOn("once");
    assertThat(rowWords()).contains("127.0.0.1", ":8123");
    assertThat(((Button) allow()).getText()).isEqualTo("Allow");
    assertThat(allow().getPseudoClassStates()).doesNotContain(PseudoClass.getPseudoClass("wide"));
  }

  @Test
  void choosingMovesNoSegment(FxRobot robot) {
    ask(connect(1, "127.0.0.1", 8123));
    var before = places();

    robot.clickOn("always").clickOn("anywhere");
    WaitForAsyncUtils.waitForFxEvents();

    assertThat(places()).isEqualTo(before).isNotEmpty();
  }

  private List<String> places() {
    return on(
        () ->
            scene.getRoot().lookupAll(".toggle-button").stream()
                .map(b -> ((Labeled) b).getText() + b.localToScene(b.getBoundsInLocal()))
                .sorted()
                .toList());
  }

  private List<String> rowWords() {
    return on(
        () ->
            Stream.concat(
                    scene.getRoot().lookupAll(".perm-row .perm-what > .text").stream()
                        .map(text -> ((Text) text).getText().strip()),
                    scene.getRoot().lookupAll(".perm-row .label").stream()
                        .map(label -> ((Labeled) label).getText()))
                .toList());
  }

  private void askAll(List<Pid> pids) {
    on(
        () -> {
          var questions = pids.stream().map(pid -> Asked.of(pid, unknown(pid.number()))).toList();
          sheets.refresh(snapshot(time.getAsLong(), questions));
          return true;
        });
  }

  private void hangOnly(Pid pid) {
    on(
        () -> {
          frame.getChildren().setAll(sheets.sheet(pid).orElseThrow());
          return true;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void hangNone() {
    on(
        () -> {
          frame.getChildren().setAll(terminal);
          return true;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** The colours and fonts of everything on a sheet that hangs. */
  private List<String> looksHung(Pid pid) {
    hangOnly(pid);
    return on(
        () -> {
          var looks = new ArrayList<String>();
          gather(sheets.sheet(pid).orElseThrow(), looks);
          return looks;
        });
  }

  private static void gather(Node node, List<String> looks) {
    if (node instanceof Region region && region.getBackground() != null)
      region.getBackground().getFills().forEach(fill -> looks.add("ground " + fill.getFill()));
    if (node instanceof Labeled labeled)
      looks.add("words " + labeled.getTextFill() + " " + labeled.getFont());
    if (node instanceof Text text && !(node instanceof FontIcon))
      looks.add("text " + text.getFill() + " " + text.getFont());
    if (node instanceof FontIcon icon)
      looks.add("icon " + icon.getFont().getFamily() + " " + icon.getIconColor());
    if (node instanceof Parent parent)
      parent.getChildrenUnmodifiable().forEach(child -> gather(child, looks));
  }

  private void ask(PermissionRequest... questions) {
    on(
        () -> {
          sheets.refresh(snapshot(time.getAsLong(), List.of(questions)));
          hang();
          frame.applyCss();
          frame.layout();
          return true;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** What the shell does. */
  private void hang() {
    var now = sheets.sheet(FETCH);
    frame
        .getChildren()
        .removeIf(child -> !child.equals(terminal) && !now.equals(Optional.of(child)));
    if (now.isEmpty() || frame.getChildren().contains(now.get())) return;
    StackPane.setAlignment(now.get(), Pos.TOP_LEFT);
    frame.getChildren().add(now.get());
    sheets.shown(FETCH, true);
  }

  private void arm() throws TimeoutException {
    WaitForAsyncUtils.waitForFxEvents();
    time.advanceMillis(600);
    await(() -> !allow().isDisabled());
  }

  private List<Node> sheet() {
    return on(() -> sheets.sheet(FETCH).stream().toList());
  }

  private Node allow() {
    return scene.getRoot().lookup(".perm-allow");
  }

  private Node deny() {
    return scene.getRoot().lookup(".perm-deny");
  }

  private static boolean isClose(Node node) {
    return node.getStyleClass().contains("perm-close");
  }

  private static boolean isVisible(Node node) {
    for (Node n = node; n != null; n = n.getParent()) if (!n.isVisible()) return false;
    return true;
  }

  private static <T> T on(Callable<T> call) {
    return WaitForAsyncUtils.waitForAsyncFx(10_000, call);
  }

  private static void await(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, condition);
  }
}
