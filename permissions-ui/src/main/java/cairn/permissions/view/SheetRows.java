package cairn.permissions.view;

import cairn.kernel.gate.RequestId;
import cairn.permissions.PermissionSheetModel;
import cairn.permissions.RequestWords;
import cairn.permissions.SheetRow;
import cairn.themes.Look;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/**
 * The questions of a sheet: as many as can be read at a glance, where the window has room for it.
 */
final class SheetRows extends VBox {
  private final PermissionSheetModel model;
  private final RequestWords words;
  private final Map<RequestId, SheetRowView> views = new HashMap<>();
  private final Subscription watching;

  SheetRows(PermissionSheetModel model, RequestWords words) {
    this.model = model;
    this.words = words;
    getStyleClass().addAll(Look.CARD, Look.INSET, "perm-rows");
    setMinHeight(USE_PREF_SIZE);
    watching =
        Subscription.combine(
            model.rows().subscribe(this::fill),
            model.breadthProperty().subscribe(_ -> fill()),
            model.lifetimeProperty().subscribe(_ -> fill()));
    fill();
  }

  /** Lets go of the model. */
  void close() {
    watching.unsubscribe();
    views.values().forEach(SheetRowView::close);
  }

  private void fill() {
    var rows = model.rows();
    var ids = rows.stream().map(SheetRow::id).toList();
    views
        .entrySet()
        .removeIf(
            entry -> {
              if (ids.contains(entry.getKey())) return false;
              entry.getValue().close();
              return true;
            });
    List<Node> now = rows.stream().<Node>map(this::view).toList();
    if (!getChildren().equals(now)) getChildren().setAll(now);
    for (int i = 0; i < rows.size(); i++) {
      var view = view(rows.get(i));
      view.place(rows.size() > 1, i == rows.size() - 1);
      view.wouldAllow(model.breadthOfYes());
    }
  }

  private SheetRowView view(SheetRow row) {
    return views.computeIfAbsent(row.id(), _ -> new SheetRowView(row, words));
  }
}
