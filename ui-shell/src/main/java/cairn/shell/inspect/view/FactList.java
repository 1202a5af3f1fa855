package cairn.shell.inspect.view;

import cairn.shell.inspect.ProcessDetails.Fact;
import cairn.themes.Look;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Lines of what, with whom, how much. Lines are kept and filled anew. */
final class FactList extends VBox {
  private static final double WHO = 112;
  private static final double LEAST_WHO = 84;
  private static final double FIGURE = 80;

  private final double least;

  FactList() {
    this(FIGURE);
  }

  /** {@code figure}: room for the figures, so that what is before them stands in a line. */
  FactList(double figure) {
    least = figure;
    getStyleClass().add("c-inspect-facts");
  }

  void show(List<Fact> facts) {
    while (getChildren().size() > facts.size()) getChildren().removeLast();
    while (getChildren().size() < facts.size()) getChildren().add(new Line(least));
    for (int i = 0; i < facts.size(); i++) ((Line) getChildren().get(i)).show(facts.get(i));
  }

  private static final class Line extends HBox {
    private final double least;
    private final Label what = new Label();
    private final Label who = Pieces.label("", Look.MUTED);
    private final Label figure =
        new Label() {
          @Override
          protected double computePrefWidth(double height) {
            return Math.max(least, super.computePrefWidth(height));
          }
        };

    Line(double least) {
      super(10);
      this.least = least;
      setAlignment(Pos.CENTER_LEFT);
      getStyleClass().add("c-inspect-fact");
      what.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(what, Priority.ALWAYS);
      who.setMinWidth(LEAST_WHO);
      who.setPrefWidth(WHO);
      figure.setMinWidth(Region.USE_PREF_SIZE);
      figure.setAlignment(Pos.CENTER_RIGHT);
      getChildren().addAll(what, who, figure);
    }

    void show(Fact fact) {
      what.setText(fact.what());
      who.setText(fact.who());
      Pieces.show(who, !fact.who().isEmpty());
      figure.setText(fact.figure());
    }
  }
}
