package cairn.themes;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Line icons. They take the colour of the text around them where the style sheets know it. */
public final class Icons {
  private Icons() {}

  /** An icon of 16 px. */
  public static FontIcon of(Feather which) {
    return of(which, 16);
  }

  /** An icon of a size in px. */
  public static FontIcon of(Feather which, int size) {
    var icon = new FontIcon(which);
    // Inline, since AtlantaFX's sheet sets a size for all icons.
    // Appended, since the icon keeps its font there.
    icon.setIconSize(size);
    icon.setStyle(icon.getStyle() + "; -fx-icon-size: " + size + "px;");
    icon.getStyleClass().add("c-icon");
    return icon;
  }
}
