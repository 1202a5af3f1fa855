package cairn.shell.inspect.view;

import cairn.shell.PlainWords;
import cairn.themes.Look;
import java.util.ArrayList;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * A definition with its comments set back; what does not fit in a line goes on below where the line
 * began. Definitions may come from programs, so the text is cleaned and what is shown of it is
 * bounded.
 */
final class DefinitionText extends VBox {
  private static final int MOST_LINES = 500;
  private static final int MOST_INDENT = 32;

  private static final double CHARACTER = 7.2;

  private String shown = "";

  DefinitionText() {
    getStyleClass().add("c-inspect-definition");
  }

  void show(String definition) {
    if (definition.equals(shown)) return;
    shown = definition;
    var lines = definition.lines().limit(MOST_LINES + 1L).toList();
    var nodes = new ArrayList<Node>();
    for (var line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) nodes.add(line(line));
    if (lines.size() > MOST_LINES) nodes.add(new TextFlow(text("…", Look.FAINT)));
    getChildren().setAll(nodes);
  }

  private static Node line(String line) {
    var clean = PlainWords.of(line);
    int indent = 0;
    while (indent < Math.min(MOST_INDENT, clean.length()) && clean.charAt(indent) == ' ') indent++;
    var flow = new TextFlow();
    flow.setPadding(new Insets(0, 0, 0, indent * CHARACTER));
    var rest = clean.substring(indent);
    int comment = rest.indexOf("//");
    // An empty line has the height of one.
    if (comment != 0)
      flow.getChildren().add(text(comment < 0 ? rest + " " : rest.substring(0, comment)));
    if (comment >= 0) flow.getChildren().add(text(rest.substring(comment), Look.MUTED));
    return flow;
  }

  private static Text text(String words, String... looks) {
    var text = new Text(words);
    text.getStyleClass().addAll(looks);
    text.getStyleClass().add("c-inspect-code");
    return text;
  }
}
