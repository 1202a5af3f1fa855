package cairn.themes;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;

/**
 * Puts a theme on scenes. AtlantaFX is the user agent style sheet, which JavaFX has one of for all
 * windows, popups included; Cairn's own sheets are added to the scene, whose popups inherit them.
 */
public final class Themes {
  private Themes() {}

  /** Dresses a scene, replacing the theme it had. On the JavaFX thread. */
  public static void apply(Scene scene, Theme theme) {
    Fonts.load();
    Application.setUserAgentStylesheet(
        switch (theme) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
    var sheets = scene.getStylesheets();
    sheets.removeIf(Themes::isOurs);
    sheets.addAll(0, sheets(theme));
  }

  /**
   * The sheets of a theme, in order. For what does not inherit a scene's sheets, such as the root
   * of a ControlsFX PopOver.
   */
  public static List<String> sheets(Theme theme) {
    return List.of(
        sheet(
            switch (theme) {
              case LIGHT -> "light.css";
              case DARK -> "dark.css";
            }),
        sheet("base.css"),
        sheet("controls.css"),
        sheet("controlsfx.css"));
  }

  private static boolean isOurs(String sheet) {
    for (var theme : Theme.values()) if (sheets(theme).contains(sheet)) return true;
    return false;
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Themes.class.getResource(name), name).toExternalForm();
  }
}
