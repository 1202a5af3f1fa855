package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.Words;
import cairn.themes.AppMark;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** {@code cairn:about}: what this is, what it runs on, what it is made of, and the keys. */
final class AboutPage implements Page {
  static final String ADDRESS = "cairn:about";

  private static final double WIDTH = 640;
  private static final double FIRST_COLUMN = 190;
  private static final String[][] PARTS = {
    {"OpenJFX", "GPL-2.0 with Classpath exception"},
    {"AtlantaFX", "MIT"},
    {"ControlsFX", "BSD-3-Clause"},
    {"Ikonli, Feather icons", "Apache-2.0, MIT"},
    {"JediTermFX", "LGPL-3.0 or Apache-2.0"},
    {"OkHttp", "Apache-2.0"},
    {"SQLite JDBC", "Apache-2.0"},
    {"Jackson", "Apache-2.0"},
    {"Bouncy Castle", "MIT"},
    {"Inter, JetBrains Mono", "SIL Open Font License 1.1"},
  };

  private final ScrollPane node;

  private AboutPage(String version) {
    var head =
        Parts.row(
            14,
            new AppMark(44),
            Parts.column(
                1,
                Parts.label(Words.say("start.title"), Look.H1),
                Parts.label(versionWords(version), Look.MUTED)));
    var runtime =
        Words.say(
            "about.java",
            Runtime.version().feature(),
            System.getProperty("javafx.version", ""),
            System.getProperty("os.name", ""));
    var column =
        new VBox(
            18,
            head,
            Parts.sentence(Words.say("about.what")),
            Parts.label(runtime, Look.MUTED),
            card("about.keys", keys()),
            card("about.parts", parts()),
            Parts.label(Words.say("about.licence"), Look.MUTED));
    column.getStyleClass().add("c-page-column");
    column.setMaxWidth(WIDTH);
    node = new ScrollPane(column);
    node.setFitToWidth(true);
    node.getStyleClass().add("c-page-scroll");
  }

  static PageFactory factory(ShellPorts ports) {
    return new PageFactory(
        ADDRESS, Words.say("page.about"), Feather.INFO, true, _ -> new AboutPage(ports.version()));
  }

  private static Node card(String key, Node content) {
    var box = new VBox(10, Parts.label(Words.say(key), Look.STRONG), content);
    box.getStyleClass().addAll(Look.CARD, "c-setting");
    return box;
  }

  // A build that was not made for others has no number.
  private static String versionWords(String version) {
    return version.isEmpty() || !Character.isDigit(version.charAt(0))
        ? Words.say("about.version.none")
        : Words.say("about.version", version);
  }

  private static Node keys() {
    var lines = Words.say("about.keys.list").lines().map(line -> line.split("\\|", 2)).toList();
    return table(lines.toArray(String[][]::new), Look.MONO);
  }

  private static Node parts() {
    return table(PARTS);
  }

  private static Node table(String[][] lines, String... looksOfFirst) {
    var grid = new GridPane(24, 5);
    grid.getColumnConstraints().add(new ColumnConstraints(FIRST_COLUMN));
    for (int i = 0; i < lines.length; i++) {
      grid.add(Parts.label(lines[i][0], looksOfFirst), 0, i);
      grid.add(Parts.label(lines[i][1], Look.MUTED), 1, i);
    }
    return grid;
  }

  @Override
  public String title() {
    return Words.say("page.about");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.INFO);
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
