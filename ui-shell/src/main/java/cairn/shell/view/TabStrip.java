package cairn.shell.view;

import cairn.shell.Location;
import cairn.shell.ProgramRun.Phase;
import cairn.shell.ShellModel;
import cairn.shell.TabModel;
import cairn.shell.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** The tabs, from left to right, and the button for a new one. */
final class TabStrip extends HBox {
  private final ShellModel shell;
  private final Pages pages;
  private final SheetHost sheets;
  private final TabScroll tabs = new TabScroll();

  TabStrip(ShellModel shell, Pages pages, SheetHost sheets) {
    this.shell = shell;
    this.pages = pages;
    this.sheets = sheets;
    getStyleClass().add("c-tab-strip");
    setAlignment(Pos.BOTTOM_LEFT);
    var plus = Parts.iconButton(Feather.PLUS, Words.say("tab.new"), shell::newTab);
    plus.getStyleClass().add("c-tab-plus");
    plus.setFocusTraversable(false);
    getChildren().addAll(tabs, plus);
  }

  /** Says what the tabs are now. Cheap when nothing changed. */
  void sync() {
    var now = shell.tabs();
    var handles = tabs.tabs().getChildren();
    handles.removeIf(node -> node instanceof TabHandle handle && !now.contains(handle.tab()));
    for (int i = 0; i < now.size(); i++) {
      var tab = now.get(i);
      if (i >= handles.size() || ((TabHandle) handles.get(i)).tab() != tab)
        handles.add(i, new TabHandle(tab, () -> shell.select(tab), () -> shell.close(tab)));
      show((TabHandle) handles.get(i), tab);
    }
  }

  private void show(TabHandle handle, TabModel tab) {
    boolean front = tab == shell.selected().get();
    if (front) tabs.front(handle);
    int waiting = tab.pid().map(sheets::waiting).orElse(0);
    switch (tab.here().get()) {
      case Location.AtPage(var address) ->
          pages
              .at(address)
              .ifPresentOrElse(
                  page ->
                      handle.show(
                          page.title(), new Sign.Line(page.icon()), 0, front, Optional.empty()),
                  () ->
                      handle.show(
                          Words.say("page.missing"),
                          new Sign.Line(Feather.HELP_CIRCLE),
                          0,
                          front,
                          Optional.empty()));
      case Location.AtReplay(var run) ->
          handle.show(
              Words.say("tab.replay", run.name()),
              run.isBusy() ? new Sign.Busy() : new Sign.Line(Feather.REWIND),
              0,
              front,
              Optional.empty());
      case Location.AtProgram(var run) -> {
        Sign sign =
            run.isBusy()
                ? new Sign.Busy()
                : run.phase().get() instanceof Phase.Over
                        || run.phase().get() instanceof Phase.NoFile
                    ? run.program()
                        .get()
                        .<Sign>map(Sign.Of::new)
                        .orElse(new Sign.Line(Feather.ALERT_TRIANGLE))
                    : run.program()
                        .get()
                        .<Sign>map(Sign.Of::new)
                        .orElse(new Sign.Line(Feather.BOX));
        handle.show(run.shownName(), sign, waiting, front, run.recording().file());
      }
    }
  }
}
