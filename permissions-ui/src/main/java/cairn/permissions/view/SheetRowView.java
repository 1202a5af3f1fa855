package cairn.permissions.view;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.permissions.RequestWords;
import cairn.permissions.SheetRow;
import cairn.permissions.Words;
import cairn.registry.Descriptor.Risk;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/** One question: what, where, and the message that asks for it. */
final class SheetRowView extends HBox {
  /** Characters of a host that fit on one line with what stands around it. */
  private static final int LONG = 24;

  private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");
  private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");

  private final RequestWords words;
  private final CheckBox tick = new CheckBox();
  private final StackPane icon = new StackPane();
  private final Label lead = new Label();
  private final Label strong = new Label();
  private final Label rest = new Label();
  private final Label aside = new Label();
  private final Label times = new Label();
  private final Label chip = new Label();
  private final SheetRow row;
  private final Subscription watching;
  private Breadth breadth = Breadth.EXACT;

  SheetRowView(SheetRow row, RequestWords words) {
    this.row = row;
    this.words = words;
    getStyleClass().add("perm-row");
    setAlignment(Pos.CENTER_LEFT);
    strong.getStyleClass().addAll(Look.STRONG, "perm-strong");
    // All of a host is shown, however long: its end says whose it is.
    strong.setWrapText(true);
    aside.getStyleClass().add(Look.MUTED);
    aside.setMinWidth(0);
    chip.getStyleClass().add(Look.CHIP);
    times.getStyleClass().add(Look.MUTED);
    for (var whole : new Label[] {lead, rest, times, chip}) {
      whole.setMinWidth(USE_PREF_SIZE);
      whole.managedProperty().bind(whole.textProperty().map(text -> !text.isEmpty()));
    }
    // Where it leads gives way first; a host breaks into lines only when it is very long.
    tick.selectedProperty().bindBidirectional(row.tickedProperty());
    tick.managedProperty().bind(tick.visibleProperty());
    icon.setMinWidth(16);

    var place = new HBox(strong, rest);
    place.setAlignment(Pos.CENTER_LEFT);
    place.managedProperty().bind(strong.textProperty().map(text -> !text.isEmpty()));
    var what = new HBox(lead, place, aside, times);
    what.setAlignment(Pos.CENTER_LEFT);
    what.getStyleClass().add("perm-what");
    HBox.setHgrow(what, Priority.ALWAYS);
    getChildren().addAll(tick, icon, what, chip);
    watching = row.requestProperty().subscribe(_ -> fill());
  }

  /** Whether it can be left out of the answer, and whether it is the last one. */
  void place(boolean tickable, boolean last) {
    tick.setVisible(tickable);
    pseudoClassStateChanged(LAST, last);
  }

  /** Lets go of the row. */
  void close() {
    watching.unsubscribe();
    tick.selectedProperty().unbindBidirectional(row.tickedProperty());
  }

  /** How wide a yes would be. */
  void wouldAllow(Breadth now) {
    if (now == breadth) return;
    breadth = now;
    fill();
  }

  private void fill() {
    var request = row.request();
    var line = words.line(request, breadth);
    boolean wide = breadth == Breadth.ANY && !(request.scope() instanceof Scope.Whole);
    pseudoClassStateChanged(WIDE, wide);
    show(wide ? Feather.ALERT_TRIANGLE : picture(request), request.risk() == Risk.DANGER);
    lead.setText(line.lead());
    strong.setText(line.strong());
    strong.setMinWidth(line.strong().length() <= LONG ? USE_PREF_SIZE : USE_COMPUTED_SIZE);
    rest.setText(line.rest());
    aside.setText(line.aside());
    times.setText(line.times());
    chip.setText(line.chip());
    tick.setAccessibleText(Words.say("row.tick", line.sentence()));
  }

  private void show(Feather which, boolean danger) {
    if (icon.getUserData() == which) return;
    icon.setUserData(which);
    var picture = Icons.of(which);
    if (danger) picture.getStyleClass().add(Look.DANGER);
    icon.getChildren().setAll(picture);
  }

  private static Feather picture(PermissionRequest request) {
    if (request.risk() == Risk.DANGER) return Feather.ALERT_TRIANGLE;
    return switch (request.scope()) {
      case Scope.Endpoint(String _, int _, Scope.Reach reach) ->
          switch (reach) {
            case LOOPBACK -> Feather.MONITOR;
            case LOCAL -> Feather.HOME;
            case PUBLIC, NAME -> Feather.GLOBE;
          };
      case Scope.OfInterface _ -> Feather.CPU;
      case Scope.Text _ -> Feather.TYPE;
      case Scope.Whole _ -> request.knownInterface() ? Feather.BOX : Feather.HELP_CIRCLE;
    };
  }
}
