package cairn.permissions;

import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.RequestId;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/** One question on a sheet. Confined to the JavaFX thread. */
public final class SheetRow {
  private final BooleanProperty ticked = new SimpleBooleanProperty(this, "ticked", true);
  private final ReadOnlyObjectWrapper<PermissionRequest> request;

  SheetRow(PermissionRequest request) {
    this.request = new ReadOnlyObjectWrapper<>(this, "request", request);
  }

  /** Which question. */
  public RequestId id() {
    return request.get().id();
  }

  /** The question as it stands now: its count grows. */
  public ReadOnlyObjectProperty<PermissionRequest> requestProperty() {
    return request.getReadOnlyProperty();
  }

  /** The question as it stands now. */
  public PermissionRequest request() {
    return request.get();
  }

  /** Whether the answer is for this one, too. */
  public BooleanProperty tickedProperty() {
    return ticked;
  }

  /** Whether the answer is for this one, too. */
  public boolean isTicked() {
    return ticked.get();
  }

  void update(PermissionRequest now) {
    request.set(now);
  }
}
