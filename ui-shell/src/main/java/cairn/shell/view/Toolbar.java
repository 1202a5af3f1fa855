package cairn.shell.view;

import cairn.kernel.ProcessState;
import cairn.shell.Location;
import cairn.shell.ProgramRun;
import cairn.shell.ProgramRun.Phase;
import cairn.shell.ReplayRun;
import cairn.shell.ShellModel;
import cairn.shell.TabModel;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.stage.PopupWindow.AnchorLocation;
import org.kordamp.ikonli.feather.Feather;

/** Back, forward, start again, the address, what the program may and waits for, and the menu. */
final class Toolbar extends HBox {
  /** What the toolbar can have the window do, beyond the model. */
  interface Deeds {
    /** Shows or hides the log of the program in front. */
    void toggleLog();

    /** Shows the log of the program in front. */
    void showLog();

    /** Shows the question again that was put away. */
    void recallSheet();

    /** Shows a page, in a tab of its own. */
    void openPage(String address);
  }

  private final ShellModel shell;
  private final SheetHost sheets;
  private final Button back;
  private final Button forward;
  private final Button reload;
  private final Button stop;
  private final Button log;
  private final Button asks;
  private final Button allowed;
  private final Button refused;
  private final Button paused;
  private final Label recording = Parts.chip(Words.say("toolbar.recording"));
  private final Label replay = Parts.chip(Words.say("toolbar.replay"), Look.ACCENT);

  Toolbar(ShellModel shell, SheetHost sheets, AddressBar address, ContextMenu menu, Deeds deeds) {
    this.shell = shell;
    this.sheets = sheets;
    getStyleClass().add("c-toolbar");
    setAlignment(Pos.CENTER_LEFT);
    back =
        Parts.iconButton(
            Feather.CHEVRON_LEFT, Words.say("toolbar.back"), () -> shell.selected().get().back());
    forward =
        Parts.iconButton(
            Feather.CHEVRON_RIGHT,
            Words.say("toolbar.forward"),
            () -> shell.selected().get().forward());
    reload =
        Parts.iconButton(
            Feather.ROTATE_CW, Words.say("toolbar.reload"), () -> shell.selected().get().reload());
    reload.setGraphic(Icons.of(Feather.ROTATE_CW, 16));
    stop = Parts.iconButton(Feather.STOP_CIRCLE, Words.say("toolbar.stop"), this::stop);
    stop.setGraphic(Icons.of(Feather.STOP_CIRCLE, 16));
    stop.setId("stop");
    log = Parts.iconButton(Feather.ALIGN_LEFT, Words.say("toolbar.log"), deeds::toggleLog);
    log.setGraphic(Icons.of(Feather.ALIGN_LEFT, 16));
    asks = chip(Feather.SHIELD, "toolbar.asks.tip", deeds::recallSheet, Look.WARN);
    asks.setId("asks");
    allowed =
        chip(Feather.SHIELD, "toolbar.allowed.tip", () -> deeds.openPage("cairn:permissions"));
    refused = chip(Feather.SLASH, "toolbar.refused.tip", deeds::showLog);
    refused.setId("refused");
    paused = chip(Feather.PAUSE, "toolbar.paused.tip", this::resume, Look.ACCENT);
    paused.setText(Words.say("toolbar.paused"));
    recording.setGraphic(Parts.recordingDot());
    recording.setTooltip(Parts.tip(""));
    recording.setId("recording");
    replay.setGraphic(Icons.of(Feather.REWIND, 13));
    replay.setTooltip(Parts.tip(Words.say("toolbar.replay.tip")));
    replay.setId("replay");
    var more = Parts.iconButton(Feather.MENU, Words.say("toolbar.menu"), () -> {});
    more.setId("menu");
    menu.setAnchorLocation(AnchorLocation.CONTENT_TOP_RIGHT);
    more.setOnAction(
        _ -> {
          var corner = more.localToScreen(more.getWidth(), more.getHeight() + 4);
          menu.show(more, corner.getX(), corner.getY());
        });
    getChildren()
        .addAll(
            back,
            forward,
            reload,
            stop,
            Parts.grow(address),
            recording,
            replay,
            paused,
            asks,
            refused,
            allowed,
            log,
            more);
  }

  private static Button chip(Feather icon, String tip, Runnable action, String... looks) {
    var chip = Parts.button("", action, looks);
    chip.getStyleClass().add(Look.CHIP);
    chip.setGraphic(Icons.of(icon, 13));
    chip.setTooltip(Parts.tip(Words.say(tip)));
    return chip;
  }

  private void stop() {
    var tab = shell.selected().get();
    tab.run().ifPresent(ProgramRun::cancel);
    tab.replay().ifPresent(ReplayRun::stop);
  }

  private void resume() {
    shell.selected().get().run().ifPresent(ProgramRun::resume);
  }

  /** Says what the tab in front is now. Cheap when nothing changed. */
  void sync() {
    TabModel tab = shell.selected().get();
    back.setDisable(!tab.canGoBack().get());
    forward.setDisable(!tab.canGoForward().get());
    boolean program = tab.run().isPresent();
    boolean replayed = tab.replay().isPresent();
    reload.setDisable(tab.here().get().equals(new Location.AtPage(ShellModel.START)));
    Parts.visible(stop, program || replayed);
    stop.setDisable(
        !tab.run().map(ProgramRun::canBeEnded).orElse(false)
            && !tab.replay().map(ReplayRun::isBusy).orElse(false));
    Parts.visible(replay, replayed);
    var written = tab.run().flatMap(run -> run.recording().file());
    written.ifPresent(
        file -> recording.getTooltip().setText(Words.say("toolbar.recording.tip", file)));
    Parts.visible(recording, written.isPresent());
    Parts.visible(log, program);
    int waiting = tab.pid().map(sheets::waiting).orElse(0);
    if (waiting > 0) asks.setText(Words.say("toolbar.asks", waiting));
    Parts.visible(asks, waiting > 0);
    int grants = tab.run().map(ProgramRun::grantsInUse).orElse(0);
    if (grants > 0) allowed.setText(Words.say("toolbar.allowed", grants));
    Parts.visible(allowed, grants > 0);
    long denied = tab.run().map(ProgramRun::refused).orElse(0L);
    if (denied > 0) refused.setText(Words.say("toolbar.refused", denied));
    Parts.visible(refused, denied > 0);
    Parts.visible(paused, tab.run().map(Toolbar::isPaused).orElse(false));
  }

  private static boolean isPaused(ProgramRun run) {
    return run.phase().get() instanceof Phase.Live(ProcessState.Suspended());
  }
}
