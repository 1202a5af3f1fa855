package cairn.shell.inspect.view;

import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.MessageTrace.Row;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import cairn.shell.Target;
import cairn.shell.inspect.MessageRow;
import cairn.shell.inspect.Scripted;
import cairn.shell.inspect.ScriptedTrace;
import cairn.shell.terminal.view.Pictures;
import cairn.shell.view.Navigator;
import cairn.shell.view.Page;
import cairn.themes.Theme;
import cairn.themes.Themes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // Set before each test; controls need a toolkit.
class MessagesPageTest {
  private static final Definition TCP = Scripted.INTERFACES.shipped("tcp").definition();
  private static final KernelSnapshot NOW =
      Scripted.at(
          0,
          process(21, "chat").done(),
          process(22, "sudoku").done(),
          process(23, "paint").done(),
          process(24, "tcp-log").done(),
          process(25, "unnamed").done());

  private final Scripted.NotingKernel kernel = new Scripted.NotingKernel();
  private final ScriptedTrace trace = kernel.trace;
  private Path exportTo = Path.of("nowhere");
  private Page page;
  private Scene scene;

  private static final Navigator NOWHERE =
      new Navigator() {
        @Override
        public void open(String address) {}

        @Override
        public void run(Target target, String name) {}

        @Override
        public void show(Pid pid) {}

        @Override
        public void restart(Pid pid) {}
      };

  @Start
  void start(Stage stage) {
    var inspectors =
        new Inspectors(
            kernel,
            InstantSource.fixed(Instant.parse("2026-11-22T11:02:41Z")),
            (owner, title, name) -> Optional.of(exportTo.resolve(name)),
            Runnable::run);
    page = inspectors.messages().make().apply(NOWHERE);
    scene = new Scene(new BorderPane(page.node()), 1092, 690);
    Themes.apply(scene, Theme.DARK);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void theTraceAndOneMessageInBothThemes() {
    theUsualMessages();
    refresh();
    select(1);

    assertThat(texts())
        .contains(
            "tcp.write",
            "recording headers",
            "bodies: chat",
            "0 dropped of 8",
            "socket:",
            "Timing",
            "38.0 µs");
    Pictures.take(scene, "messages-dark");
    lightLine("bytes:");
    Pictures.take(scene, "messages-lit-dark");
    assertThat(texts()).contains("b4 68 65 6c 6c 6f 20 66 72 6f 6d");
    wear(Theme.LIGHT);
    assertThat(Pictures.colours(Pictures.take(scene, "messages-light"))).isGreaterThan(100);
  }

  @Test
  void anEmptyPageSaysWhatWillBeThere() {
    refresh();

    assertThat(texts())
        .contains(
            "No message has gone through the kernel yet.",
            "Choose a message to see what is in it.",
            "bodies: none");
    Pictures.take(scene, "messages-empty");
  }

  @Test
  void aFilterIsTypedAndAWrongOneSaysWhere() {
    theUsualMessages();
    refresh();

    type("interface:tcp && outcome:denied");
    assertThat(labels()).isEmpty();
    assertThat(texts()).contains("No message matches the filter.");

    type("interface:log || size>1k");
    assertThat(labels()).containsExactly("console.write", "log.write");

    type("size>much");
    assertThat(labels()).hasSize(2);
    assertThat(texts())
        .anySatisfy(text -> assertThat(text).contains("“much”").contains("at character 6"));
    Pictures.take(scene, "messages-wrong-filter");
  }

  @Test
  void aMessageThatWasNotRecordedSaysHowToRecordTheNext() {
    theUsualMessages();
    refresh();
    select(2);

    assertThat(texts())
        .contains(
            "Its body was not recorded.",
            "Bodies are recorded per program, from the moment you switch it on.");
    Pictures.take(scene, "messages-not-recorded");
  }

  @Test
  void pauseStandsStillAndClearBeginsAnew() {
    theUsualMessages();
    refresh();

    click("Pause");
    trace.put(trace.asks(21, on("time"), 0, 1));
    refresh();
    assertThat(labels()).hasSize(8);
    assertThat(texts()).contains("paused");

    click("Go on");
    assertThat(labels()).hasSize(9);
    click("Clear");
    assertThat(labels()).isEmpty();
    trace.put(trace.asks(21, on("time"), 0, 1));
    refresh();
    assertThat(labels()).hasSize(1);
  }

  @Test
  void theRowsAreExported(@TempDir Path folder) {
    exportTo = folder;
    theUsualMessages();
    refresh();

    export("As JSON…");

    assertThat(folder.resolve("cairn-messages.json")).content().contains("\"tcp\"");
    assertThat(texts()).contains("8 messages written");

    export("For Wireshark (pcapng)…");
    assertThat(folder.resolve("cairn-messages.pcapng")).isNotEmptyFile();
  }

  @Test
  void aFloodStaysSmooth() {
    refresh();
    int looks = 8;
    long before = fx(MessagesPageTest::cpuOfThisThread);
    for (int i = 0; i < looks; i++) {
      // A quarter of a second of 100,000 messages a second.
      for (int n = 0; n < 25_000; n++)
        trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), n % 5, n), Outcome.ANSWERED, 1, 0));
      refresh();
    }
    long used = fx(MessagesPageTest::cpuOfThisThread) - before;

    assertThat(labels()).hasSize(5_000);
    assertThat(texts()).contains("newest 5,000 of 200,000");
    // Here the trace is read on the same thread too; in the application it is not.
    assertThat(TimeUnit.NANOSECONDS.toMillis(used / looks))
        .as("ms of the JavaFX thread for each look")
        .isLessThan(200);
  }

  private static long cpuOfThisThread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Definition.Message tcp(String name) {
    return TCP.message(name).orElseThrow();
  }

  private void theUsualMessages() {
    trace.record(Scripted.program("chat"), true);
    done(trace.asks(21, on("tcp"), tcp("connect").index(), 19), Outcome.ANSWERED, 12, 0);
    var body =
        MessageCodec.encodeCall(
            tcp("write"),
            List.of(
                Value.unsigned(3),
                Value.bytes(Payload.utf8("hello from the other side...\n0123456789abcdef"))));
    var write =
        done(
            trace.asks(21, on("tcp"), tcp("write").index(), body.length()), Outcome.ANSWERED, 1, 0);
    trace.recorded(
        write, body, Optional.of(MessageCodec.encodeAnswer(tcp("write"), Value.ok(Value.UNIT))));
    trace.put(asking(trace.asks(22, on("tcp"), tcp("connect").index(), 19)));
    done(trace.asks(23, on("console"), 0, 18_200), Outcome.DELIVERED, -1, -1);
    trace.put(
        ScriptedTrace.to(
            trace.asks(21, on("tcp"), tcp("read").index(), 9), new HandledBy.Process(new Pid(24))));
    done(trace.asks(25, on("random"), 0, 23), Outcome.DENIED, -1, -1);
    done(trace.asks(24, on("log"), 0, 61), Outcome.DELIVERED, -1, -1);
    done(trace.asks(22, on("interface"), 0, 33), Outcome.ANSWERED, 2, 1);
  }

  private Row done(Row row, Outcome outcome, int size, int head) {
    return trace.put(ScriptedTrace.over(row, outcome, size, head));
  }

  private static Row asking(Row row) {
    return new Row(
        row.number(),
        row.atNanos(),
        row.from(),
        new HandledBy.Nobody(),
        row.on(),
        row.message(),
        row.size(),
        row.question(),
        -1,
        0,
        -1,
        -1,
        -1,
        -1,
        -1,
        Outcome.ASKING,
        -1,
        -1);
  }

  private void refresh() {
    fx(
        () -> {
          page.refresh(NOW, NOW);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  @SuppressWarnings("unchecked")
  private LiveTable<MessageRow> table() {
    return (LiveTable<MessageRow>) scene.lookup(".c-table");
  }

  private void select(int index) {
    fx(
        () -> {
          table().getSelectionModel().clearAndSelect(index);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void lightLine(String name) {
    fx(
        () -> {
          for (var line : scene.getRoot().lookupAll(".c-body-line"))
            if (line instanceof javafx.scene.layout.HBox box
                && box.getChildren().getFirst() instanceof Label label
                && label.getText().equals(name)) box.getOnMouseClicked().handle(null);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  @Test
  void itFollowsTheNewestUntilTheUserGoesElsewhere(FxRobot robot) throws Exception {
    messages(200);
    refresh();
    until(() -> shownRows().getLast() == 199);
    messages(100);
    refresh();
    until(() -> shownRows().getLast() == 299);

    fx(
        () -> {
          scene.lookup(".c-table").requestFocus();
          return null;
        });
    robot.type(KeyCode.HOME);
    until(() -> shownRows().getFirst() == 0);
    messages(100);
    for (int i = 0; i < 4; i++) refresh();
    until(() -> fx(() -> ((LiveTable<?>) scene.lookup(".c-table")).getItems().size()) == 400);
    assertThat(shownRows().getFirst()).isZero();

    robot.type(KeyCode.END);
    until(() -> shownRows().getLast() == 399);
    for (int i = 0; i < 4; i++) refresh();
    messages(100);
    refresh();
    until(() -> shownRows().getLast() == 499);
  }

  @Test
  void bodiesAreRecordedFromWhereTheyAreMissed() {
    theUsualMessages();
    trace.record(Scripted.program("chat"), false);
    trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), 0, 5), Outcome.ANSWERED, 1, 0));
    refresh();
    select(8);

    fx(
        () -> {
          ((javafx.scene.control.Button) scene.lookup("#record-bodies")).fire();
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();

    assertThat(trace.recording().programs()).containsExactly(Scripted.program("chat"));
    assertThat(texts()).contains("bodies: chat").doesNotContain("Record the bodies of chat");
  }

  private void messages(int count) {
    for (int i = 0; i < count; i++)
      trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), 0, 5), Outcome.ANSWERED, 1, 0));
  }

  /** Indices of the first and the last row in sight. */
  private List<Integer> shownRows() {
    return fx(
        () -> {
          scene.getRoot().applyCss();
          scene.getRoot().layout();
          var flow = (VirtualFlow<?>) scene.lookup(".virtual-flow");
          return List.of(
              flow.getFirstVisibleCell().getIndex(), flow.getLastVisibleCell().getIndex());
        });
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, condition);
  }

  private void export(String how) {
    fx(
        () -> {
          ((javafx.scene.control.Button) scene.lookup("#export"))
              .getContextMenu().getItems().stream()
                  .filter(item -> how.equals(item.getText()))
                  .forEach(javafx.scene.control.MenuItem::fire);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void click(String says) {
    fx(
        () -> {
          for (var node : scene.getRoot().lookupAll(".button"))
            if (node instanceof javafx.scene.control.Button button
                && says.equals(button.getAccessibleText())) {
              button.fire();
              return null;
            }
          throw new AssertionError("no button " + says);
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void type(String text) {
    fx(
        () -> {
          ((TextField) scene.lookup(".c-inspect-filter")).setText(text);
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  private List<String> labels() {
    return fx(() -> table().getItems().stream().map(row -> row.now().label()).toList());
  }

  private void wear(Theme theme) {
    fx(
        () -> {
          Themes.apply(scene, theme);
          return null;
        });
  }

  /** Every text of a label, chip or button in sight. */
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
    if (node instanceof javafx.scene.control.Labeled label && label.getText() != null)
      texts.add(label.getText().strip());
    if (node instanceof javafx.scene.Parent parent)
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
  }

  private static <T> T fx(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(30_000, action);
  }
}
