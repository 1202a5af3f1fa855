package cairn.shell.view;

import cairn.shell.Hashes;
import cairn.shell.Library;
import cairn.shell.Target;
import cairn.shell.Words;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A program that ships, as a card on the start page. A click runs it. */
final class ProgramTile {
  private static final Set<String> EXPLAINED =
      Set.of("console", "time", "random", "tcp", "wasi", "handler");

  private final Node node;

  ProgramTile(Library.Shipped program, Navigator navigator) {
    var names =
        Parts.column(
            0,
            Parts.label(program.name(), Look.STRONG),
            Parts.label(Hashes.tiny(program.program()), Look.MONO, Look.SMALL, Look.FAINT));
    HBox.setHgrow(names, Priority.ALWAYS);
    var head = Parts.row(8, new Identicon(program.program().hash().toByteArray(), 30), names);
    var tags = Parts.row(6);
    program.tags().stream().limit(3).forEach(tag -> tags.getChildren().add(chip(tag)));
    var content = new VBox(8, head, Parts.label(program.description(), Look.MUTED), tags);
    node =
        Parts.wide(
            content,
            () -> navigator.run(new Target.Content(program.address()), program.name()),
            program.name() + ", " + program.description(),
            14,
            "c-tile");
  }

  private static Node chip(String tag) {
    var chip = Parts.chip(tag);
    if (EXPLAINED.contains(tag)) chip.setTooltip(Parts.tip(Words.say("start.tag." + tag)));
    return chip;
  }

  Node node() {
    return node;
  }
}
