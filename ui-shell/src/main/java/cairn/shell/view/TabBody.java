package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import javafx.scene.Node;

/** What a tab shows for one location. */
interface TabBody {
  /** What fills the tab. */
  Node node();

  /** Where the keyboard goes when the tab comes to the front. */
  void takeFocus();

  /** The kernel moved on; only called while shown. */
  void refresh(KernelSnapshot previous, KernelSnapshot now);

  /** It came to the front, or left it. */
  void shown(boolean shown);

  /** The tab can no longer go back to it. */
  void close();
}
