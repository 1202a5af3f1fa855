package cairn.shell.inspect.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.LiveRow;
import cairn.shell.inspect.ProcessRow;
import cairn.shell.inspect.ProcessRow.Phase;
import cairn.shell.inspect.ProcessesModel;
import cairn.shell.view.Navigator;
import cairn.shell.view.Page;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** {@code cairn:processes}: what runs, what it costs, what it waits for, and how to stop it. */
final class ProcessesPage implements Page {
  static final String ADDRESS = "cairn:processes";

  private static final int STATE = 1;

  /** Room for both of its words. */
  private static final double PAUSE_WIDTH = 104;

  private final ProcessesModel model;
  private final Navigator navigator;
  private final LiveTable<ProcessRow> table;
  private final ProcessPane details;
  private final TextField filter = Pieces.filter("processes.filter");
  private final Button pause = button(Feather.PAUSE, "action.pause");
  private final Button restart = button(Feather.ROTATE_CW, "action.restart");
  private final Button end = new Button(InspectWords.say("action.end"));
  private final Button remove = new Button(InspectWords.say("action.remove"));
  private final MenuItem pauseItem = item("action.pause", () -> act(this::pauseOrResume));
  private final MenuItem endItem = item("action.end", () -> act(this::end));
  private final MenuItem removeItem = item("action.remove", () -> act(this::remove));
  private final Label placeholder = Pieces.label("", Look.MUTED);
  private final VBox node;

  ProcessesPage(ProcessesModel model, Navigator navigator) {
    this.model = model;
    this.navigator = navigator;
    details = new ProcessPane(model::limit);
    table = table(model);
    end.getStyleClass().add("danger");
    // Each deed has a place of its own that never moves: what was End under the pointer stays End.
    end.setMinWidth(Region.USE_PREF_SIZE);
    remove.setMinWidth(Region.USE_PREF_SIZE);
    pause.setMinWidth(PAUSE_WIDTH);
    pause.setPrefWidth(PAUSE_WIDTH);
    remove.setTooltip(new Tooltip(InspectWords.say("action.remove.tip")));
    pause.setOnAction(event -> act(this::pauseOrResume));
    restart.setOnAction(event -> act(model::restart));
    end.setOnAction(event -> act(this::end));
    remove.setOnAction(event -> act(this::remove));
    filter
        .textProperty()
        .subscribe(
            text -> {
              model.filter(text);
              showChosen();
            });
    var bar =
        Pieces.row(
            8,
            filter,
            Pieces.pill(model.running(), "processes.running", false, Look.ACCENT),
            Pieces.pill(model.asking(), "processes.asking", true, Look.WARN),
            Pieces.spring(),
            remove,
            pause,
            restart,
            end);
    bar.getStyleClass().add("c-inspect-bar");
    var split = new SplitPane(table, details);
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.42);
    VBox.setVgrow(split, Priority.ALWAYS);
    HBox.setHgrow(split, Priority.ALWAYS);
    var deadlocks = new DeadlockBar(model::end);
    model.deadlocks().subscribe(deadlocks::show);
    node = new VBox(bar, deadlocks, split);
    Pieces.dress(node, table, filter);
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<LiveRow<ProcessRow>>) change -> showChosen());
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    table.setContextMenu(menu());
    table.onOpen(this::showTab);
    model.threads().subscribe(seen -> showDetails());
    showChosen();
  }

  private LiveTable<ProcessRow> table(ProcessesModel of) {
    var made = new LiveTable<>(of.rows(), ProcessRow.COLUMNS, STATE, of::orderInTree);
    made.setAccessibleText(InspectWords.say("processes.title"));
    made.setPlaceholder(placeholder);
    made.cells(0, ProcessCells.Name::new);
    made.cells(STATE, ProcessCells.State::new);
    made.cells(3, ProcessCells.Memory::new);
    made.style(6, Look.MUTED);
    made.cells(7, ProcessCells.Permissions::new);
    return made;
  }

  private static Button button(Feather icon, String key) {
    var button = new Button(InspectWords.say(key), Icons.of(icon));
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private ContextMenu menu() {
    return new ContextMenu(
        item("action.show", this::showTab),
        pauseItem,
        item("action.restart", () -> act(model::restart)),
        endItem,
        removeItem,
        item("action.copy", table::copyRows),
        item(
            "action.copy-hash",
            () ->
                Pieces.copy(
                    String.join("\n", table.chosen().stream().map(ProcessRow::hash).toList()))));
  }

  private static MenuItem item(String key, Runnable action) {
    var item = new MenuItem(InspectWords.say(key));
    item.setOnAction(event -> action.run());
    return item;
  }

  private void key(KeyEvent event) {
    if (event.isControlDown() || event.isAltDown() || event.isMetaDown()) return;
    switch (event.getCode()) {
      case DELETE -> act(this::endOrRemove);
      case SPACE -> act(this::pauseOrResume);
      case ENTER -> showTab();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void pauseOrResume(List<ProcessRow> chosen) {
    model.pauseOrResume(chosen);
  }

  private void end(List<ProcessRow> chosen) {
    model.end(chosen);
  }

  private void remove(List<ProcessRow> chosen) {
    model.remove(chosen);
  }

  private void endOrRemove(List<ProcessRow> chosen) {
    if (chosen.stream().allMatch(row -> row.phase() == Phase.OVER)) remove(chosen);
    else end(chosen);
  }

  private void act(Consumer<List<ProcessRow>> deed) {
    var chosen = table.chosen();
    if (!chosen.isEmpty()) deed.accept(chosen);
  }

  private void showTab() {
    current().ifPresent(navigator::show);
  }

  private Optional<Pid> current() {
    var row = table.getSelectionModel().getSelectedItem();
    return row == null ? Optional.empty() : Optional.of(row.now().pid());
  }

  private void showChosen() {
    var chosen = table.chosen();
    boolean anyAlive = chosen.stream().anyMatch(row -> row.phase() == Phase.ALIVE);
    boolean anyPaused = chosen.stream().anyMatch(row -> row.phase() == Phase.PAUSED);
    boolean resumes = !anyAlive && anyPaused;
    boolean anyOver = chosen.stream().anyMatch(row -> row.phase() == Phase.OVER);
    boolean ends = anyAlive || anyPaused;
    pause.setText(InspectWords.say(resumes ? "action.resume" : "action.pause"));
    pauseItem.setText(pause.getText());
    if (pause.getGraphic() instanceof org.kordamp.ikonli.javafx.FontIcon icon)
      icon.setIconCode(resumes ? Feather.PLAY : Feather.PAUSE);
    pause.setDisable(!ends);
    restart.setDisable(chosen.isEmpty());
    end.setDisable(!ends);
    remove.setDisable(!anyOver);
    pauseItem.setVisible(ends);
    endItem.setVisible(ends);
    removeItem.setVisible(anyOver);
    model.choose(current());
    showDetails();
    placeholder.setText(
        InspectWords.say(filter.getText().isBlank() ? "processes.none" : "processes.no-match"));
  }

  private void showDetails() {
    details.show(current().flatMap(model::details));
  }

  @Override
  public String title() {
    return InspectWords.say("processes.title");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.CPU);
  }

  @Override
  public String address() {
    return ADDRESS;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {
    model.take(now);
    var selection = table.getSelectionModel();
    if (selection.isEmpty() && !table.getItems().isEmpty() && !table.isFocused())
      selection.selectFirst();
    showChosen();
  }

  @Override
  public void shown(boolean shown) {}

  @Override
  public void close() {}
}
