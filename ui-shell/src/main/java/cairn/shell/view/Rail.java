package cairn.shell.view;

import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** The rail at the left of Cairn's pages: which pages there are, and which this is. */
final class Rail extends VBox {
  private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");

  Rail(Pages pages, String here, Navigator navigator) {
    getStyleClass().add("c-rail");
    setAccessibleRole(AccessibleRole.TOOL_BAR);
    setAccessibleText(Words.say("menu.pages"));
    for (var page : pages.all())
      if (page.inRail()) getChildren().add(entry(page, page.address().equals(here), navigator));
  }

  private static Button entry(PageFactory page, boolean here, Navigator navigator) {
    var button = Parts.button(page.title(), () -> navigator.open(page.address()), "c-rail-entry");
    button.setGraphic(Icons.of(page.icon(), 16));
    button.setGraphicTextGap(9);
    button.setAlignment(Pos.CENTER_LEFT);
    button.setMaxWidth(Double.MAX_VALUE);
    button.pseudoClassStateChanged(HERE, here);
    if (here) button.getStyleClass().add(Look.STRONG);
    return button;
  }
}
