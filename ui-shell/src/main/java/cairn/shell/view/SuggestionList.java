package cairn.shell.view;

import cairn.shell.Suggestion;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The lines below the address bar. The keyboard stays in the bar, which moves the choice here. */
final class SuggestionList extends VBox {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final Consumer<Suggestion> take;
  private List<Suggestion> lines = List.of();
  private int chosen = -1;

  SuggestionList(Consumer<Suggestion> take) {
    this.take = take;
    getStyleClass().addAll(Look.CARD, Look.FLOATING, "c-suggestions");
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    setVisible(false);
  }

  void show(List<Suggestion> now) {
    lines = now;
    chosen = -1;
    getChildren().setAll(now.stream().map(this::row).toList());
    setVisible(!now.isEmpty());
  }

  void hide() {
    show(List.of());
  }

  /** Moves the choice; past the ends there is none, which means the text itself. */
  void move(int step) {
    if (lines.isEmpty()) return;
    chosen = Math.floorMod(chosen + 1 + step, lines.size() + 1) - 1;
    for (int i = 0; i < lines.size(); i++)
      getChildren().get(i).pseudoClassStateChanged(CHOSEN, i == chosen);
  }

  Optional<Suggestion> chosen() {
    return chosen < 0 ? Optional.empty() : Optional.of(lines.get(chosen));
  }

  private Node row(Suggestion line) {
    Node icon =
        line.program()
            .<Node>map(program -> new Identicon(program.hash().toByteArray(), 18))
            .orElseGet(() -> Icons.of(Feather.BOX, 16));
    var title = Parts.label(line.title(), Look.STRONG);
    var detail = Parts.label(line.detail(), Look.MUTED);
    HBox row =
        Parts.row(
            10, icon, title, Parts.grow(detail), Parts.label(line.kind(), Look.FAINT, Look.SMALL));
    row.getStyleClass().add("c-suggestion");
    row.setAccessibleRole(AccessibleRole.LIST_ITEM);
    row.setAccessibleText(line.title() + ", " + line.kind());
    // Pressed, not clicked: the bar loses the focus and hides the list before a click would come.
    row.setOnMousePressed(
        event -> {
          take.accept(line);
          event.consume();
        });
    return row;
  }
}
