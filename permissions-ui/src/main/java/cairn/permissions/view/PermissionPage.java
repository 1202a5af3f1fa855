package cairn.permissions.view;

import cairn.permissions.GrantGroup;
import cairn.permissions.PermissionPageModel;
import cairn.permissions.PermissionPageModel.Grouping;
import cairn.permissions.Words;
import cairn.registry.Sha256;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What fills {@code cairn:permissions}. */
public final class PermissionPage {
  private final PermissionPageModel model;
  private final VBox root = new VBox();
  private final VBox cards = new VBox(12);
  private final ScrollPane scroll = new ScrollPane(cards);
  private final Node nothing = nothing();
  private final Map<Sha256, GrantCard> shown = new HashMap<>();

  /** With the model of one tab; shows what it holds now. */
  public PermissionPage(PermissionPageModel model) {
    this.model = model;
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("perm-scroll");
    var body = new StackPane(scroll, nothing);
    VBox.setVgrow(body, Priority.ALWAYS);
    root.getStyleClass().add("perm-page");
    root.getStylesheets().add(PermissionSheet.stylesheet());
    root.getChildren().addAll(header(), body);
    model.groupsProperty().subscribe(this::fill);
  }

  /** What to show; always the same node. */
  public Node node() {
    return root;
  }

  /** Reads the grants again; to be called a few times a second while it is shown. */
  public void refresh() {
    model.refresh();
  }

  private Node header() {
    var title = new Label(Words.say("page.title"));
    title.getStyleClass().add(Look.H2);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var group = new ToggleGroup();
    var groupings =
        new Segments<>(model.groupingProperty())
            .add(Grouping.BY_PROGRAM, "page.by.program", group)
            .add(Grouping.BY_INTERFACE, "page.by.interface", group);
    var header = new HBox(8, title, space, groupings);
    header.setAlignment(Pos.CENTER_LEFT);
    header.getStyleClass().add("perm-page-header");
    return header;
  }

  private static Node nothing() {
    var title = new Label(Words.say("page.empty"));
    title.getStyleClass().add(Look.H2);
    var more = new Label(Words.say("page.empty.more"));
    more.getStyleClass().addAll(Look.MUTED, "perm-empty-more");
    more.setWrapText(true);
    var icon = Icons.of(Feather.SHIELD, 32);
    icon.getStyleClass().add(Look.FAINT);
    var box = new VBox(10, icon, title, more);
    box.getStyleClass().add("perm-empty");
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private void fill(List<GrantGroup> groups) {
    nothing.setVisible(groups.isEmpty());
    scroll.setVisible(!groups.isEmpty());
    shown.keySet().retainAll(groups.stream().map(GrantGroup::picture).toList());
    List<Node> now = groups.stream().<Node>map(this::card).toList();
    if (!cards.getChildren().equals(now)) cards.getChildren().setAll(now);
  }

  /** The card of a group stays while the group does, so that the keyboard stays where it is. */
  private GrantCard card(GrantGroup group) {
    var card = shown.get(group.picture());
    if (card == null || !card.shows(group)) {
      card = new GrantCard(group, model);
      shown.put(group.picture(), card);
    }
    card.update(group);
    return card;
  }
}
