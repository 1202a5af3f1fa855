package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.Library;
import cairn.shell.Settings;
import cairn.shell.ShellModel;
import cairn.shell.Target;
import cairn.shell.Words;
import cairn.themes.AppMark;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.time.InstantSource;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What a new tab shows: the programs that ship, what was opened, and ways to bring one's own. */
final class StartPage implements Page {
  private static final double WIDTH = 880;
  private static final int COLUMNS = 4;

  /** The tag of programs that are there to be looked at, not to be used. */
  private static final String TEST = "test";

  private final ScrollPane node;
  private final RecentList recent;

  StartPage(
      Library library,
      Settings settings,
      InstantSource clock,
      Navigator navigator,
      OwnPrograms.Deeds own) {
    recent = new RecentList(library, clock, navigator);
    var head =
        Parts.row(
            14,
            new AppMark(44),
            Parts.column(
                1,
                Parts.label(Words.say("start.title"), Look.H1),
                Parts.label(Words.say("start.subtitle"), Look.MUTED)));
    var column = new VBox(22, head);
    column.getStyleClass().add("c-start");
    if (!settings.greeted()) column.getChildren().add(greeting(settings, column));
    column
        .getChildren()
        .add(
            Parts.column(
                8,
                Parts.label(Words.say("start.shipped"), Look.H3),
                tiles(library, navigator),
                forTesting(library, navigator)));
    column.getChildren().add(lower(new OwnPrograms(library, own)));
    column.setMaxWidth(WIDTH);
    var centred = new StackPane(column);
    centred.setAlignment(Pos.TOP_CENTER);
    node = new ScrollPane(centred);
    node.setFitToWidth(true);
    node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    node.getStyleClass().add("c-start-page");
  }

  static PageFactory factory(ShellPorts ports, OwnPrograms.Deeds own) {
    return new PageFactory(
        ShellModel.START,
        Words.say("tab.start"),
        Feather.BOX,
        false,
        navigator ->
            new StartPage(ports.library(), ports.settings(), ports.clock(), navigator, own));
  }

  private static Node greeting(Settings settings, VBox column) {
    var sentences = new VBox(5);
    for (int i = 1; i <= 3; i++)
      sentences.getChildren().add(Parts.sentence(Words.say("start.greeting." + i)));
    var box = Parts.row(20, Parts.grow(sentences));
    var ok =
        Parts.button(
            Words.say("start.greeting.ok"),
            () -> {
              settings.greeted(true);
              column.getChildren().remove(box);
            });
    box.getChildren().add(ok);
    box.getStyleClass().addAll(Look.CARD, Look.INSET, "c-greeting");
    return box;
  }

  private static Node tiles(Library library, Navigator navigator) {
    var grid = new GridPane(12, 12);
    for (int i = 0; i < COLUMNS; i++) {
      var constraint = new ColumnConstraints();
      constraint.setPercentWidth(100.0 / COLUMNS);
      constraint.setHgrow(Priority.ALWAYS);
      grid.getColumnConstraints().add(constraint);
    }
    int i = 0;
    for (var program : library.shipped()) {
      if (isForTesting(program)) continue;
      grid.add(new ProgramTile(program, navigator).node(), i % COLUMNS, i / COLUMNS);
      i++;
    }
    return grid;
  }

  private static boolean isForTesting(Library.Shipped program) {
    return program.tags().contains(TEST);
  }

  // Programs that show how Cairn bears bad ones: not among those one wants to use.
  private static Node forTesting(Library library, Navigator navigator) {
    var row = Parts.row(10, Parts.label(Words.say("start.testing"), Look.MUTED));
    for (var program : library.shipped()) {
      if (!isForTesting(program)) continue;
      var content =
          Parts.row(
              8,
              new Identicon(program.program().hash().toByteArray(), 18),
              Parts.label(program.name(), Look.STRONG),
              Parts.label(program.description(), Look.MUTED));
      var button =
          Parts.button(
              "",
              () -> navigator.run(new Target.Content(program.address()), program.name()),
              "c-tile",
              "c-small-tile");
      button.setGraphic(content);
      button.setAccessibleText(program.name() + ", " + program.description());
      row.getChildren().add(button);
    }
    Parts.visible(row, row.getChildren().size() > 1);
    return row;
  }

  private Node lower(OwnPrograms own) {
    var left = Parts.column(8, Parts.label(Words.say("start.recent"), Look.H3), recent.node());
    var right = Parts.column(8, Parts.label(Words.say("start.own"), Look.H3), own.node());
    var grid = new GridPane(24, 0);
    grid.getColumnConstraints().addAll(percent(55.6), percent(44.4));
    grid.add(left, 0, 0);
    grid.add(right, 1, 0);
    left.setFillWidth(true);
    for (Region region : new Region[] {left, right}) region.setMaxHeight(Region.USE_PREF_SIZE);
    GridPane.setValignment(left, VPos.TOP);
    GridPane.setValignment(right, VPos.TOP);
    return grid;
  }

  private static ColumnConstraints percent(double share) {
    var constraint = new ColumnConstraints();
    constraint.setPercentWidth(share);
    return constraint;
  }

  @Override
  public String title() {
    return Words.say("tab.start");
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.BOX);
  }

  @Override
  public String address() {
    return ShellModel.START;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {
    recent.refresh(now);
  }

  @Override
  public void shown(boolean shown) {}

  @Override
  public void close() {}
}
