package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import java.util.Optional;
import javafx.scene.Node;

/** The permission sheets, one for each process that asks. On the JavaFX thread; never blocks. */
public interface SheetHost {
  /** The kernel moved on; called before {@link #sheet} with every snapshot. */
  void refresh(KernelSnapshot now);

  /**
   * What hangs from the address bar while this process's tab is in front; empty when it asks
   * nothing or the user has put the sheet away. The same node as long as it hangs.
   */
  Optional<Node> sheet(Pid pid);

  /** Questions of this process that wait for the user, put away or not. */
  int waiting(Pid pid);

  /** The sheet of this process came to the front, or left it. */
  void shown(Pid pid, boolean shown);

  /** The user wants to see the sheet again that was put away. */
  void recall(Pid pid);

  /** The one action to run when a sheet opens, closes or changes between two snapshots. */
  void onChange(Runnable action);
}
