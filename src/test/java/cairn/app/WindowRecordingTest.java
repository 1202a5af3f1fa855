package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The real window over the real kernel: a program is recorded and replayed from the menu. */
@ExtendWith(ApplicationExtension.class)
final class WindowRecordingTest {
  private static final long DEADLINE_SECONDS = 120;

  @TempDir Path folder;

  /** What the user chooses, one after the other. */
  private final ConcurrentLinkedQueue<Path> chosen = new ConcurrentLinkedQueue<>();

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Desktop desktop;

  @BeforeEach
  void open() throws Exception {
    desktop =
        Desktop.build(
            Places.in(folder.resolve("profile")),
            List.of(),
            new Desktop.Choosers(
                (owner, title, extensions) -> Optional.ofNullable(chosen.poll()),
                (owner, title, name) -> Optional.ofNullable(chosen.poll())));
  }

  @AfterEach
  void close() {
    on(
        () -> {
          List.copyOf(Window.getWindows()).forEach(Window::hide);
          return true;
        });
    desktop.close();
  }

  @Test
  void diceAreRecordedFromTheMenuAndFallTheSameWayAgain() throws Exception {
    Path log = recorded();

    assertThat(words()).contains("Recorded ", " calls in " + log + ".", "Ended with code 0");
    var memory = facts("#recorded");
    assertThat(memory).singleElement().asString().contains("bytes of memory, sha256 ");
    press("#replay-recorded");

    until(() -> isThere("#replayed"));
    assertThat(words()).contains("Ended in the same memory", "The same as recorded.");
    assertThat(facts("#replayed")).containsAll(memory).contains("the end: exit code 0");
    assertThat(log).isRegularFile();
  }

  @Test
  void aByteThatWasEditedIsShown() throws Exception {
    byte[] bytes = Files.readAllBytes(recorded());
    bytes[bytes.length / 2] ^= 1;
    chosen.add(Files.write(folder.resolve("edited.cairnlog"), bytes));

    menu("Replay a recording…");

    until(() -> words().contains("This recording cannot be replayed"));
    assertThat(words()).contains("The log was changed: ", "edited.cairnlog");
  }

  @Test
  void whatIsNoRecordingIsSaidToBeNone() throws Exception {
    desktop.show("cairn:about", () -> {});
    until(() -> isThere("#menu"));
    chosen.add(Files.writeString(folder.resolve("text"), "CAIRNLOG, says the text"));
    chosen.add(folder);
    chosen.add(folder.resolve("nowhere"));

    menu("Replay a recording…");
    until(() -> words().contains("It is a log of version"));
    menu("Replay a recording…");
    until(() -> words().contains("There is no file " + folder + "."));
    menu("Replay a recording…");
    until(() -> words().contains("There is no file " + folder.resolve("nowhere") + "."));
  }

  @Test
  void aFolderThatIsNotThereIsToldAndTheProgramRunsOn() throws Exception {
    desktop.show("clock", () -> {});
    until(() -> isThere("#stop") && !find("#stop").orElseThrow().isDisabled());
    chosen.add(folder.resolve("nowhere/clock.cairnlog"));

    menu("Run again and record…");

    until(
        () ->
            words()
                .contains("nowhere/clock.cairnlog could not be written: its folder is not there."));
    assertThat(on(() -> find("#stop").orElseThrow().isDisabled())).isFalse();
    assertThat(desktop.house().kernel().snapshot().processes()).hasSize(1);
  }

  /** Runs dice in the window and records them. */
  private Path recorded() throws Exception {
    desktop.show("dice 50", () -> {});
    until(() -> words().contains("Ended with code 0"));
    Path log = folder.resolve("dice.cairnlog");
    chosen.add(log);

    menu("Run again and record…");

    until(() -> isThere("#recorded"));
    until(() -> words().contains("Ended with code 0"));
    return log;
  }

  // ---- the user's eyes and hands --------------------------------------------------------------

  private static Optional<Node> find(String selector) {
    return Window.getWindows().stream()
        .filter(Stage.class::isInstance)
        .filter(window -> window.getScene() != null)
        .flatMap(window -> window.getScene().getRoot().lookupAll(selector).stream())
        .filter(Node::isVisible)
        .findFirst();
  }

  private static boolean isThere(String selector) {
    return on(() -> find(selector).isPresent());
  }

  private static void press(String selector) {
    on(
        () -> {
          ((Button) find(selector).orElseThrow()).fire();
          return true;
        });
  }

  private static void menu(String text) {
    press("#menu");
    on(
        () -> {
          var menu =
              Window.getWindows().stream()
                  .filter(ContextMenu.class::isInstance)
                  .map(ContextMenu.class::cast)
                  .findFirst()
                  .orElseThrow();
          menu.hide();
          menu.getItems().stream()
              .filter(item -> text.equals(item.getText()))
              .findFirst()
              .orElseThrow()
              .fire();
          return true;
        });
  }

  private static List<String> facts(String selector) {
    return on(
        () ->
            find(selector).orElseThrow().lookupAll(".text-field").stream()
                .map(field -> ((TextField) field).getText())
                .toList());
  }

  private static String words() {
    return on(
        () -> {
          var words = new ArrayList<String>();
          for (var window : Window.getWindows())
            if (window instanceof Stage && window.getScene() != null)
              gather(window.getScene().getRoot(), words);
          return String.join("\n", words);
        });
  }

  private static void gather(Node node, List<String> words) {
    if (!node.isVisible()) return;
    if (node instanceof Labeled labeled) words.add(labeled.getText());
    if (node instanceof Parent parent)
      parent.getChildrenUnmodifiable().forEach(child -> gather(child, words));
  }

  private static <T> T on(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(TimeUnit.SECONDS.toMillis(30), action);
  }

  private static void until(Callable<Boolean> so) {
    try {
      WaitForAsyncUtils.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS, so);
    } catch (TimeoutException e) {
      throw new AssertionError("not in time; the window says:\n" + words(), e);
    }
  }
}
