package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.Library;
import cairn.shell.Settings;
import cairn.shell.Settings.ThemeChoice;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import cairn.themes.SteadyWidth;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** {@code cairn:settings}: the theme, the gateways, what is remembered. */
final class SettingsPage implements Page {
  static final String ADDRESS = "cairn:settings";

  private static final double WIDTH = 640;

  private final ScrollPane node;

  private SettingsPage(Settings settings, Library library, Runnable themeChanged) {
    var column =
        new VBox(
            18,
            Parts.label(Words.say("page.settings"), Look.H2),
            part("settings.theme", theme(settings, themeChanged)),
            part("settings.gateways", new GatewayList(settings).node()),
            part("settings.history", history(library)));
    column.getStyleClass().add("c-page-column");
    column.setMaxWidth(WIDTH);
    node = new ScrollPane(column);
    node.setFitToWidth(true);
    node.getStyleClass().add("c-page-scroll");
  }

  static PageFactory factory(ShellPorts ports, Runnable themeChanged) {
    return new PageFactory(
        ADDRESS,
        Words.say("page.settings"),
        Feather.SETTINGS,
        true,
        _ -> new SettingsPage(ports.settings(), ports.library(), themeChanged));
  }

  private static Node part(String key, Node content) {
    var detail = Parts.sentence(Words.say(key + ".detail"), Look.MUTED);
    var box =
        new VBox(10, Parts.column(2, Parts.label(Words.say(key), Look.STRONG), detail), content);
    box.getStyleClass().addAll(Look.CARD, "c-setting");
    return box;
  }

  private static Node theme(Settings settings, Runnable changed) {
    var segments = new HBox();
    segments.getStyleClass().add(Look.SEGMENTS);
    segments.setMaxWidth(Region.USE_PREF_SIZE);
    var group = new ToggleGroup();
    for (var choice : ThemeChoice.values()) {
      var button =
          new ToggleButton(Words.say("settings.theme." + choice.name().toLowerCase(Locale.ROOT)));
      button.setToggleGroup(group);
      SteadyWidth.keep(button);
      button.setSelected(settings.theme() == choice);
      button.setOnAction(
          _ -> {
            // A second click on the chosen one does not unchoose it.
            button.setSelected(true);
            settings.theme(choice);
            changed.run();
          });
      segments.getChildren().add(button);
    }
    return segments;
  }

  private static Node history(Library library) {
    var button = Parts.button(Words.say("settings.history.forget"), () -> {});
    var empty = Parts.label(Words.say("settings.history.empty"), Look.FAINT);
    Parts.visible(empty, library.recent().isEmpty());
    button.setDisable(library.recent().isEmpty());
    button.setOnAction(
        _ -> {
          library.forgetRecent();
          button.setDisable(true);
          Parts.visible(empty, true);
        });
    return Parts.row(12, button, empty);
  }

  @Override
  public String title() {
    return Words.say("page.settings");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.SETTINGS);
  }

  @Override
  public String address() {
    return ADDRESS;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {}

  @Override
  public void shown(boolean shown) {}

  @Override
  public void close() {}
}
