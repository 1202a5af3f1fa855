package cairn.permissions.view;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.permissions.RequestWords;
import cairn.permissions.SheetRow;
import cairn.permissions.StartedProgram;
import cairn.permissions.Words;
import cairn.registry.Descriptor.Risk;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/**
 * One question: what, where, and the message that asks for it. All of it is shown, however long:
 * what does not fit on a line is broken into more.
 */
final class SheetRowView extends VBox {
  private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");
  private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");

  private final RequestWords words;
  private final CheckBox tick = new CheckBox();
  private final StackPane icon = new StackPane();
  private final Text lead = text("perm-lead");
  private final Text strong = text("perm-strong");
  private final Text rest = text("perm-rest");
  private final Text aside = text("perm-aside");
  private final Text times = text("perm-aside");
  private final Label chip = new Label();
  private final Label changed = new Label();
  private final VBox program = new VBox();
  private final SheetRow row;
  private final Subscription watching;
  private Breadth breadth = Breadth.EXACT;

  SheetRowView(SheetRow row, RequestWords words) {
    this.row = row;
    this.words = words;
    getStyleClass().add("perm-row");
    chip.getStyleClass().add(Look.CHIP);
    chip.setMinWidth(USE_PREF_SIZE);
    tick.selectedProperty().bindBidirectional(row.tickedProperty());
    tick.managedProperty().bind(tick.visibleProperty());
    tick.setMinWidth(USE_PREF_SIZE);
    icon.setMinWidth(16);
    changed.getStyleClass().add("perm-changed");
    changed.setWrapText(true);
    changed.setMinSize(0, USE_PREF_SIZE);
    changed.setGraphic(Icons.of(Feather.SHUFFLE, 14));
    changed.managedProperty().bind(changed.visibleProperty());
    program.managedProperty().bind(program.visibleProperty());

    var what = new TextFlow(lead, strong, rest, aside, times);
    what.getStyleClass().add("perm-what");
    what.setMinWidth(0);
    HBox.setHgrow(what, Priority.ALWAYS);
    var line = new HBox(tick, icon, what, chip);
    line.getStyleClass().add("perm-line");
    line.setAlignment(Pos.CENTER_LEFT);
    line.setFillHeight(false);
    getChildren().addAll(line, program, changed);
    watching = row.requestProperty().subscribe(_ -> fill());
  }

  private static Text text(String style) {
    var text = new Text();
    text.getStyleClass().addAll("text", style);
    return text;
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
    boolean wide = isWide(request.scope());
    pseudoClassStateChanged(WIDE, wide);
    show(wide ? Feather.ALERT_TRIANGLE : picture(request), request.risk() == Risk.DANGER);
    lead.setText(line.lead());
    strong.setText(before(line.strong()));
    rest.setText(line.rest());
    aside.setText(before(line.aside()));
    times.setText(before(line.times()));
    chip.setText(line.chip());
    show(line.program());
    var by = RequestWords.changed(request);
    changed.setText(by.orElse(""));
    changed.setVisible(by.isPresent());
    tick.setAccessibleText(Words.say("row.tick", line.sentence()));
  }

  private static String before(String text) {
    return text.isEmpty() ? "" : " " + text;
  }

  private boolean isWide(Scope scope) {
    return switch (breadth) {
      case EXACT, HOST -> false;
      case PROGRAM -> scope instanceof Scope.Program;
      case ANY -> !(scope instanceof Scope.Whole);
    };
  }

  private void show(Optional<StartedProgram> now) {
    program.setVisible(now.isPresent());
    if (now.isEmpty()) return;
    // What the user has opened in it stays open while the count grows.
    if (program.getChildren().isEmpty()
        || !(program.getChildren().getFirst() instanceof ProgramView shown)
        || !shown.shows(now.get())) program.getChildren().setAll(new ProgramView(now.get()));
    else shown.say(now.get());
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
      case Scope.Program _ -> Feather.PLAY_CIRCLE;
      case Scope.Text _ -> Feather.TYPE;
      case Scope.Whole _ -> request.knownInterface() ? Feather.BOX : Feather.HELP_CIRCLE;
    };
  }
}
