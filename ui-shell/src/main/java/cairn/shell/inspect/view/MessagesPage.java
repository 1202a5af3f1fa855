package cairn.shell.inspect.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.Amounts;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.LiveRow;
import cairn.shell.inspect.MessageRow;
import cairn.shell.inspect.MessagesModel;
import cairn.shell.view.FileSaver;
import cairn.shell.view.Page;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** {@code cairn:messages}: who said what to whom, how long it took and what became of it. */
final class MessagesPage implements Page {
  static final String ADDRESS = "cairn:messages";

  private static final int MESSAGE = 3;
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private final MessagesModel model;
  private final FileSaver saver;
  private final LiveTable<MessageRow> table;
  private final MessagePane details;
  private final TextField filter = Pieces.filter("messages.filter");
  private final Label fault = Pieces.label("", Look.SMALL, "c-filter-fault");
  private final Label recording = Pieces.label("", Look.CHIP);
  private final Label shown = Pieces.label("", Look.CHIP);
  private final Label dropped = Pieces.label("", Look.CHIP);
  private final Label told = Pieces.label("", Look.MUTED);
  private final BodiesMenu bodies;
  private final Button pause = new Button();
  private final Label placeholder = Pieces.label("", Look.MUTED);
  private final VBox node;

  /** Whether the newest row is to be in sight: until the user scrolls away from it. */
  private boolean follows = true;

  /** Refreshes until it can be seen where the user has scrolled to; 0 when that is known. */
  private int untilSeen;

  MessagesPage(MessagesModel model, FileSaver saver) {
    this.model = model;
    this.saver = saver;
    bodies = new BodiesMenu(model);
    details =
        new MessagePane(
            program -> {
              model.record(program, true);
              bodies.say();
            },
            model::records);
    table = table();
    filter.getStyleClass().add("c-inspect-wide");
    filter.textProperty().subscribe(model::filter);
    var dot = new Region();
    dot.getStyleClass().add("c-dot");
    recording.setGraphic(dot);
    for (var chip : new Label[] {recording, shown, dropped, told})
      chip.setMinWidth(Region.USE_PREF_SIZE);
    dropped.setTooltip(new Tooltip(InspectWords.say("messages.dropped.tip")));
    var bar =
        Pieces.row(
            8,
            filter,
            Pieces.spring(),
            told,
            recording,
            bodies,
            shown,
            dropped,
            pause,
            button("messages.clear", Feather.TRASH_2, event -> model.clear()),
            exports());
    pause.setOnAction(event -> model.pause(!model.paused().get()));
    pause.getStyleClass().add(Look.ICON_BUTTON);
    bar.getStyleClass().add("c-inspect-bar");
    fault.setMaxWidth(Double.MAX_VALUE);
    fault.setWrapText(true);
    fault.setMinHeight(Region.USE_PREF_SIZE);
    var split = new SplitPane(table, details);
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.52);
    VBox.setVgrow(split, Priority.ALWAYS);
    node = new VBox(bar, fault, split);
    Pieces.dress(node, table, filter);
    model.chosen().subscribe(details::show);
    model
        .counts()
        .subscribe(
            counts -> {
              count(counts);
              follow();
            });
    model.looked().subscribe(looked -> count(model.counts().get()));
    model.paused().subscribe(paused -> sayPaused(paused));
    model
        .fault()
        .subscribe(
            wrong -> {
              Pieces.show(fault, wrong.isPresent());
              wrong.ifPresent(
                  is -> fault.setText(InspectWords.say("filter.wrong", is.why(), is.at() + 1)));
              filter.pseudoClassStateChanged(WRONG, wrong.isPresent());
            });
    model
        .exported()
        .subscribe(
            done ->
                told.setText(
                    done.map(
                            rows ->
                                rows < 0
                                    ? InspectWords.say("messages.export.failed")
                                    : InspectWords.say("messages.export.done", rows))
                        .orElse("")));
  }

  private LiveTable<MessageRow> table() {
    var made = new LiveTable<>(model.rows(), MessageRow.COLUMNS, MESSAGE);
    made.setAccessibleText(InspectWords.say("messages.title"));
    made.setPlaceholder(placeholder);
    made.addEventFilter(ScrollEvent.SCROLL, this::touched);
    made.addEventFilter(KeyEvent.KEY_PRESSED, this::touched);
    made.addEventFilter(MouseEvent.MOUSE_PRESSED, this::touched);
    made.addEventFilter(MouseEvent.MOUSE_DRAGGED, this::touched);
    made.style(0, Look.MONO);
    made.style(0, Look.MUTED);
    made.cells(1, () -> new MessageCells.Peer(MessageRow::from, Look.STRONG));
    made.cells(2, () -> new MessageCells.Peer(MessageRow::to, Look.MUTED));
    made.style(MESSAGE, Look.MONO);
    made.style(4, Look.MUTED);
    made.style(5, Look.MUTED);
    made.style(6, Look.MUTED);
    made.cells(7, MessageCells.Outcome::new);
    made.getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener<LiveRow<MessageRow>>)
                change -> current().ifPresent(row -> model.choose(Optional.of(row))));
    made.setContextMenu(
        new ContextMenu(
            item("messages.follow", row -> filter.setText(MessagesModel.conversation(row))),
            item(
                "messages.follow-interface",
                row -> filter.setText("interface=\"" + row.interfaceName() + "\"")),
            item("messages.copy", row -> made.copyRows())));
    return made;
  }

  private MenuItem item(String key, Consumer<MessageRow> deed) {
    var item = new MenuItem(InspectWords.say(key));
    item.setOnAction(event -> current().ifPresent(deed));
    return item;
  }

  private static Button button(
      String key, Feather icon, javafx.event.EventHandler<javafx.event.ActionEvent> deed) {
    var button = new Button("", Icons.of(icon));
    button.getStyleClass().add(Look.ICON_BUTTON);
    button.setAccessibleText(InspectWords.say(key));
    button.setTooltip(new Tooltip(InspectWords.say(key)));
    button.setOnAction(deed);
    return button;
  }

  private Optional<MessageRow> current() {
    var row = table.getSelectionModel().getSelectedItem();
    return row == null ? Optional.empty() : Optional.of(row.now());
  }

  private void sayPaused(boolean paused) {
    recording.setText(InspectWords.say(paused ? "messages.paused" : "messages.recording"));
    recording.getStyleClass().removeAll(Look.OK, Look.WARN);
    recording.getStyleClass().add(paused ? Look.WARN : Look.OK);
    pause.setGraphic(Icons.of(paused ? Feather.PLAY : Feather.PAUSE));
    String says = InspectWords.say(paused ? "messages.resume" : "messages.pause");
    pause.setAccessibleText(says);
    pause.setTooltip(new Tooltip(says));
  }

  private void count(MessagesModel.Counts counts) {
    dropped.setText(
        InspectWords.say(
            "messages.dropped", Amounts.count(counts.dropped()), Amounts.count(counts.seen())));
    Pieces.show(shown, counts.matching() > counts.shown());
    shown.setText(
        InspectWords.say(
            "messages.shown", Amounts.count(counts.shown()), Amounts.count(counts.matching())));
    // Before the first look nothing is known.
    placeholder.setText(
        !model.looked().get()
            ? ""
            : InspectWords.say(counts.seen() == 0 ? "messages.none" : "messages.no-match"));
  }

  private Button exports() {
    var formats = new ContextMenu();
    for (var format : MessagesModel.Format.values()) {
      var key = format.name().toLowerCase(Locale.ROOT);
      var item = new MenuItem(InspectWords.say("messages.export." + key));
      item.setOnAction(event -> export(format, "cairn-messages." + key));
      formats.getItems().add(item);
    }
    var made = new Button("", Icons.of(Feather.DOWNLOAD));
    made.setId("export");
    made.getStyleClass().add(Look.ICON_BUTTON);
    made.setAccessibleText(InspectWords.say("messages.export"));
    made.setTooltip(Pieces.tip(InspectWords.say("messages.export")));
    made.setContextMenu(formats);
    made.setOnAction(event -> formats.show(made, Side.BOTTOM, 0, 2));
    return made;
  }

  private void export(MessagesModel.Format format, String name) {
    saver
        .choose(node.getScene().getWindow(), InspectWords.say("messages.export.title"), name)
        .ifPresent(path -> model.export(path, format));
  }

  @Override
  public String title() {
    return InspectWords.say("messages.title");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.MESSAGE_SQUARE);
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
    if (untilSeen > 0 && --untilSeen == 0) follows = showsEnd();
    model.take(now);
    bodies.say();
  }

  /** The user may be going elsewhere; the table is where it is going to be a pulse or two later. */
  private void touched(InputEvent event) {
    follows = false;
    untilSeen = 2;
  }

  /** Rows come later than the snapshot that made somebody look for them. */
  private void follow() {
    if (follows && !table.getItems().isEmpty()) table.scrollTo(table.getItems().size() - 1);
  }

  private boolean showsEnd() {
    if (table.getItems().isEmpty()) return true;
    if (!(table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) return true;
    var last = flow.getLastVisibleCell();
    return last == null || last.getIndex() >= table.getItems().size() - 2;
  }

  @Override
  public void shown(boolean shown) {}

  @Override
  public void close() {
    model.close();
  }
}
