package cairn.shell.view;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.shell.FakeLibrary;
import cairn.shell.Library;
import cairn.shell.LogLines;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Verdict;
import cairn.shell.Settings.ThemeChoice;
import cairn.shell.Target;
import cairn.shell.view.ShellRig.FakeSurface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Paints the window in each of its states, in both themes, to {@code target/screens} for people to
 * look at, and checks that each picture is painted in its theme's ground and not one colour.
 */
@ExtendWith(ApplicationExtension.class)
class ScreensTest {
  private static final Path FOLDER = Path.of("target", "screens");

  @SuppressWarnings("NullAway.Init")
  private ShellRig rig;

  private ThemeChoice theme = ThemeChoice.LIGHT;

  @Start
  void start(Stage stage) {
    rig =
        new ShellRig(
            stage,
            1280,
            800,
            List.of(),
            made -> {
              made.kubo = true;
              recent(made, "clock", 3600, Library.Outcome.ENDED);
              recent(made, "fetch", 3600 * 25, Library.Outcome.CRASHED);
              made.library.opened(
                  new Library.Recent(
                      new Target.Content(FakeLibrary.address("x")),
                      "bafkreiab…77ty",
                      Optional.empty(),
                      ShellRig.NOW.minusSeconds(3600 * 60),
                      Library.Outcome.FAILED,
                      ""));
            });
  }

  private static void recent(ShellRig made, String name, long ago, Library.Outcome outcome) {
    made.library.recent.addFirst(
        new Library.Recent(
            new Target.Content(FakeLibrary.address(name)),
            name,
            Optional.of(new ProgramId(FakeLibrary.hash(name))),
            ShellRig.NOW.minusSeconds(ago),
            outcome,
            ""));
  }

  @AfterEach
  void stop() {
    ShellRig.does(rig::close);
  }

  @ParameterizedTest
  @EnumSource(
      value = ThemeChoice.class,
      names = {"LIGHT", "DARK"})
  void everyStateIsPainted(ThemeChoice choice) throws IOException {
    theme = choice;
    dress(choice);
    paint("start");
    does(() -> ((Button) rig.find("#menu")).fire());
    paintMenu();
    rig.type("c");
    paint("suggestions");
    rig.enter("QmYwAPJzv5CZsnA60");
    paint("wrong-address");
    rig.enter("fetch");
    var kernel = rig.kernel;
    var pid = kernel.latest();
    does(
        () ->
            kernel.loading(pid, new LoadStage.Fetching(1_843_000, 5_120_000, 4, "127.0.0.1:8080")));
    pause(700);
    paint("loading");
    does(
        () -> {
          rig.surfaces.put(
              pid,
              new FakeSurface("GET / from 127.0.0.1:8000\n\n200 OK\nHello from the other side.\n"));
          kernel.live(pid, new ProgramId(FakeLibrary.hash("fetch")));
        });
    pause(600);
    paint("program");
    does(() -> rig.sheets.ask(pid, 1, ShellRig.sheet("(the sheet of cairn.permissions)")));
    paint("sheet");
    does(() -> rig.sheets.answer(pid));
    does(() -> ((Button) rig.find("#verified")).fire());
    paint("card");
    does(() -> ((Button) rig.find("#verified")).fire());
    does(
        () ->
            rig.log.put(
                pid,
                List.of(
                    line(0, "info", "connecting to 127.0.0.1:8000"),
                    line(1, "warn", "the server is slow"),
                    line(2, "error", "the connection was reset"))));
    rig.control(KeyCode.J, false);
    does(() -> kernel.state(pid, new ProcessState.Ended(new Exit.Exited(0))));
    pause(600);
    paint("ended-with-log");
    rig.control(KeyCode.T, false);
    rig.enter("crash");
    does(() -> kernel.live(kernel.latest(), new ProgramId(FakeLibrary.hash("crash"))));
    pause(300);
    does(
        () ->
            kernel.state(
                kernel.latest(),
                new ProcessState.Ended(
                    new Exit.Trapped(
                        "it executed unreachable",
                        List.of("fail_on_purpose", "handle_request", "main", "_start")))));
    pause(900);
    paint("crashed");
    recordings();
    fail(
        "dice",
        new LoadFault.NotFound(
            List.of(
                "what is on this machine", "Kubo at 127.0.0.1:8080", "https://gateway.example")),
        "failure");
    fail("web", new LoadFault.IsDirectory(List.of("app.wasm", "assets", "README.md")), "directory");
    fail(
        "spin",
        new LoadFault.Corrupt(FakeLibrary.address("y").root(), "https://liar.example"),
        "corrupt");
    page("cairn:settings", "settings");
    page("cairn:about", "about");
  }

  private void recordings() throws IOException {
    var file = Path.of("/home/me/recordings/dice-2026-03-12-120000.cairnlog");
    var memory = "131,072 bytes of memory, sha256 " + FakeLibrary.hash("memory").hex();
    rig.control(KeyCode.T, false);
    rig.enter("dice");
    rig.saved = Optional.of(file);
    rig.recordings.refuses(file + " could not be written: Permission denied");
    does(() -> rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("dice"))));
    menu("Run again and record…");
    pause(900);
    paint("record-refused");
    var log = rig.recordings.ready();
    menu("Run again and record…");
    does(
        () -> {
          rig.surfaces.put(rig.kernel.latest(), new FakeSurface("4 1 6 6 2\n"));
          rig.kernel.live(rig.kernel.latest(), new ProgramId(FakeLibrary.hash("dice")));
        });
    pause(600);
    paint("recording");
    does(
        () -> {
          log.over(Extent.WHOLE, "recorded 57 calls in " + file, memory);
          rig.kernel.state(rig.kernel.latest(), new ProcessState.Ended(new Exit.Exited(0)));
        });
    pause(600);
    paint("recorded");
    does(() -> ((Button) rig.find("#replay-recorded")).fire());
    pause(600);
    paint("replaying");
    var title = "dice, program bafkreia: 57 calls, compiled by Cairn's compiler";
    replayed(Verdict.SAME, "the same as recorded", title, "the end: exit code 0", memory);
    paint("replayed");
    menu("Replay a recording…");
    replayed(
        Verdict.DIFFERS,
        "it differs at call 12: recorded was: a question to random of 12 bytes, and its answer;"
            + " now came: a message to console of 4,096 bytes, which may wait",
        title);
    paint("replay-differs");
    menu("Replay a recording…");
    replayed(Verdict.NOT_REPLAYED, "the log was changed: a check does not fit, after byte 48,211");
    paint("replay-damaged");
  }

  private void replayed(Verdict verdict, String sentence, String... details) {
    does(() -> rig.recordings.replays.getLast().over(verdict, sentence, details));
    pause(300);
  }

  // Fired by itself: a popup would cover the next picture.
  private void menu(String text) {
    rig.file = rig.saved;
    does(
        () -> {
          ((Button) rig.find("#menu")).fire();
          var menu =
              (ContextMenu)
                  Window.getWindows().stream()
                      .filter(ContextMenu.class::isInstance)
                      .findFirst()
                      .orElseThrow();
          menu.hide();
          menu.getItems().stream()
              .filter(item -> text.equals(item.getText()))
              .findFirst()
              .orElseThrow()
              .fire();
        });
  }

  private static LogLines.Line line(int second, String level, String text) {
    return new LogLines.Line(ShellRig.NOW.plusSeconds(second), level, text);
  }

  private void fail(String name, LoadFault why, String screen) throws IOException {
    rig.control(KeyCode.T, false);
    rig.enter(name);
    does(() -> rig.kernel.refuse(rig.kernel.latest(), why));
    pause(500);
    paint(screen);
  }

  private void page(String address, String screen) throws IOException {
    rig.control(KeyCode.L, false);
    rig.enter(address);
    paint(screen);
  }

  private void dress(ThemeChoice choice) {
    if (choice == ThemeChoice.LIGHT) {
      does(() -> rig.settings.greeted(false));
      rig.control(KeyCode.T, false);
      return;
    }
    does(() -> rig.settings.theme(ThemeChoice.DARK));
    does(rig.window::applyTheme);
    rig.control(KeyCode.T, false);
  }

  private void paint(String name) throws IOException {
    var image =
        ShellRig.on(
            () ->
                rig.scene()
                    .snapshot(
                        new WritableImage(
                            (int) rig.scene().getWidth(), (int) rig.scene().getHeight())));
    write(image, name);

    var pixels = image.getPixelReader();
    // The toolbar is there in every state, and its ground is the theme's.
    double ground = pixels.getColor(3, 60).getBrightness();
    assertThat(theme == ThemeChoice.DARK ? ground < 0.2 : ground > 0.9).as(name).isTrue();
  }

  private void write(WritableImage image, String name) throws IOException {
    Files.createDirectories(FOLDER);
    Png.write(image, FOLDER.resolve(name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png"));
  }

  private void paintMenu() throws IOException {
    var menu =
        Window.getWindows().stream()
            .filter(ContextMenu.class::isInstance)
            .map(ContextMenu.class::cast)
            .findFirst()
            .orElseThrow();
    var image = ShellRig.on(() -> menu.getScene().snapshot(null));
    write(image, "menu");
    assertThat(menu.getItems()).extracting(MenuItem::getText).contains("Settings", "About");
    does(menu::hide);
  }

  private static void does(Runnable action) {
    ShellRig.does(action);
  }

  // Lets fades and the bridge's period pass, on the toolkit's own clock.
  private static void pause(int millis) {
    var done = new CountDownLatch(1);
    does(
        () -> {
          var pause = new PauseTransition(Duration.millis(millis));
          pause.setOnFinished(_ -> done.countDown());
          pause.play();
        });
    try {
      WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> done.getCount() == 0);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
