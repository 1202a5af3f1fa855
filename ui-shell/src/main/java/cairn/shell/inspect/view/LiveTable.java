package cairn.shell.inspect.view;

import atlantafx.base.theme.Styles;
import cairn.shell.inspect.Column;
import cairn.shell.inspect.LiveRow;
import cairn.shell.inspect.LiveRows;
import cairn.shell.inspect.Tsv;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.collections.ObservableList;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;

/**
 * A table over {@link LiveRows}. Cells listen to their row, so a refresh reaches only cells in
 * sight; sorting is done by the rows, which keep it while they change.
 */
final class LiveTable<R> extends TableView<LiveRow<R>> {

  private final List<Column<R>> columns;
  private boolean explained;

  /** {@code elastic}: the column that takes the room that is left. */
  LiveTable(LiveRows<?, R> rows, List<Column<R>> columns, int elastic, Runnable usualOrder) {
    super(rows.shown());
    this.columns = columns;
    dress(elastic);
    setSortPolicy(
        table -> {
          var order = getComparator();
          if (order == null) usualOrder.run();
          else rows.order(order);
          return true;
        });
  }

  private void dress(int elastic) {
    getStyleClass().addAll(Look.TABLE, Styles.DENSE);
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    for (int i = 0; i < columns.size(); i++) getColumns().add(column(columns.get(i), i == elastic));
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() != KeyCode.C || !event.isShortcutDown()) return;
          copyRows();
          event.consume();
        });
  }

  /** Over rows in an order of their own: columns do not sort. */
  LiveTable(ObservableList<LiveRow<R>> rows, List<Column<R>> columns, int elastic) {
    super(rows);
    this.columns = columns;
    dress(elastic);
    getColumns().forEach(column -> column.setSortable(false));
  }

  private TableColumn<LiveRow<R>, R> column(Column<R> spec, boolean elastic) {
    var column = new TableColumn<LiveRow<R>, R>(spec.title());
    column.setCellValueFactory(features -> features.getValue().nowProperty());
    column.setComparator(spec.order());
    column.setCellFactory(made -> new TextCell<>(spec));
    column.setPrefWidth(spec.width());
    column.setMinWidth(spec.least());
    if (!elastic) column.setMaxWidth(spec.width());
    if (spec.number()) column.getStyleClass().add("c-number");
    return column;
  }

  /** Headers exist once there is a skin; only then can they have tips. */
  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    if (explained) return;
    for (var node : lookupAll(".column-header"))
      if (node instanceof TableColumnHeader header) {
        int index = getColumns().indexOf(header.getTableColumn());
        if (index < 0 || columns.get(index).tip().isEmpty()) continue;
        Tooltip.install(header, Pieces.tip(columns.get(index).tip()));
        explained = true;
      }
  }

  /** Runs when a row is clicked twice. */
  void onOpen(Runnable action) {
    setRowFactory(
        table -> {
          var row = new TableRow<LiveRow<R>>();
          row.setOnMouseClicked(
              event -> {
                if (event.getButton() == MouseButton.PRIMARY
                    && event.getClickCount() == 2
                    && !row.isEmpty()) action.run();
              });
          return row;
        });
  }

  /** Gives a column cells of its own. */
  void cells(int column, Supplier<TableCell<LiveRow<R>, R>> make) {
    // Every column was made above with these types.
    @SuppressWarnings("unchecked")
    var target = (TableColumn<LiveRow<R>, R>) getColumns().get(column);
    target.setCellFactory(made -> make.get());
  }

  /** Adds a style class to a column's header and cells. */
  void style(int column, String look) {
    getColumns().get(column).getStyleClass().add(look);
  }

  /** What the selected rows say, from top to bottom. */
  List<R> chosen() {
    var chosen = new ArrayList<R>();
    getSelectionModel().getSelectedItems().stream()
        .filter(Objects::nonNull)
        .forEach(row -> chosen.add(row.now()));
    return chosen;
  }

  /** Copies the selected rows, or all when none is, as TSV. */
  void copyRows() {
    var chosen = chosen();
    Pieces.copy(
        Tsv.of(
            columns, chosen.isEmpty() ? getItems().stream().map(LiveRow::now).toList() : chosen));
  }

  private static final class TextCell<R> extends TableCell<LiveRow<R>, R> {
    private final Column<R> spec;

    TextCell(Column<R> spec) {
      this.spec = spec;
    }

    @Override
    protected void updateItem(R row, boolean empty) {
      super.updateItem(row, empty);
      setText(empty || row == null ? null : spec.text().apply(row));
    }
  }
}
