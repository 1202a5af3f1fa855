package cairn.shell.inspect;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A row that keeps its place and its identity while what it says changes. */
public final class LiveRow<R> {
  private final ReadOnlyObjectWrapper<R> now;

  LiveRow(R first) {
    now = new ReadOnlyObjectWrapper<>(first);
  }

  /** What it says now. */
  public R now() {
    return now.get();
  }

  /** The same, to listen to. */
  public ReadOnlyObjectProperty<R> nowProperty() {
    return now.getReadOnlyProperty();
  }

  void say(R next) {
    if (!next.equals(now.get())) now.set(next);
  }
}
