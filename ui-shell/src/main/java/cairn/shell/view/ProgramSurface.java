package cairn.shell.view;

import javafx.scene.Node;

/** What a program shows in its tab: a terminal, later a window. On the JavaFX thread. */
public interface ProgramSurface {
  /** What fills the tab; always the same node. Gets the focus when the tab comes to the front. */
  Node node();

  /** The tab came to the front, or left it. */
  void shown(boolean shown);

  /** The tab is gone. Called once. */
  void close();
}
