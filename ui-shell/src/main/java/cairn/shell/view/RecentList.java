package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.shell.Amounts;
import cairn.shell.Hashes;
import cairn.shell.Library;
import cairn.shell.PlainWords;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The programs that were opened last, with what became of them. */
final class RecentList {
  private static final int MOST = 5;

  // What the rows were made of; they are made anew when it changes.
  private record Shown(List<Library.Recent> entries, Set<ProgramId> running) {}

  private final Library library;
  private final InstantSource clock;
  private final Navigator navigator;
  private final VBox node = new VBox();
  private Shown shown = new Shown(List.of(), Set.of());

  RecentList(Library library, InstantSource clock, Navigator navigator) {
    this.library = library;
    this.clock = clock;
    this.navigator = navigator;
    node.getStyleClass().addAll(Look.CARD, "c-rows");
    fill();
  }

  Node node() {
    return node;
  }

  void refresh(KernelSnapshot now) {
    var running =
        now.processes().stream()
            .filter(process -> !(process.state() instanceof ProcessState.Ended))
            .flatMap(process -> process.program().stream())
            .collect(Collectors.toSet());
    var next = new Shown(library.recent().stream().limit(MOST).toList(), running);
    if (next.equals(shown)) return;
    shown = next;
    fill();
  }

  private void fill() {
    if (shown.entries().isEmpty()) {
      var empty = Parts.label(Words.say("start.recent.empty"), Look.FAINT);
      empty.getStyleClass().add("c-empty-row");
      node.getChildren().setAll(empty);
      return;
    }
    node.getChildren().setAll(shown.entries().stream().map(this::row).toList());
  }

  private Node row(Library.Recent entry) {
    Node icon =
        entry
            .program()
            .<Node>map(program -> new Identicon(program.hash().toByteArray(), 22))
            .orElseGet(() -> Icons.of(Feather.FILE, 18));
    var box = new HBox(icon);
    box.setMinWidth(22);
    box.setAlignment(Pos.CENTER);
    // A short hash instead of a name is set as a hash.
    boolean named = !Hashes.isBrief(entry.name());
    var name = Parts.label(PlainWords.program(entry.name()), named ? Look.STRONG : Look.MONO);
    var when =
        Parts.label(
            Amounts.moment(entry.opened(), clock.instant(), ZoneId.systemDefault()), Look.FAINT);
    when.setMinWidth(86);
    when.setAlignment(Pos.CENTER_RIGHT);
    var row = Parts.row(8, box, Parts.grow(name), Parts.label(outcome(entry), Look.MUTED), when);
    return Parts.wide(
        row, () -> navigator.run(entry.target(), entry.name()), entry.name(), 14, "c-row-button");
  }

  private String outcome(Library.Recent entry) {
    if (entry.program().filter(shown.running()::contains).isPresent())
      return Words.say("outcome.running");
    return Words.say(
        switch (entry.outcome()) {
          case OPENED -> "outcome.opened";
          case ENDED -> "outcome.ended";
          case CRASHED -> "outcome.crashed";
          case FAILED -> "outcome.failed";
        });
  }
}
