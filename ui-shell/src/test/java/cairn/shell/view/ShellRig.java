package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.host.ConsoleDevice;
import cairn.shell.FakeKernel;
import cairn.shell.FakeLibrary;
import cairn.shell.FakeRecordings;
import cairn.shell.FakeSettings;
import cairn.shell.FxBridge;
import cairn.shell.LogLines;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.testfx.util.WaitForAsyncUtils;

/** A window over fakes. Everything but {@link #on} is to be called on the JavaFX thread. */
final class ShellRig implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-12T12:00:00Z");

  final FakeKernel kernel = new FakeKernel();
  final FakeLibrary library = new FakeLibrary();
  final FakeSettings settings = new FakeSettings();
  final FakeSheets sheets = new FakeSheets();
  final Map<Pid, FakeSurface> surfaces = new HashMap<>();
  final Map<Pid, List<LogLines.Line>> log = new HashMap<>();
  final FakeNotices notices = new FakeNotices();
  final FakeRecordings recordings = new FakeRecordings();
  Optional<Path> file = Optional.empty();

  /** Where the user says to write, and what was suggested. */
  Optional<Path> saved = Optional.empty();

  final List<String> suggested = new ArrayList<>();
  final List<FakeSurface> replays = new ArrayList<>();
  boolean kubo;

  private final FxBridge bridge;
  final Stage stage;
  final ShellWindow window;

  ShellRig(Stage stage, double width, double height, List<PageFactory> pages) {
    this(stage, width, height, pages, _ -> {});
  }

  ShellRig(
      Stage stage,
      double width,
      double height,
      List<PageFactory> pages,
      Consumer<ShellRig> prepare) {
    this.stage = stage;
    prepare.accept(this);
    bridge = FxBridge.start(kernel::snapshot);
    stage.setX(0);
    stage.setY(0);
    window =
        ShellWindow.open(
            new ShellPorts(
                kernel,
                library,
                recordings,
                _ -> Optional.empty(),
                settings,
                notices,
                new Log(),
                () -> kubo,
                new Shown(),
                sheets,
                (_, _, _) -> file,
                (_, _, name) -> {
                  suggested.add(name);
                  return saved;
                },
                pages,
                InstantSource.fixed(NOW),
                "0.1.0"),
            bridge,
            stage);
    stage.setWidth(width);
    stage.setHeight(height);
  }

  long faults() {
    return bridge.faults();
  }

  Scene scene() {
    return Objects.requireNonNull(stage.getScene());
  }

  Node find(String selector) {
    return Objects.requireNonNull(scene().getRoot().lookup(selector), selector);
  }

  /** Puts a text into the address bar as if it had been typed, which takes a robot much longer. */
  void type(String text) {
    does(
        () -> {
          var field = (TextField) find("#address");
          field.requestFocus();
          field.selectAll();
          field.replaceSelection(text);
        });
  }

  /** Presses Enter in the address bar after a text. */
  void enter(String text) {
    type(text);
    press(KeyCode.ENTER);
  }

  /** A key for whatever has the focus, with Control and perhaps Shift held. */
  void control(KeyCode code, boolean shift) {
    does(() -> fire(code, shift, true, false));
  }

  /** The same as {@link #control}, on the JavaFX thread, without waiting for anything. */
  void fireControl(KeyCode code) {
    fire(code, false, true, false);
  }

  void alt(KeyCode code) {
    does(() -> fire(code, false, false, true));
  }

  void press(KeyCode code) {
    does(() -> fire(code, false, false, false));
  }

  private void fire(KeyCode code, boolean shift, boolean control, boolean alt) {
    var owner = scene().getFocusOwner();
    var target = owner == null ? scene().getRoot() : owner;
    Event.fireEvent(
        target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, alt, false));
    Event.fireEvent(
        target, new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, shift, control, alt, false));
  }

  /** All texts of visible labels and buttons below a node. */
  String words() {
    var text = new StringBuilder();
    gather(scene().getRoot(), text);
    return text.toString();
  }

  private static void gather(Node node, StringBuilder text) {
    if (!node.isVisible()) return;
    if (node instanceof Labeled labeled) text.append(labeled.getText()).append('\n');
    if (node instanceof Parent parent)
      parent.getChildrenUnmodifiable().forEach(child -> gather(child, text));
  }

  /** Does something on the JavaFX thread and waits until it and what it queued is done. */
  static <T> T on(Callable<T> action) {
    var result = WaitForAsyncUtils.waitForAsyncFx(10_000, action);
    WaitForAsyncUtils.waitForFxEvents(3);
    return result;
  }

  static void does(Runnable action) {
    on(
        () -> {
          action.run();
          return true;
        });
  }

  @Override
  public void close() {
    window.close();
    bridge.close();
    stage.hide();
  }

  /** A surface that looks like a terminal. */
  static final class FakeSurface implements ProgramSurface {
    final TextArea node;
    boolean shown;
    boolean closed;

    FakeSurface(String text) {
      node = new TextArea(text);
      node.setEditable(false);
      node.getStyleClass().add("c-mono");
      node.setStyle("-fx-background-color: -color-bg-default; -fx-background-radius: 0;");
    }

    @Override
    public Node node() {
      return node;
    }

    @Override
    public void shown(boolean now) {
      shown = now;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Sheets the test opens and closes. */
  static final class FakeSheets implements SheetHost {
    final Map<Pid, Node> sheets = new HashMap<>();
    final Map<Pid, Integer> waiting = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    private Runnable change = () -> {};

    @Override
    public void refresh(KernelSnapshot now) {}

    @Override
    public Optional<Node> sheet(Pid pid) {
      return Optional.ofNullable(sheets.get(pid));
    }

    @Override
    public int waiting(Pid pid) {
      return waiting.getOrDefault(pid, 0);
    }

    @Override
    public void shown(Pid pid, boolean shown) {
      calls.add((shown ? "shown " : "hidden ") + pid);
    }

    @Override
    public void recall(Pid pid) {
      calls.add("recall " + pid);
    }

    @Override
    public void onChange(Runnable action) {
      change = action;
    }

    void ask(Pid pid, int count, Node sheet) {
      waiting.put(pid, count);
      sheets.put(pid, sheet);
      change.run();
    }

    void answer(Pid pid) {
      waiting.remove(pid);
      sheets.remove(pid);
      change.run();
    }
  }

  static Label sheet(String text) {
    var sheet = new Label(text);
    sheet.getStyleClass().addAll("c-card", "c-floating");
    sheet.setId("sheet");
    sheet.setPrefSize(520, 284);
    sheet.setAlignment(Pos.CENTER);
    return sheet;
  }

  private final class Shown implements Surfaces {
    @Override
    public Optional<ProgramSurface> surface(Pid pid) {
      return Optional.ofNullable(surfaces.get(pid));
    }

    @Override
    public Optional<ProgramSurface> surface(ConsoleDevice console) {
      var surface = new FakeSurface("3 5 6 1\n");
      replays.add(surface);
      return Optional.of(surface);
    }
  }

  private final class Log implements LogLines {
    @Override
    public List<Line> newest(Pid pid, int most) {
      return log.getOrDefault(pid, List.of());
    }

    @Override
    public long count(Pid pid) {
      return log.getOrDefault(pid, List.of()).size();
    }
  }
}
