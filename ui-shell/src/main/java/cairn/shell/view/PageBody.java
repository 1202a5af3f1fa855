package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/** One of Cairn's pages beside the rail; the start page has no rail. */
final class PageBody implements TabBody {
  private final Page page;
  private final Node node;
  private KernelSnapshot last;

  PageBody(Page page, Node node, KernelSnapshot first) {
    this.page = page;
    this.node = node;
    this.last = first;
  }

  static PageBody withRail(Page page, Rail rail, KernelSnapshot first) {
    var box = new HBox(rail, Parts.grow(page.node()));
    box.getStyleClass().add("c-page");
    return new PageBody(page, box, first);
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void takeFocus() {
    page.node().requestFocus();
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {
    // Its own previous one: a page that was hidden for a while compares with what it saw last.
    page.refresh(last, now);
    last = now;
  }

  @Override
  public void shown(boolean shown) {
    page.shown(shown);
  }

  @Override
  public void close() {
    page.close();
  }
}
