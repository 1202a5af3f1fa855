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

/** The questions of a sheet. All of them are in sight: there is nothing to scroll. */
final class SheetRows extends VBox {
  private final PermissionSheetModel model;
  private final RequestWords words;
  private final Map<RequestId, SheetRowView> views = new HashMap<>();

  SheetRows(PermissionSheetModel model, RequestWords words) {
    this.model = model;
    this.words = words;
    getStyleClass().addAll(Look.CARD, Look.INSET, "perm-rows");
    setMinHeight(USE_PREF_SIZE);
    model.rows().subscribe(this::fill);
    fill();
  }

  private void fill() {
    var rows = model.rows();
    views.keySet().retainAll(rows.stream().map(SheetRow::id).toList());
    List<Node> now = rows.stream().<Node>map(this::view).toList();
    if (!getChildren().equals(now)) getChildren().setAll(now);
    for (int i = 0; i < rows.size(); i++)
      view(rows.get(i)).place(rows.size() > 1, i == rows.size() - 1);
  }

  private SheetRowView view(SheetRow row) {
    return views.computeIfAbsent(row.id(), _ -> new SheetRowView(row, words));
  }
}
