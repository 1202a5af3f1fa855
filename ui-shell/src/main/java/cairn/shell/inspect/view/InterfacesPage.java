package cairn.shell.inspect.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.InterfaceRow;
import cairn.shell.inspect.InterfacesModel;
import cairn.shell.inspect.LiveRow;
import cairn.shell.view.Page;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** {@code cairn:interfaces}: what can be asked, who answers, how well, and what it means. */
final class InterfacesPage implements Page {
  static final String ADDRESS = "cairn:interfaces";

  private static final int HANDLER = 2;

  private final InterfacesModel model;
  private final LiveTable<InterfaceRow> table;
  private final InterfacePane details;
  private final TextField filter = Pieces.filter("interfaces.filter");
  private final Label placeholder = Pieces.label("", Look.MUTED);
  private final VBox node;

  InterfacesPage(InterfacesModel model) {
    this.model = model;
    details = new InterfacePane(new RoutingPane(model));
    table =
        new LiveTable<>(
            model.rows(),
            InterfaceRow.COLUMNS,
            HANDLER,
            () ->
                model
                    .rows()
                    .order(
                        Comparator.comparing(
                            row -> row.now().name(), String.CASE_INSENSITIVE_ORDER)));
    table.setAccessibleText(InspectWords.say("interfaces.title"));
    table.setPlaceholder(placeholder);
    table.style(0, Look.STRONG);
    table.style(1, Look.MONO);
    table.style(1, Look.MUTED);
    table.cells(HANDLER, HandlerCell::new);
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
            Pieces.pill(model.handled(), "interfaces.handled", false, Look.ACCENT),
            Pieces.pill(model.unhandled(), "interfaces.unhandled", true, Look.WARN));
    bar.getStyleClass().add("c-inspect-bar");
    var split = new SplitPane(table, details);
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.48);
    VBox.setVgrow(split, Priority.ALWAYS);
    node = new VBox(bar, split);
    Pieces.dress(node, table, filter);
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<LiveRow<InterfaceRow>>) change -> showChosen());
    model.times().subscribe(seen -> showChosen());
  }

  private void showChosen() {
    var chosen = table.getSelectionModel().getSelectedItem();
    if (chosen == null) {
      details.clear();
      model.choose(Optional.empty());
    } else {
      var id = chosen.now().id();
      model.choose(Optional.of(id));
      var times = model.times().get();
      details.show(
          chosen.now(),
          model.definition(id),
          model.descriptor(id),
          model.routing(id),
          times.of().equals(Optional.of(id)) ? times.lines() : List.of());
    }
    placeholder.setText(
        InspectWords.say(filter.getText().isBlank() ? "interfaces.none" : "interfaces.no-match"));
  }

  @Override
  public String title() {
    return InspectWords.say("interfaces.title");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.SHARE_2);
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

  /** Who answers; where somebody waits for nobody it is a chip that stands out. */
  private static final class HandlerCell extends TableCell<LiveRow<InterfaceRow>, InterfaceRow> {
    private final Label words = Pieces.label("");

    @Override
    protected void updateItem(InterfaceRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean filled = !empty && row != null;
      setGraphic(filled ? words : null);
      if (!filled) return;
      words.setText(row.handler());
      words.getStyleClass().removeAll(Look.MUTED, Look.CHIP, Look.WARN);
      if (row.handled() || row.waiting() == 0) words.getStyleClass().add(Look.MUTED);
      else words.getStyleClass().addAll(Look.CHIP, Look.WARN);
    }
  }
}
