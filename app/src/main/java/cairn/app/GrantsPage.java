package cairn.app;

import cairn.kernel.KernelSnapshot;
import cairn.permissions.view.PermissionPage;
import cairn.shell.view.Page;
import cairn.themes.Icons;
import javafx.scene.Node;
import org.kordamp.ikonli.feather.Feather;

/** Hangs the permission page into the shell as {@code cairn:permissions}. On the JavaFX thread. */
record GrantsPage(PermissionPage page) implements Page {
  static final String ADDRESS = "cairn:permissions";

  @Override
  public String title() {
    return "Permissions";
  }

  @Override
  public Node icon() {
    return Icons.of(Feather.SHIELD);
  }

  @Override
  public String address() {
    return ADDRESS;
  }

  @Override
  public Node node() {
    return page.node();
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {
    page.refresh();
  }

  @Override
  public void shown(boolean shown) {
    if (shown) page.refresh();
  }

  @Override
  public void close() {}
}
