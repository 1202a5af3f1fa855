package cairn.permissions.view;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Lifetime;
import cairn.permissions.PermissionSheetModel;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.util.Subscription;

/** How long the answer holds and how wide it is. Not there for a danger. */
final class SheetChoices extends FlowPane {
  private final PermissionSheetModel model;
  private final Segments<Lifetime> lifetimes;
  private final Segments<Breadth> breadths;
  private final Subscription watching;

  SheetChoices(PermissionSheetModel model) {
    this.model = model;
    getStyleClass().add("perm-choices");
    lifetimes = new Segments<>(model.lifetimeProperty());
    var lifetimeGroup = new ToggleGroup();
    for (var lifetime : Lifetime.values()) {
      lifetimes.add(lifetime, "lifetime." + lifetime, lifetimeGroup);
      lifetimes.explain(lifetime, "lifetime.help." + lifetime);
    }
    breadths = new Segments<>(model.breadthProperty());
    var breadthGroup = new ToggleGroup();
    for (var breadth : Breadth.values()) breadths.add(breadth, "breadth." + breadth, breadthGroup);
    breadths.managedProperty().bind(breadths.visibleProperty());
    getChildren().addAll(lifetimes, breadths);

    managedProperty().bind(visibleProperty());
    visibleProperty().bind(model.dangerProperty().not());
    watching = model.rows().subscribe(this::fill);
    fill();
  }

  /** Lets go of the model. */
  void close() {
    watching.unsubscribe();
    visibleProperty().unbind();
    lifetimes.close();
    breadths.close();
  }

  private String any() {
    if (model.isAboutPrograms()) return "breadth.ANY.program";
    return model.hasEndpoints() && !model.hasPrograms() ? "breadth.ANY.endpoint" : "breadth.ANY";
  }

  private void fill() {
    breadths.name(Breadth.EXACT, model.rows().size() > 1 ? "breadth.EXACT.many" : "breadth.EXACT");
    breadths.name(Breadth.ANY, any());
    breadths.offer(Breadth.HOST, model.hasEndpoints());
    breadths.offer(Breadth.PROGRAM, model.hasPrograms());
    breadths.setVisible(!model.isAboutWholes());
  }
}
