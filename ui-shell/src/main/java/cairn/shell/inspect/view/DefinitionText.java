package cairn.shell.inspect.view;

import cairn.shell.PlainWords;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/**
 * A definition with its comments set back. Definitions may come from programs, so the text is
 * cleaned and what is shown of it is bounded.
 */
final class DefinitionText extends TextFlow {
  private static final int MOST_LINES = 500;

  private String shown = "";

  DefinitionText() {
    getStyleClass().add("c-inspect-definition");
  }

  void show(String definition) {
    if (definition.equals(shown)) return;
    shown = definition;
    var lines = definition.lines().limit(MOST_LINES + 1L).toList();
    var texts = new ArrayList<Text>();
    for (var line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) add(line, texts);
    if (lines.size() > MOST_LINES) texts.add(text("…\n", Look.FAINT));
    getChildren().setAll(texts);
  }

  private static void add(String line, List<Text> texts) {
    var clean = PlainWords.of(line);
    int comment = clean.indexOf("//");
    if (comment < 0) {
      texts.add(text(clean + "\n"));
      return;
    }
    if (comment > 0) texts.add(text(clean.substring(0, comment)));
    texts.add(text(clean.substring(comment) + "\n", Look.MUTED));
  }

  private static Text text(String words, String... looks) {
    var text = new Text(words);
    text.getStyleClass().addAll(looks);
    text.getStyleClass().add("c-inspect-code");
    return text;
  }
}
