package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.Location;
import cairn.shell.TabModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.layout.StackPane;

/** Keeps what each tab shows, and has the front one in the window. */
final class ContentHost extends StackPane {
  // One tab's bodies, for all places it can go to.
  private static final class Bodies {
    private final Map<Location, TabBody> byPlace = new HashMap<>();
    private int reloads;
  }

  private final Function<Location, TabBody> make;
  private final Map<TabModel, Bodies> tabs = new HashMap<>();
  private Optional<TabBody> front = Optional.empty();

  ContentHost(Function<Location, TabBody> make) {
    this.make = make;
    setMinSize(0, 0);
  }

  /** Brings what a tab shows to the front. Whether that is something else than before. */
  boolean show(TabModel tab) {
    var bodies = tabs.computeIfAbsent(tab, _ -> new Bodies());
    var place = tab.here().get();
    if (bodies.reloads != tab.reloads().get()) {
      bodies.reloads = tab.reloads().get();
      Optional.ofNullable(bodies.byPlace.remove(place)).ifPresent(this::drop);
    }
    var body = bodies.byPlace.computeIfAbsent(place, make);
    if (front.equals(Optional.of(body))) return false;
    front.ifPresent(before -> before.shown(false));
    front = Optional.of(body);
    getChildren().setAll(body.node());
    body.shown(true);
    return true;
  }

  /** Drops what no tab can go to any more. */
  void prune(List<TabModel> open) {
    tabs.entrySet()
        .removeIf(
            entry -> {
              if (open.contains(entry.getKey())) return false;
              entry.getValue().byPlace.values().forEach(this::drop);
              return true;
            });
    tabs.forEach(
        (tab, bodies) -> {
          var trail = tab.trail();
          bodies
              .byPlace
              .entrySet()
              .removeIf(
                  entry -> {
                    if (trail.contains(entry.getKey())) return false;
                    drop(entry.getValue());
                    return true;
                  });
        });
  }

  private void drop(TabBody body) {
    if (front.equals(Optional.of(body))) {
      front = Optional.empty();
      body.shown(false);
    }
    body.close();
  }

  /** What is in front. */
  Optional<TabBody> front() {
    return front;
  }

  void refresh(KernelSnapshot previous, KernelSnapshot now) {
    front.ifPresent(body -> body.refresh(previous, now));
  }
}
