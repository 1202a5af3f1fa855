package cairn.app;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.permissions.view.PermissionSheets;
import cairn.shell.view.SheetHost;
import java.util.Optional;
import javafx.scene.Node;

/**
 * Hangs the permission sheets into the shell; the two do not know each other. On the JavaFX thread.
 */
record Sheets(PermissionSheets sheets) implements SheetHost {
  @Override
  public void refresh(KernelSnapshot now) {
    sheets.refresh(now);
  }

  @Override
  public Optional<Node> sheet(Pid pid) {
    return sheets.sheet(pid);
  }

  @Override
  public int waiting(Pid pid) {
    return sheets.waiting(pid);
  }

  @Override
  public void shown(Pid pid, boolean shown) {
    sheets.shown(pid, shown);
  }

  @Override
  public void recall(Pid pid) {
    sheets.recall(pid);
  }

  @Override
  public void onChange(Runnable action) {
    sheets.onChange(action);
  }
}
