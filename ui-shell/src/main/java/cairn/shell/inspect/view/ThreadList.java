package cairn.shell.inspect.view;

import cairn.shell.inspect.ThreadLine;
import cairn.themes.Look;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A process's threads, each with its stack below. Lines are kept and filled anew. */
final class ThreadList extends VBox {
  void show(List<ThreadLine> threads) {
    while (getChildren().size() > threads.size()) getChildren().removeLast();
    while (getChildren().size() < threads.size()) getChildren().add(new Line());
    for (int i = 0; i < threads.size(); i++) ((Line) getChildren().get(i)).show(threads.get(i));
  }

  private static final class Line extends VBox {
    private final Label name = new Label();
    private final Label doing = Pieces.label("", Look.MUTED);
    private final Label cpu = new Label();
    private final Label stack = Pieces.label("", Look.MONO, Look.MUTED, "c-inspect-frames");

    Line() {
      name.setMinWidth(74);
      doing.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(doing, Priority.ALWAYS);
      cpu.setMinWidth(Region.USE_PREF_SIZE);
      cpu.setPrefWidth(80);
      cpu.setAlignment(Pos.CENTER_RIGHT);
      stack.setMinHeight(Region.USE_PREF_SIZE);
      var head = Pieces.row(10, name, doing, cpu);
      head.getStyleClass().add("c-inspect-thread");
      getStyleClass().add("c-inspect-threads");
      getChildren().addAll(head, stack);
    }

    void show(ThreadLine thread) {
      name.setText(thread.name());
      doing.setText(thread.doing());
      cpu.setText(thread.cpu());
      stack.setText(String.join("\n", thread.stack()));
      Pieces.show(stack, !thread.stack().isEmpty());
    }
  }
}
