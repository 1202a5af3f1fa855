package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.shell.AddressReader;
import cairn.shell.AddressReader.Intent;
import cairn.shell.FxBridge;
import cairn.shell.Location;
import cairn.shell.MessageRate;
import cairn.shell.ProgramRun;
import cairn.shell.RecordingNames;
import cairn.shell.Recordings;
import cairn.shell.ShellModel;
import cairn.shell.StatusLine;
import cairn.shell.Suggestions;
import cairn.shell.Target;
import cairn.shell.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/**
 * The window. It wires the models to the views, and after every change of a model or a snapshot of
 * the kernel has each view say what is so now ({@link #sync}); views are cheap when nothing
 * changed. On the JavaFX thread only. Long, because here is where every part meets every other.
 */
public final class ShellWindow implements AutoCloseable {
  private final ShellPorts ports;
  private final FxBridge bridge;
  private final Stage stage;
  private final ShellModel shell;
  private final Pages pages;
  private final AddressBar address;
  private final Overlay overlay;
  private final ContentHost content;
  private final TabStrip strip;
  private final Toolbar toolbar;
  private final StatusBar status = new StatusBar();
  private final NoticeBar notices;
  private final WindowFrame frame;
  private final Navigator navigator = new Navigation();
  private final TabSheets sheets;
  private Optional<Pid> sheetOf = Optional.empty();
  private final MessageRate rate = new MessageRate();
  private KernelSnapshot last;

  private ShellWindow(ShellPorts ports, FxBridge bridge, Stage stage) {
    this.ports = ports;
    this.bridge = bridge;
    this.stage = stage;
    last = ports.kernel().snapshot();
    shell =
        new ShellModel(
            new ProgramRun.Needs(
                ports.kernel(),
                ports.library(),
                ports.recordings(),
                ports.names(),
                FxBridge.executor(),
                ports.clock()));
    pages = new Pages(pages(ports));
    var titles = titles();
    address =
        new AddressBar(
            new AddressReader(ports.library(), titles),
            new Suggestions(ports.library(), titles),
            new Bar());
    overlay = new Overlay(address);
    content = new ContentHost(this::body);
    sheets = new TabSheets(ports.sheets(), shell::processes);
    strip = new TabStrip(shell, pages, sheets);
    toolbar = new Toolbar(shell, sheets, address, menu(), new Tools());
    var root = new BorderPane(new StackPane(content, overlay));
    notices = new NoticeBar(ports.notices());
    root.setTop(new VBox(strip, toolbar, notices));
    root.setBottom(status);
    var scene = new Scene(root);
    scene
        .getStylesheets()
        .add(
            Objects.requireNonNull(ShellWindow.class.getResource("/cairn/shell/shell.css"))
                .toExternalForm());
    frame = new WindowFrame(stage, scene, ports.settings());
    keys().watch(scene);
    scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressedBesideTheCard);
  }

  /** Shows the window on a stage and follows the kernel through a bridge. */
  public static ShellWindow open(ShellPorts ports, FxBridge bridge, Stage stage) {
    var window = new ShellWindow(ports, bridge, stage);
    window.start();
    return window;
  }

  private void start() {
    shell.tabs().addListener((ListChangeListener<Object>) _ -> sync());
    // Two tabs may show equal places, so a change of the tab is a change of its own.
    shell.selected().subscribe(_ -> sync());
    shell.selected().flatMap(tab -> tab.here()).subscribe(_ -> sync());
    shell.selected().flatMap(tab -> tab.reloads()).subscribe(_ -> sync());
    sheets.onChange(this::sync);
    bridge.listen(this::refresh);
    // By itself: it tells when another part fails.
    bridge.listen(this::showStatus);
    refresh(last);
    showStatus(last);
    stage.setOnCloseRequest(_ -> close());
    stage.show();
    address.edit();
  }

  private List<PageFactory> pages(ShellPorts with) {
    var all = new ArrayList<PageFactory>();
    all.add(StartPage.factory(with, new Own()));
    all.addAll(with.pages());
    all.add(SettingsPage.factory(with, this::applyTheme));
    all.add(AboutPage.factory(with));
    return all;
  }

  private Map<String, String> titles() {
    var titles = new LinkedHashMap<String, String>();
    for (var page : pages.all()) titles.put(page.address(), page.title());
    titles.put(ShellModel.START, Words.say("page.start-title"));
    return titles;
  }

  private TabBody body(Location place) {
    return switch (place) {
      case Location.AtPage(var where) -> {
        var page =
            pages
                .at(where)
                .map(found -> found.make().apply(navigator))
                .orElseGet(() -> new MissingPage(where));
        yield where.equals(ShellModel.START)
            ? new PageBody(page, page.node(), last)
            : PageBody.withRail(page, new Rail(pages, where, navigator), last);
      }
      case Location.AtProgram(var run) ->
          new ProgramBody(run, ports.surfaces(), ports.log(), ports.library(), new Program());
      case Location.AtReplay(var run) -> new ReplayBody(run, ports.surfaces(), new Replay());
    };
  }

  private void refresh(KernelSnapshot now) {
    var before = last;
    last = now;
    shell.refresh(now);
    sheets.refresh(now);
    notices.refresh();
    sync();
    content.refresh(before, now);
  }

  private void showStatus(KernelSnapshot now) {
    var runtime = Runtime.getRuntime();
    status.show(
        StatusLine.of(
            now,
            rate.perSecond(now),
            runtime.totalMemory() - runtime.freeMemory(),
            bridge.faults(),
            ports.surroundings().kuboIsHere()));
  }

  private void sync() {
    content.prune(shell.tabs());
    boolean moved = content.show(shell.selected().get());
    strip.sync();
    toolbar.sync();
    var here = shell.selected().get().here().get();
    address.show(here);
    // A program may learn its name on the way.
    if (!title(here).equals(stage.getTitle())) stage.setTitle(title(here));
    if (moved) {
      overlay.card(Optional.empty());
      address.restart();
      boolean fresh = here.equals(new Location.AtPage(ShellModel.START));
      if (fresh) address.edit();
      else content.front().ifPresent(TabBody::takeFocus);
    }
    hangSheet();
    overlay.requestLayout();
  }

  // After the page took the focus, so that the sheet can take it from there.
  private void hangSheet() {
    var pid = shell.visible();
    var sheet = pid.flatMap(sheets::sheet);
    var of = sheet.isPresent() ? pid : Optional.<Pid>empty();
    if (!overlay.sheet(sheet) && of.equals(sheetOf)) return;
    sheetOf
        .filter(before -> !of.equals(Optional.of(before)))
        .ifPresent(before -> sheets.shown(before, false));
    boolean gone = sheetOf.isPresent() && of.isEmpty();
    sheetOf = of;
    of.ifPresent(now -> sheets.shown(now, true));
    if (gone && !address.isEdited()) content.front().ifPresent(TabBody::takeFocus);
  }

  private String title(Location here) {
    return switch (here) {
      case Location.AtPage(var where) ->
          where.equals(ShellModel.START)
              ? Words.say("start.title")
              : Words.say("window.title", pages.at(where).map(PageFactory::title).orElse(where));
      case Location.AtProgram(var run) -> Words.say("window.title", run.quotedName());
      case Location.AtReplay(var run) ->
          Words.say("window.title", Words.say("tab.replay", run.name()));
    };
  }

  private ContextMenu menu() {
    var menu = new ContextMenu();
    var record = item("menu.record", away(menu, this::record));
    menu.setOnShowing(_ -> record.setDisable(shell.selected().get().run().isEmpty()));
    menu.getItems()
        .addAll(
            item("menu.new-tab", shell::newTab),
            item("menu.reopen", shell::reopen),
            item("menu.open-file", away(menu, this::openFile)),
            new SeparatorMenuItem(),
            record,
            item("menu.replay", away(menu, () -> chooseRecording(shell::replayBesides))),
            new SeparatorMenuItem());
    for (var page : pages.all())
      if (page.inRail()) {
        var item = new MenuItem(page.title());
        item.setOnAction(_ -> shell.openPage(page.address()));
        menu.getItems().add(item);
      }
    return menu;
  }

  // A chooser waits in the action, and the menu would stand beside it all the while.
  private static Runnable away(ContextMenu menu, Runnable action) {
    return () -> {
      menu.hide();
      action.run();
    };
  }

  private static MenuItem item(String key, Runnable action) {
    var item = new MenuItem(Words.say(key));
    item.setOnAction(_ -> action.run());
    return item;
  }

  private Shortcuts keys() {
    var keys =
        new Shortcuts()
            .control(shell::newTab, KeyCode.T)
            .controlShift(shell::reopen, KeyCode.T)
            .control(() -> shell.close(shell.selected().get()), KeyCode.W)
            .control(address::edit, KeyCode.L)
            .control(() -> shell.selected().get().reload(), KeyCode.R)
            .on(() -> shell.selected().get().reload(), KeyCode.F5)
            .control(this::openFile, KeyCode.O)
            .control(this::toggleLog, KeyCode.J)
            .control(() -> shell.selectNeighbour(1), KeyCode.TAB)
            .controlShift(() -> shell.selectNeighbour(-1), KeyCode.TAB)
            .alt(() -> shell.selected().get().back(), KeyCode.LEFT)
            .alt(() -> shell.selected().get().forward(), KeyCode.RIGHT)
            .controlShift(() -> shell.openPage("cairn:processes"), KeyCode.ESCAPE)
            .on(this::nextPart, KeyCode.F6);
    for (int i = 0; i < 9; i++) {
      int position = i;
      keys.control(() -> shell.select(position), KeyCode.valueOf("DIGIT" + (i + 1)));
    }
    return keys;
  }

  private void nextPart() {
    if (address.isEdited()) content.front().ifPresent(TabBody::takeFocus);
    else address.edit();
  }

  private void showLog() {
    content
        .front()
        .ifPresent(
            body -> {
              if (body instanceof ProgramBody program && !program.isLogOpen()) program.toggleLog();
            });
  }

  private void toggleLog() {
    content
        .front()
        .ifPresent(
            body -> {
              if (body instanceof ProgramBody program) program.toggleLog();
            });
  }

  private void openFile() {
    choose(Words.say("dialog.open"), List.of("*.wasm"))
        .ifPresent(path -> run(new Target.File(path), AddressReader.name(path)));
  }

  // Both wait in a nested event loop, in which another tab may come to the front.
  private void record() {
    var tab = shell.selected().get();
    tab.run()
        .flatMap(
            run ->
                ports
                    .saver()
                    .choose(
                        stage,
                        Words.say("dialog.record", run.quotedName()),
                        RecordingNames.suggest(run.name().get(), ports.clock().instant())))
        .ifPresent(file -> shell.record(tab, file));
  }

  private void chooseRecording(Consumer<Path> then) {
    choose(Words.say("dialog.replay"), List.of("*" + Recordings.EXTENSION)).ifPresent(then);
  }

  private Optional<Path> choose(String what, List<String> extensions) {
    return ports.files().choose(stage, what, extensions);
  }

  private void pressedBesideTheCard(MouseEvent event) {
    if (overlay.card().isEmpty()) return;
    for (Node node = event.getTarget() instanceof Node target ? target : null;
        node != null;
        node = node.getParent())
      if (node.equals(overlay.card().get()) || node.equals(address.badge())) return;
    overlay.card(Optional.empty());
  }

  /**
   * Does what this text would do in the address bar; a text that makes no sense is left there to be
   * mended.
   */
  public void go(String typed) {
    address.enter(typed);
  }

  /**
   * Brings the window to the front with a new tab in which this is typed and entered; nothing is
   * typed if it is blank.
   */
  public void goInNewTab(String typed) {
    stage.setIconified(false);
    stage.toFront();
    stage.requestFocus();
    shell.newTab();
    if (!typed.isBlank()) address.enter(typed);
  }

  /** Runs a program in the tab in front, as a deed of the user. */
  public void run(Target target, String name) {
    shell.run(target, name);
    bridge.soon();
  }

  /** Shows a page. */
  public void openPage(String where) {
    shell.openPage(where);
  }

  /** Applies the theme of the settings, which somebody else may have changed. */
  public void applyTheme() {
    frame.theme();
  }

  /** Ends what the tabs run and remembers where the window stands. Does not hide the stage. */
  @Override
  public void close() {
    frame.close();
    shell.close();
  }

  private final class Navigation implements Navigator {
    @Override
    public void open(String where) {
      shell.goToPage(where);
    }

    @Override
    public void run(Target target, String name) {
      ShellWindow.this.run(target, name);
    }

    @Override
    public void show(Pid pid) {
      shell.show(pid);
    }

    @Override
    public void restart(Pid pid) {
      shell.restart(pid);
      bridge.soon();
    }
  }

  private final class Bar implements AddressBar.Deeds {
    @Override
    public void take(Intent intent) {
      switch (intent) {
        case Intent.Page(var where) -> shell.goToPage(where);
        case Intent.Run(var target, var name) -> run(target, name);
        case Intent.Replay(var file) -> shell.replay(file);
        case Intent.Nothing _, Intent.Wrong _ -> {}
      }
      content.front().ifPresent(TabBody::takeFocus);
      if (address.isEdited()) content.requestFocus();
    }

    @Override
    public void showCard() {
      var run = shell.selected().get().run();
      var program = run.flatMap(shown -> shown.program().get());
      if (run.isEmpty() || program.isEmpty() || overlay.card().isPresent())
        overlay.card(Optional.empty());
      else overlay.card(Optional.of(new ProgramCard(run.get(), program.get())));
    }

    @Override
    public void leave() {
      content.front().ifPresent(TabBody::takeFocus);
    }
  }

  private final class Tools implements Toolbar.Deeds {
    @Override
    public void toggleLog() {
      ShellWindow.this.toggleLog();
    }

    @Override
    public void showLog() {
      ShellWindow.this.showLog();
    }

    @Override
    public void recallSheet() {
      shell.visible().ifPresent(sheets::recall);
      sync();
    }

    @Override
    public void openPage(String where) {
      shell.openPage(where);
    }
  }

  private final class Own implements OwnPrograms.Deeds {
    @Override
    public void openFile() {
      ShellWindow.this.openFile();
    }

    @Override
    public Optional<Path> choose(String what, List<String> extensions) {
      return ShellWindow.this.choose(what, extensions);
    }

    @Override
    public void run(Target target, String name) {
      ShellWindow.this.run(target, name);
    }
  }

  private final class Replay implements ReplayBody.Deeds {
    @Override
    public void again() {
      shell.selected().get().reload();
    }

    @Override
    public void chooseRecording() {
      ShellWindow.this.chooseRecording(shell::replay);
    }
  }

  private final class Program implements ProgramBody.Deeds {
    @Override
    public void record() {
      ShellWindow.this.record();
    }

    @Override
    public void replay(Path file) {
      shell.replayBesides(file);
    }

    @Override
    public void again() {
      shell.selected().get().reload();
      bridge.soon();
    }

    @Override
    public void besides(Target target, String name) {
      shell.newTab();
      ShellWindow.this.run(target, name);
    }

    @Override
    public void editAddress() {
      address.edit();
    }

    @Override
    public void open(String where) {
      shell.openPage(where);
    }

    @Override
    public void run(Target target, String name) {
      ShellWindow.this.run(target, name);
    }
  }
}
