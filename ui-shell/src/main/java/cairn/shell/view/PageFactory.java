package cairn.shell.view;

import java.util.function.Function;
import org.kordamp.ikonli.feather.Feather;

/**
 * A page that tabs can show.
 *
 * @param address its address, such as {@code cairn:processes}
 * @param title what it is called in the rail and in suggestions
 * @param icon its icon in the rail
 * @param inRail whether the rail at the left leads to it, in the order the pages were given
 * @param make makes one for a tab; on the JavaFX thread
 */
public record PageFactory(
    String address, String title, Feather icon, boolean inRail, Function<Navigator, Page> make) {
  public PageFactory {
    if (!address.startsWith("cairn:"))
      throw new IllegalArgumentException("a page's address starts with cairn:, not " + address);
  }
}
