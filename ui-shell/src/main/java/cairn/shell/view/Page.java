package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import javafx.scene.Node;

/** The content of a tab that shows an address {@code cairn:...}. One object per tab. */
public interface Page {
  /** What the tab is called. */
  String title();

  /** A fresh icon of 16 px for the tab and the address bar. */
  Node icon();

  /** The address, such as {@code cairn:processes}. */
  String address();

  /** What fills the tab beside the rail; always the same node. */
  Node node();

  /**
   * The kernel moved on. Called about four times a second while the page is shown, with the newest
   * two snapshots this page may compare; for the first call both are the same.
   */
  void refresh(KernelSnapshot previous, KernelSnapshot now);

  /** The tab came to the front ({@code true}) or left it. Not refreshed while not shown. */
  void shown(boolean shown);

  /** The tab is gone or shows something else. Called once. */
  void close();
}
