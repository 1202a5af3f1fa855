package cairn.permissions.view;

import cairn.kernel.gate.GrantId;
import cairn.permissions.GrantGroup;
import cairn.permissions.PermissionPageModel;
import cairn.permissions.Words;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The grants of one program, or of one interface. */
final class GrantCard extends VBox {
  private final PermissionPageModel model;
  private final String title;
  private final boolean ofProgram;
  private final VBox box = new VBox();
  private final Map<GrantId, GrantLineView> lines = new HashMap<>();
  private GrantGroup group;

  GrantCard(GrantGroup group, PermissionPageModel model) {
    this.model = model;
    this.group = group;
    title = group.title();
    ofProgram = group.ofProgram();
    getStyleClass().addAll(Look.CARD, "perm-card");
    getChildren().addAll(header(), box);
  }

  /** Whether this card's head is that of the group. */
  boolean shows(GrantGroup other) {
    return title.equals(other.title()) && ofProgram == other.ofProgram();
  }

  void update(GrantGroup now) {
    group = now;
    lines.keySet().retainAll(now.lines().stream().map(GrantGroup.Line::id).toList());
    List<Node> views = now.lines().stream().<Node>map(this::line).toList();
    if (!box.getChildren().equals(views)) box.getChildren().setAll(views);
  }

  private GrantLineView line(GrantGroup.Line line) {
    var view = lines.get(line.id());
    // Another word about the same keeps its number.
    if (view == null || !view.shows(line)) {
      view = new GrantLineView(line, () -> model.revoke(line.id()));
      lines.put(line.id(), view);
    }
    view.update(line);
    return view;
  }

  private Node header() {
    var name = new Label(title);
    name.getStyleClass().add(Look.STRONG);
    name.setMinWidth(0);
    var hash = new Label(title.equals(group.hash()) ? "" : group.hash());
    hash.setMinWidth(USE_PREF_SIZE);
    hash.getStyleClass().addAll(Look.MONO, Look.FAINT);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var forget = new Hyperlink(Words.say("page.forget"));
    forget.setMinWidth(USE_PREF_SIZE);
    forget.getStyleClass().addAll(Look.LINK, "perm-link");
    forget.setTooltip(new Tooltip(Words.say("page.forget.help", title)));
    forget.setAccessibleText(Words.say("page.forget.help", title));
    forget.setOnAction(_ -> model.forget(group));
    var header = new HBox(8, picture(), name, hash, space, forget);
    header.setAlignment(Pos.CENTER_LEFT);
    header.getStyleClass().addAll(Look.RULED, "perm-card-header");
    return header;
  }

  private Node picture() {
    if (ofProgram) return new Identicon(group.picture().toByteArray(), 24);
    var icon = new StackPane(Icons.of(Feather.CPU));
    icon.setMinSize(24, 24);
    return icon;
  }
}
