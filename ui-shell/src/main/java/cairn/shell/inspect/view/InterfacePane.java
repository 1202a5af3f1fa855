package cairn.shell.inspect.view;

import cairn.registry.Descriptor;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.InterfaceRouting;
import cairn.shell.inspect.InterfaceRow;
import cairn.shell.inspect.ProcessDetails;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Everything about one interface, below the table. */
final class InterfacePane extends StackPane {
  /** Room for two times. */
  private static final double TIMES = 124;

  private final DefinitionText definition = new DefinitionText();
  private final Label unknown =
      Pieces.label(InspectWords.say("interface.no-definition"), Look.MUTED);
  private final Label name = Pieces.label("", Look.STRONG, "c-inspect-name");
  private final Label title = Pieces.label("", Look.MUTED);
  private final Label about = Pieces.label("");
  private final Label hex = Pieces.label("", Look.MONO, Look.MUTED);
  private final Label cid = Pieces.label("", Look.MONO, Look.MUTED);
  private final Label users = Pieces.label("", Look.MUTED);
  private final Label nobody = Pieces.label(InspectWords.say("interfaces.pick"), Look.MUTED);
  private final FactList times = new FactList(TIMES);
  private final VBox timed;
  private final RoutingPane routing;
  private final HBox both;

  /** {@code routing}: who answers, and the means to change it. */
  InterfacePane(RoutingPane routing) {
    this.routing = routing;
    getStyleClass().add("c-inspect-details");
    for (var label : new Label[] {hex, cid}) label.getStyleClass().add("c-inspect-hash");
    for (var label : new Label[] {about, hex, cid, users, unknown}) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    var note = Pieces.label(InspectWords.say("times.note"), Look.MUTED, Look.SMALL);
    note.setWrapText(true);
    note.setMinHeight(Region.USE_PREF_SIZE);
    timed = new VBox(3, Pieces.label(InspectWords.say("times.title"), Look.H3), times, note);
    var line = new HBox(6, name, title);
    line.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
    var facts =
        new VBox(
            10,
            new VBox(3, line, about),
            routing,
            timed,
            part("interface.cid", copied(cid)),
            part("interface.hex", copied(hex)),
            part("interface.used-by", users));
    facts.getStyleClass().add("c-inspect-half");
    var text =
        new VBox(
            8,
            Pieces.label(InspectWords.say("interface.definition"), Look.H3),
            definition,
            unknown);
    text.getStyleClass().addAll("c-inspect-half", "c-inspect-second");
    both = new HBox(scrolling(facts), scrolling(text));
    Pieces.split(both, widthProperty(), 0.46);
    getChildren().addAll(both, nobody);
    both.setVisible(false);
  }

  private static Node part(String key, Node content) {
    return new VBox(3, Pieces.label(InspectWords.say(key), Look.H3), content);
  }

  private static Node copied(Label text) {
    var copy = new Button("", Icons.of(Feather.COPY, 14));
    copy.getStyleClass().add(Look.ICON_BUTTON);
    copy.setAccessibleText(InspectWords.say("action.copy-id"));
    copy.setTooltip(new Tooltip(InspectWords.say("action.copy-id")));
    copy.setOnAction(event -> Pieces.copy(text.getText()));
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    return Pieces.row(6, text, copy);
  }

  private static ScrollPane scrolling(Node content) {
    var pane = new ScrollPane(content);
    pane.setFitToWidth(true);
    pane.setFitToHeight(true);
    pane.setMinWidth(0);
    return pane;
  }

  void clear() {
    both.setVisible(false);
    nobody.setVisible(true);
  }

  void show(
      InterfaceRow row,
      Optional<String> text,
      Optional<Descriptor> descriptor,
      Optional<InterfaceRouting> who,
      List<ProcessDetails.Fact> answers) {
    routing.show(row.id(), who);
    times.show(answers);
    Pieces.show(timed, !answers.isEmpty());
    both.setVisible(true);
    nobody.setVisible(false);
    name.setText(row.name());
    title.setText(descriptor.map(Descriptor::title).orElse(""));
    about.setText(descriptor.map(Descriptor::documentation).orElse(""));
    Pieces.show(about, !about.getText().isEmpty());
    hex.setText(row.id().toString());
    cid.setText(row.cid());
    users.setText(
        row.users().isEmpty()
            ? InspectWords.say("interface.used-by-none")
            : String.join(", ", row.users()));
    definition.show(text.orElse(""));
    Pieces.show(definition, text.isPresent());
    Pieces.show(unknown, text.isEmpty());
  }
}
