package cairn.shell.terminal.view;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Payload;
import cairn.shell.terminal.TerminalDevice;
import cairn.themes.Theme;
import cairn.themes.Themes;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // Set before each test; controls need a toolkit.
class TerminalViewTest {
  private static final Pid PID = new Pid(7);

  private TerminalSurfaces surfaces;
  private TerminalDevice device;
  private TerminalView view;
  private Scene scene;

  @Start
  void start(Stage stage) {
    surfaces = new TerminalSurfaces();
    device = (TerminalDevice) surfaces.open(PID);
    var surface = surfaces.surface(PID).orElseThrow();
    view = (TerminalView) surface.node();
    scene = new Scene(new BorderPane(view), 760, 420);
    Themes.apply(scene, Theme.DARK);
    stage.setScene(scene);
    stage.show();
    surface.shown(true);
    view.requestFocus();
  }

  @AfterEach
  void close() {
    surfaces.close();
  }

  @Test
  void theProgramLearnsHowManyCellsFit() {
    until(() -> device.size().columns() > 80);

    assertThat(device.size().columns()).isEqualTo(92);
    assertThat(device.size().rows()).isBetween(22, 25);
  }

  @Test
  void whatIsPrintedIsPainted() throws Exception {
    print(SAMPLE);
    untilPainted("cairn run");

    assertThat(Pictures.colours(Pictures.take(scene, "terminal-dark"))).isGreaterThan(40);
    fx(
        () -> {
          Themes.apply(scene, Theme.LIGHT);
          return null;
        });
    assertThat(Pictures.colours(Pictures.take(scene, "terminal-light"))).isGreaterThan(40);
  }

  @Test
  void onlyRowsThatChangedArePainted() throws Exception {
    print("a\r\nb\r\n");
    untilPainted("b");
    int before = fx(view::rowsPainted);

    print("c");
    untilPainted("c");

    assertThat(fx(view::rowsPainted) - before).isEqualTo(1);
  }

  @Test
  void aHiddenTerminalPaintsNothingAndCatchesUpWhenShown() throws Exception {
    fx(
        () -> {
          view.shown(false);
          return null;
        });
    int before = fx(view::rowsPainted);

    print("while away");
    until(() -> device.frame(0).lines().getFirst().startsWith("while away"));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(fx(view::rowsPainted)).isEqualTo(before);

    fx(
        () -> {
          view.shown(true);
          return null;
        });
    assertThat(fx(view::rowsPainted)).isGreaterThan(before);
  }

  @Test
  void keysReachTheProgram(FxRobot robot) {
    int room = device.input().room();

    robot.write("ls").type(KeyCode.ENTER).type(KeyCode.UP);
    robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);

    assertThat(room - device.input().room()).isEqualTo(2 + 1 + 3 + 1);
  }

  @Test
  void theShellsKeysReachTheShellAndNotTheProgram(FxRobot robot) throws Exception {
    int room = device.input().room();
    var heard = new AtomicInteger();
    fx(
        () -> {
          for (var key : new String[] {"Ctrl+T", "Ctrl+W", "Ctrl+Shift+Esc", "F5", "Ctrl+Tab"})
            scene.getAccelerators().put(KeyCombination.valueOf(key), heard::incrementAndGet);
          return null;
        });

    robot.press(KeyCode.CONTROL).type(KeyCode.T).type(KeyCode.W).type(KeyCode.TAB);
    robot.press(KeyCode.SHIFT).type(KeyCode.ESCAPE).release(KeyCode.SHIFT, KeyCode.CONTROL);
    robot.type(KeyCode.F5);

    assertThat(heard).hasValue(5);
    assertThat(device.input().room()).isEqualTo(room);
  }

  @Test
  void aPasteIsStrippedOfControlCharacters(FxRobot robot) throws Exception {
    int room = device.input().room();
    fx(() -> clipboard("e\u001b[201~x\u0003"));

    robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.V);
    robot.release(KeyCode.SHIFT, KeyCode.CONTROL);

    assertThat(room - device.input().room()).isEqualTo("e[201~x".length());
  }

  @Test
  void aDoubleClickSelectsAWordThatCanBeCopied(FxRobot robot) throws Exception {
    print("hello terminal\r\n");
    untilPainted("hello terminal");

    robot.doubleClickOn(
        robot.point(view).atPosition(javafx.geometry.Pos.TOP_LEFT).atOffset(10 + 8 * 8, 12));
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.C);
    robot.release(KeyCode.SHIFT, KeyCode.CONTROL);

    assertThat(fx(view::selectedText)).isEqualTo("terminal");
    assertThat(fx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("terminal");
  }

  @Test
  @Timeout(60)
  void theWindowAnswersDuringAFlood(FxRobot robot) throws Exception {
    var lines = new StringBuilder();
    for (int i = 0; i < 6; i++)
      lines.append(
          "\u001b[3" + (i + 1) + "mthe quick brown fox jumps over the lazy dog\u001b[0m\r\n");
    var flood = Payload.utf8(lines.toString().repeat((10 << 20) / lines.length()));
    var clicked = new AtomicInteger();
    fx(
        () -> {
          var button = new Button("Stop");
          button.setOnAction(event -> clicked.incrementAndGet());
          ((BorderPane) scene.getRoot()).setBottom(button);
          return null;
        });
    var writer = Thread.ofVirtual().start(() -> device.write(false, flood));

    long longest = 0;
    int rounds = 0;
    while (writer.isAlive()) {
      long asked = System.nanoTime();
      fx(() -> true);
      longest = Math.max(longest, System.nanoTime() - asked);
      rounds++;
      if (rounds == 5) robot.clickOn("Stop");
    }
    writer.join();
    print("done");
    untilPainted("done");

    assertThat(clicked).hasValue(1);
    assertThat(TimeUnit.NANOSECONDS.toMillis(longest)).isLessThan(1000);
  }

  @Test
  void theSurfaceOfAProcessIsTheSameUntilItIsClosed() throws Exception {
    var surface = fx(() -> surfaces.surface(PID).orElseThrow());

    assertThat(fx(() -> surfaces.surface(PID).orElseThrow())).isSameAs(surface);
    assertThat(fx(() -> surfaces.surface(new Pid(8)))).isEmpty();

    fx(
        () -> {
          surface.close();
          return null;
        });
    assertThat(fx(() -> surfaces.surface(PID))).isEmpty();
    device.write(false, Payload.owning(new byte[1 << 20]));
  }

  private static final String SAMPLE =
      "\u001b[1;32mada\u001b[0m:\u001b[34m~/cairn\u001b[0m$ cairn run hello\r\n"
          + "Hello from a hash.\r\n"
          + "\u001b[31mred \u001b[32mgreen \u001b[33myellow \u001b[34mblue \u001b[35mmagenta \u001b[36mcyan \u001b[37mwhite \u001b[30mblack\u001b[0m\r\n"
          + "\u001b[91mred \u001b[92mgreen \u001b[93myellow \u001b[94mblue \u001b[95mmagenta \u001b[96mcyan \u001b[97mwhite \u001b[90mblack\u001b[0m\r\n"
          + "\u001b[41m red \u001b[42m green \u001b[43m yellow \u001b[44m blue \u001b[0m \u001b[7minverse\u001b[0m \u001b[1mbold\u001b[0m \u001b[2mdim\u001b[0m \u001b[4munderlined\u001b[0m\r\n"
          + ramp()
          + "\r\n\u001b[36m\u250c\u2500\u2500\u2500\u2500\u2500\u2500\u252c\u2500\u2500\u2500\u2500\u2500\u2500\u2510\u001b[0m\r\n"
          + "\u001b[36m\u2502\u001b[0m pid  \u001b[36m\u2502\u001b[0m  cpu \u001b[36m\u2502\u001b[0m\r\n"
          + "\u001b[36m\u251c\u2500\u2500\u2500\u2500\u2500\u2500\u253c\u2500\u2500\u2500\u2500\u2500\u2500\u2524\u001b[0m\r\n"
          + "\u001b[36m\u2502\u001b[0m  21  \u001b[36m\u2502\u001b[0m  1.2 \u001b[36m\u2502\u001b[0m\r\n"
          + "\u001b[36m\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2534\u2500\u2500\u2500\u2500\u2500\u2500\u2518\u001b[0m\r\n"
          + "Zażółć gęślą jaźń, Ελληνικά, Кириллица, 日本\r\n"
          + "\u001b[1;32mada\u001b[0m:\u001b[34m~/cairn\u001b[0m$ ";

  private static String ramp() {
    var text = new StringBuilder();
    for (int i = 0; i < 72; i++)
      text.append("\u001b[48;2;%d;%d;%dm ".formatted(255 - i * 3, 40 + i * 2, 60 + i * 2));
    return text.append("\u001b[0m").toString();
  }

  private void print(String text) {
    device.write(false, Payload.utf8(text));
  }

  private void untilPainted(String text) {
    until(() -> fx(view::paintedLines).stream().anyMatch(line -> line.contains(text)));
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static Boolean clipboard(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    return Clipboard.getSystemClipboard().setContent(content);
  }

  private static <T> T fx(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(20_000, action);
  }
}
