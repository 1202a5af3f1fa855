package cairn.shell.view;

import cairn.shell.Gateways;
import cairn.shell.Settings;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The user's gateways, in the order they are asked. */
final class GatewayList {
  private final Settings settings;
  private final VBox rows = new VBox();
  private final TextField field = new TextField();
  private final Label wrong = Parts.sentence("", Look.DANGER);
  private final VBox node;

  GatewayList(Settings settings) {
    this.settings = settings;
    rows.getStyleClass().addAll(Look.CARD, Look.INSET, "c-rows");
    field.setPromptText(Words.say("settings.gateways.prompt"));
    field.setId("gateway");
    field.setOnAction(_ -> add());
    Parts.visible(wrong, false);
    var add = Parts.button(Words.say("settings.gateways.add"), this::add);
    node = new VBox(8, rows, Parts.row(8, Parts.grow(field), add), wrong);
    fill();
  }

  Node node() {
    return node;
  }

  private void fill() {
    var gateways = settings.gateways();
    if (gateways.isEmpty()) {
      var none = Parts.sentence(Words.say("settings.gateways.none"), Look.MUTED);
      none.getStyleClass().add("c-empty-row");
      rows.getChildren().setAll(none);
      return;
    }
    rows.getChildren().setAll(gateways.stream().map(this::row).toList());
  }

  private Node row(String gateway) {
    var up =
        Parts.iconButton(
            Feather.ARROW_UP,
            Words.say("settings.gateways.up"),
            () ->
                change(
                    list ->
                        Collections.swap(list, list.indexOf(gateway), list.indexOf(gateway) - 1)));
    up.setGraphic(Icons.of(Feather.ARROW_UP, 16));
    up.setDisable(settings.gateways().indexOf(gateway) == 0);
    var remove =
        Parts.iconButton(
            Feather.X,
            Words.say("settings.gateways.remove"),
            () -> change(list -> list.remove(gateway)));
    remove.setGraphic(Icons.of(Feather.X, 16));
    var row =
        Parts.row(
            8,
            Icons.of(Feather.GLOBE, 16),
            Parts.grow(Parts.label(gateway, Look.MONO)),
            up,
            remove);
    row.getStyleClass().add("c-gateway");
    return row;
  }

  private void add() {
    var read = Gateways.read(field.getText());
    boolean twice = read.filter(settings.gateways()::contains).isPresent();
    wrong.setText(Words.say(twice ? "settings.gateways.twice" : "settings.gateways.wrong"));
    Parts.visible(wrong, read.isEmpty() || twice);
    if (read.isEmpty() || twice) return;
    change(list -> list.add(read.get()));
    field.clear();
  }

  private void change(Consumer<List<String>> how) {
    var list = new ArrayList<>(settings.gateways());
    how.accept(list);
    settings.gateways(List.copyOf(list));
    fill();
  }
}
