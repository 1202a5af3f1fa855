package cairn.shell.inspect.view;

import static cairn.shell.inspect.Scripted.asks;
import static cairn.shell.inspect.Scripted.at;
import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static cairn.shell.inspect.Scripted.used;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Choice;
import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limit;
import cairn.kernel.LoadStage;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.shell.Target;
import cairn.shell.inspect.ProcessRow;
import cairn.shell.inspect.Scripted;
import cairn.shell.terminal.view.Pictures;
import cairn.shell.view.Navigator;
import cairn.shell.view.Page;
import cairn.themes.Theme;
import cairn.themes.Themes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The inspectors' pages, painted from scripted snapshots. Long, because all cases share one stage
 * and the five minutes of history it shows.
 */
@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // Set before each test; controls need a toolkit.
class InspectorPagesTest {
  private final Scripted.NotingKernel kernel = new Scripted.NotingKernel();
  private final List<String> navigated = new ArrayList<>();
  private final Navigator navigator =
      new Navigator() {
        @Override
        public void open(String address) {
          navigated.add("open " + address);
        }

        @Override
        public void run(Target target, String name) {
          navigated.add("run " + name);
        }

        @Override
        public void show(Pid pid) {
          navigated.add("show " + pid);
        }

        @Override
        public void restart(Pid pid) {
          navigated.add("restart " + pid);
        }
      };
  private Inspectors inspectors;
  private Page processes;
  private Page interfaces;
  private Scene scene;

  @Start
  void start(Stage stage) {
    inspectors =
        new Inspectors(
            kernel,
            InstantSource.fixed(Instant.parse("2026-11-22T11:00:00Z")),
            (owner, title, name) -> Optional.empty(),
            Runnable::run);
    processes = inspectors.processes().make().apply(navigator);
    interfaces = inspectors.interfaces().make().apply(navigator);
    scene = new Scene(new BorderPane(processes.node()), 1000, 690);
    Themes.apply(scene, Theme.DARK);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void sevenProcessesInBothThemes() {
    fiveMinutes();

    assertThat(Pictures.colours(Pictures.take(scene, "processes-dark"))).isGreaterThan(200);
    wear(Theme.LIGHT);
    assertThat(Pictures.colours(Pictures.take(scene, "processes-light"))).isGreaterThan(200);
    assertThat(texts()).contains("7 running", "1 waits for you", "pid 21 · running 00:19:06");
  }

  @Test
  void interfacesInBothThemes() {
    fx(
        () -> {
          ((BorderPane) scene.getRoot()).setCenter(interfaces.node());
          return null;
        });
    var rows = List.of(chat(0), paint(0), echo(0));
    refresh(interfaces, at(0, rows, interfacesAt(0), List.of()));
    refresh(interfaces, at(1, rows, interfacesAt(1), List.of()));
    select("tcp");
    focusPage();

    assertThat(texts()).contains("6 have a handler", "1 has none", "Network");
    Pictures.take(scene, "interfaces-dark");
    wear(Theme.LIGHT);
    assertThat(Pictures.colours(Pictures.take(scene, "interfaces-light"))).isGreaterThan(100);
  }

  @Test
  void theHandlerIsChosenAndAFilterTakenOut() {
    fx(
        () -> {
          ((BorderPane) scene.getRoot()).setCenter(interfaces.node());
          return null;
        });
    var log = new HandledBy.Process(new Pid(27));
    var tcp =
        new KernelSnapshot.OfInterface(
            on("tcp"),
            "tcp",
            log,
            212,
            200,
            4,
            2,
            3,
            1,
            Set.of(new Pid(21)),
            8_000_000,
            new KernelSnapshot.Routing(
                true,
                List.of(
                    new KernelSnapshot.OfPlace(
                        Optional.of(Scripted.program("paint")), new HandledBy.Native(), 0)),
                List.of(new KernelSnapshot.OfPlace(Optional.of(Scripted.program("chat")), log, 0)),
                Set.of(new Pid(27)),
                List.of(new KernelSnapshot.OfWaiter(new Pid(21), 0, true))));
    refresh(interfaces, at(2, List.of(chat(0), paint(0), echo(0)), List.of(tcp), List.of()));
    select("tcp");

    assertThat(texts())
        .contains(
            "chat goes through echo-handler (pid 27) first",
            "paint is answered by Cairn itself",
            "for room");
    Pictures.take(scene, "interfaces-routed-dark");
    fx(
        () -> {
          var menu = (MenuButton) scene.lookup("#handler");
          menu.getOnShowing().handle(null);
          menu.getItems().getFirst().fire();
          for (var node : scene.getRoot().lookupAll(".button"))
            if ("Take back: chat goes through echo-handler (pid 27) first"
                .equals(node.getAccessibleText())) ((Button) node).fire();
          return null;
        });

    assertThat(kernel.told).containsExactly("choose Cairn[] of all", "filter by none");
    wear(Theme.LIGHT);
    Pictures.take(scene, "interfaces-routed-light");
  }

  private static KernelSnapshot.OfInterface tcp(
      HandledBy handler, List<KernelSnapshot.OfPlace> routes, KernelSnapshot.OfKept... kept) {
    return new KernelSnapshot.OfInterface(
        on("tcp"),
        "tcp",
        handler,
        212,
        200,
        4,
        2,
        3,
        1,
        Set.of(new Pid(21)),
        8_000_000,
        new KernelSnapshot.Routing(
            true, routes, List.of(), Set.of(new Pid(27)), List.of(), List.of(kept)));
  }

  @Test
  void aChoiceIsKeptStartedAndForgotten() {
    fx(
        () -> {
          ((BorderPane) scene.getRoot()).setCenter(interfaces.node());
          return null;
        });
    var processes = List.of(chat(0), paint(0), echo(0));
    var by = new HandledBy.Process(new Pid(27));
    var route = new KernelSnapshot.OfPlace(Optional.of(Scripted.program("paint")), by, 0);
    refresh(interfaces, at(2, processes, List.of(tcp(by, List.of(route))), List.of()));
    select("tcp");

    kernel.keeps = Choice.NOT_STORED;
    fx(
        () -> {
          ((Button) scene.lookup("#keep")).fire();
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(texts())
        .contains("For this run only: the choice could not be written to the profile.");
    kernel.keeps = Choice.DONE;
    fire("Always echo-handler");
    fire("Always");
    WaitForAsyncUtils.waitForFxEvents();

    // The button for everybody, and then both.
    assertThat(kernel.told)
        .containsExactly(
            "keep 27 for all", "keep 27 for all", "keep 27 for " + Scripted.program("paint"));
    assertThat(texts())
        .doesNotContain("For this run only: the choice could not be written to the profile.");
    Pictures.take(scene, "interfaces-keepable-dark");
    kernel.told.clear();

    var crashed = new Exit.Trapped("unreachable", List.of());
    refresh(
        interfaces,
        at(
            3,
            processes,
            List.of(
                tcp(
                    new HandledBy.Nobody(),
                    List.of(),
                    Scripted.kept("tcp", "tor-gate", new Keeping.Failed(crashed, 5_000_000_000L)),
                    Scripted.kept(
                        "tcp",
                        Optional.of(Scripted.program("paint")),
                        false,
                        "paint-gate",
                        new Keeping.Idle()))),
            List.of()));
    assertThat(texts())
        .contains(
            "Always: tor-gate answers",
            "Always: paint is answered by paint-gate",
            "starts with the next message");
    assertThat(fx(() -> ((MenuButton) scene.lookup("#handler")).getText()))
        .isEqualTo("Handler: tor-gate did not start");
    Pictures.take(scene, "interfaces-kept-dark");
    press("Try again: Always: tor-gate answers");
    press("Forget: Always: paint is answered by paint-gate");

    assertThat(kernel.told).containsExactly("start what is kept", "forget what is kept");
    wear(Theme.LIGHT);
    assertThat(Pictures.colours(Pictures.take(scene, "interfaces-kept-light"))).isGreaterThan(100);
  }

  private void press(String accessibleText) {
    fx(
        () -> {
          for (var node : scene.getRoot().lookupAll(".button"))
            if (accessibleText.equals(node.getAccessibleText())) ((Button) node).fire();
          return null;
        });
  }

  @Test
  void anEmptyPageSaysWhatWillBeThere() {
    refresh(processes, at(0));

    assertThat(texts())
        .contains(
            "Nothing runs. Open a program and it appears here.",
            "Choose a process to see more of it.",
            "nothing runs");
    Pictures.take(scene, "processes-empty");
  }

  @Test
  void theButtonsActOnTheChosenProcess(FxRobot robot) {
    refresh(processes, at(0, chat(0), process(22, "spin").in(new ProcessState.Suspended()).done()));

    robot.clickOn("Pause");
    robot.clickOn("spin");
    robot.clickOn("Resume").clickOn("Restart").clickOn("End");

    assertThat(kernel.told).containsExactly("pause 21", "resume 22", "end 22 by you");
    assertThat(navigated).containsExactly("restart 22");
  }

  @Test
  void whatWasEndUnderThePointerIsNeverRemove(FxRobot robot) {
    refresh(processes, at(0, chat(0), paint(0)));
    var before = places();
    robot.clickOn("End");
    assertThat(kernel.told).containsExactly("end 21 by you");

    refresh(processes, at(1, process(21, "chat").in(ENDED).done(), paint(1)));
    assertThat(places()).isEqualTo(before);
    robot.clickOn("End");
    assertThat(kernel.told).containsExactly("end 21 by you");
    assertThat(menu()).contains("Remove").doesNotContain("End", "Pause");

    robot.clickOn("Remove");
    assertThat(kernel.told).containsExactly("end 21 by you", "forget 21");

    select("paint");
    assertThat(menu()).contains("End", "Pause").doesNotContain("Remove");
  }

  private static final ProcessState ENDED = new ProcessState.Ended(new Exit.Killed("you"));

  /** Where the deeds have their buttons. */
  private Map<String, Bounds> places() {
    WaitForAsyncUtils.waitForFxEvents();
    return fx(
        () -> {
          var places = new HashMap<String, Bounds>();
          for (var node : scene.getRoot().lookupAll(".button"))
            if (node instanceof Button button
                && List.of("Pause", "Restart", "End", "Remove").contains(button.getText()))
              places.put(button.getText(), button.localToScene(button.getLayoutBounds()));
          return places;
        });
  }

  /** What the context menu offers. */
  private List<String> menu() {
    return fx(
        () ->
            table().getContextMenu().getItems().stream()
                .filter(javafx.scene.control.MenuItem::isVisible)
                .map(javafx.scene.control.MenuItem::getText)
                .toList());
  }

  @Test
  void theChosenProcessShowsItsThreads() {
    kernel.threads.add(
        new KernelSnapshot.OfThread(
            0, "waits for a message", 12_000_000, 400, List.of("recv", "main", "_start")));
    kernel.threads.add(new KernelSnapshot.OfThread(1, "runs", 4_100_000_000L, 0, List.of()));

    refresh(processes, at(0, chat(0), paint(0)));

    assertThat(texts())
        .contains("Threads", "Thread 0", "waits for a message", "recv\nmain\n_start", "Thread 1");
    Pictures.take(scene, "processes-threads-dark");
    wear(Theme.LIGHT);
    Pictures.take(scene, "processes-threads-light");
  }

  @Test
  void aDeadlockStandsAboveTheTable() {
    kernel.deadlocks.add(Scripted.circle(21, 23));
    refresh(processes, at(0, chat(0), paint(0)));

    assertThat(texts())
        .contains(
            "“chat” waits for “paint”, which waits for “chat”. None of them can go on: end one.");
    Pictures.take(scene, "processes-deadlock-dark");
    wear(Theme.LIGHT);
    Pictures.take(scene, "processes-deadlock-light");
    fx(
        () -> {
          var menu = (MenuButton) scene.lookup(".c-inspect-deadlocks .menu-button");
          menu.getItems().getLast().fire();
          return null;
        });
    assertThat(kernel.told).containsExactly("end 23 by you");

    kernel.deadlocks.clear();
    refresh(processes, at(2, chat(2)));
    assertThat(fx(() -> scene.lookup(".c-inspect-deadlocks").isVisible())).isFalse();
  }

  @Test
  void theLimitsOfAProcessAreChanged() {
    refresh(
        processes, at(0, process(21, "chat").hit(Limit.MEMORY, 3).startedBy(23).done(), paint(0)));
    assertThat(texts()).contains("hit 3 times", "started by “paint” (pid 23)");

    fire("Change…");
    type("#limit-mailbox", "many");
    fire("Apply");
    assertThat(texts())
        .contains(
            "“Mailbox, messages” must be a whole number from 1 to 1,000,000, without separators.");
    assertThat(kernel.told).isEmpty();
    Pictures.take(scene, "processes-limits-dark");
    wear(Theme.LIGHT);
    Pictures.take(scene, "processes-limits-light");

    type("#limit-mailbox", "10");
    type("#limit-memory", "64");
    fire("Apply");
    assertThat(kernel.told).containsExactly("limit 21 to 64000000, 10, 4096");
    assertThat(texts()).contains("Change…").doesNotContain("Apply");
  }

  private void type(String field, String text) {
    fx(
        () -> {
          ((TextField) scene.lookup(field)).setText(text);
          return null;
        });
  }

  private void fire(String text) {
    fx(
        () -> {
          for (var node : scene.getRoot().lookupAll(".button"))
            if (node instanceof Button button && text.equals(button.getText())) button.fire();
          return null;
        });
  }

  @Test
  void theKeyboardDoesTheSame(FxRobot robot) {
    refresh(processes, at(0, chat(0), paint(0)));
    fx(
        () -> {
          processes.node().requestFocus();
          return null;
        });

    robot.type(KeyCode.DOWN).type(KeyCode.SPACE).type(KeyCode.ENTER).type(KeyCode.DELETE);
    robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);

    assertThat(kernel.told).containsExactly("pause 23", "end 23 by you");
    assertThat(navigated).containsExactly("show 23");
    assertThat(fx(() -> Clipboard.getSystemClipboard().getString()).split("\n"))
        .hasSize(2)
        .satisfies(lines -> assertThat(lines[1]).startsWith("paint\t"));
  }

  @Test
  void theFilterKeepsWhatMatchesAndSaysWhenNothingDoes(FxRobot robot) {
    refresh(processes, at(0, chat(0), paint(0)));
    fx(
        () -> {
          processes.node().requestFocus();
          return null;
        });

    robot.press(KeyCode.CONTROL).type(KeyCode.F).release(KeyCode.CONTROL).write("pain");
    assertThat(texts()).contains("paint").doesNotContain("chat");

    robot.write("x");
    assertThat(texts()).contains("No process matches the filter.");

    robot.type(KeyCode.ESCAPE);
    assertThat(texts()).contains("paint", "chat");
  }

  @Test
  void theOrderOfAColumnIsKeptWhileValuesChange() {
    refresh(processes, at(0, chat(0), paint(0)));
    // Not by a click: the headless platform's robot calls every press a popup trigger, which
    // headers ignore.
    fx(
        () -> {
          var cpu = table().getColumns().get(2);
          cpu.setSortType(TableColumn.SortType.DESCENDING);
          return table().getSortOrder().add(cpu);
        });

    refresh(
        processes,
        at(1, process(21, "chat").cpu(10).done(), process(23, "paint").cpu(900_000_000).done()));
    assertThat(names()).containsExactly("paint", "chat");

    refresh(
        processes,
        at(
            2,
            process(21, "chat").cpu(990_000_000).done(),
            process(23, "paint").cpu(900_000_000).done()));
    assertThat(names()).containsExactly("chat", "paint");
  }

  @Test
  void theSelectionStaysWithItsProcess() {
    refresh(processes, at(0, chat(0), paint(0), echo(0)));
    select("paint");

    refresh(processes, at(1, paint(1), echo(1)));

    assertThat(fx(() -> table().chosen().getFirst().name())).isEqualTo("paint");
  }

  /** What a refresh costs is measured by {@code bench/run frames}; here, of what it depends. */
  @Test
  void aThousandProcessesTakeNoMoreRowsThanAreSeen() {
    var random = new Random(3);
    refresh(processes, many(0, random));
    assertThat(rows()).as("rows").isBetween(5, 100);

    for (int i = 1; i <= 12; i++) refresh(processes, many(i, random));

    assertThat(texts()).contains("1,000 running");
    assertThat(rows()).as("rows").isBetween(5, 100);
  }

  private int rows() {
    return fx(() -> table().lookupAll(".table-row-cell").size());
  }

  private static KernelSnapshot many(int second, Random random) {
    var rows = new ArrayList<OfProcess>();
    for (int i = 1; i <= 1000; i++)
      rows.add(
          process(i, "worker-" + i)
              .cpu(second * random.nextLong(500_000_000))
              .memory(random.nextLong(60_000_000))
              .messages(second * random.nextLong(1000))
              .done());
    return at(second, rows, List.of(), List.of());
  }

  /** The rows of the design, with five minutes behind them. */
  private void fiveMinutes() {
    var random = new Random(5);
    kernel.grants.add(Scripted.allowed("chat", "tcp"));
    kernel.grants.add(Scripted.allowed("chat", "log"));
    kernel.grants.add(Scripted.allowed("paint", "time"));
    var question = asks(22, "sudoku", "93.184.216.34", 443);
    var past = new ArrayList<KernelSnapshot>();
    double cpu = 0;
    double sent = 0;
    for (int second = 0; second < 300; second++) {
      double wave = 1 + Math.sin(second / 18.0) * 0.5 + random.nextDouble() * 0.5;
      cpu += wave * 12_000_000;
      sent += wave * 150;
      var waiting =
          new ProcessState.Waiting(
              Set.of(new MessageId(71)),
              "an answer from tcp",
              second * 1_000_000_000L - 3_200_000_000L);
      var rows =
          List.of(
              process(21, "chat")
                  .in(waiting)
                  .cpu((long) cpu)
                  .memory((long) (2_500_000 + wave * 900_000))
                  .messages((long) sent)
                  .open(3)
                  .done(),
              process(22, "sudoku")
                  .in(new ProcessState.AskingUser(question))
                  .memory(1_100_000)
                  .open(1)
                  .done(),
              paint(second),
              process(24, "tcp-log")
                  .in(new ProcessState.Waiting(Set.of(), "", 0))
                  .cpu(second * 4_000_000L)
                  .memory(2_000_000)
                  .messages(second * 418L)
                  .handles(on("tcp"))
                  .done(),
              process(25, "http-loader")
                  .in(
                      new ProcessState.Loading(
                          new LoadStage.Fetching(3_100_000, 5_080_000, 12, "")))
                  .loading()
                  .cpu(second * 97_000_000L)
                  .memory(8_300_000)
                  .messages(second * 77L)
                  .open(2)
                  .done(),
              process(26, "spin").in(new ProcessState.Suspended()).done(),
              echo(second));
      var now = at(second, rows, List.of(), List.of(question));
      past.add(now);
    }
    fx(
        () -> {
          past.forEach(inspectors::record);
          return null;
        });
    refresh(processes, past.getLast());
    focusPage();
  }

  private static OfProcess chat(int second) {
    return process(21, "chat").cpu(second * 12_000_000L).messages(second * 212L).done();
  }

  private static OfProcess paint(int second) {
    return process(23, "paint")
        .cpu(second * 384_000_000L)
        .memory(12_600_000)
        .messages(second * 3604L)
        .open(1)
        .done();
  }

  private static OfProcess echo(int second) {
    return process(27, "echo-handler")
        .in(new ProcessState.Waiting(Set.of(), "", 0))
        .cpu(second * 1_000_000L)
        .messages(second * 96L)
        .handles(on("loader"))
        .done();
  }

  private static List<KernelSnapshot.OfInterface> interfacesAt(int second) {
    return List.of(
        used("console", new HandledBy.Native(), 1_204 + second * 14L, 0, 0, 21, 23),
        used("interface", new HandledBy.Native(), 3, 1, 0, 27),
        used("loader", new HandledBy.Process(new Pid(27)), 77 + second * 2L, 3, 0, 21),
        used("log", new HandledBy.Native(), 418 + second * 40L, 0, 0, 21, 23, 27),
        used("random", new HandledBy.Native(), 12, 0, 0, 23),
        used("tcp", new HandledBy.Native(), 1_000 + second * 212L, 24, 0, 21, 23),
        used("time", new HandledBy.Nobody(), 0, 0, 2, 23));
  }

  private void refresh(Page page, KernelSnapshot now) {
    fx(
        () -> {
          refreshNow(page, now);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static void refreshNow(Page page, KernelSnapshot now) {
    page.refresh(now, now);
  }

  private void focusPage() {
    fx(
        () -> {
          ((BorderPane) scene.getRoot()).getCenter().requestFocus();
          return null;
        });
  }

  private void wear(Theme theme) {
    fx(
        () -> {
          Themes.apply(scene, theme);
          return null;
        });
  }

  @SuppressWarnings("unchecked")
  private LiveTable<ProcessRow> table() {
    return (LiveTable<ProcessRow>) scene.lookup(".c-table");
  }

  private void select(String name) {
    fx(
        () -> {
          var table = (LiveTable<?>) scene.lookup(".c-table");
          for (int i = 0; i < table.getItems().size(); i++)
            if (table.getItems().get(i).now().toString().contains("name=" + name + ","))
              table.getSelectionModel().clearAndSelect(i);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private List<String> names() {
    return fx(() -> table().getItems().stream().map(row -> row.now().name()).toList());
  }

  /** Every text of a label or button in sight. */
  private List<String> texts() {
    WaitForAsyncUtils.waitForFxEvents();
    return fx(
        () -> {
          scene.getRoot().applyCss();
          scene.getRoot().layout();
          var texts = new ArrayList<String>();
          collect(scene.getRoot(), texts);
          return texts;
        });
  }

  private static void collect(javafx.scene.Node node, List<String> texts) {
    if (!node.isVisible()) return;
    if (node instanceof Label label) texts.add(label.getText());
    if (node instanceof Button button) texts.add(button.getText());
    if (node instanceof javafx.scene.Parent parent)
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
  }

  private static <T> T fx(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(60_000, action);
  }
}
