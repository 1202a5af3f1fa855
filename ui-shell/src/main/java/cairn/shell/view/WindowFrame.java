package cairn.shell.view;

import cairn.shell.Settings;
import cairn.shell.Settings.ThemeChoice;
import cairn.shell.Settings.WindowPlace;
import cairn.themes.AppMark;
import cairn.themes.Theme;
import cairn.themes.Themes;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Subscription;

/** The window as the desktop sees it: its place, its pictures, its theme. */
final class WindowFrame {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;

  private final Stage stage;
  private final Scene scene;
  private final Settings settings;
  private final Subscription system;

  WindowFrame(Stage stage, Scene scene, Settings settings) {
    this.stage = stage;
    this.scene = scene;
    this.settings = settings;
    stage.getIcons().setAll(AppMark.icons());
    stage.setMinWidth(640);
    stage.setMinHeight(420);
    stage.setScene(scene);
    place();
    system = Platform.getPreferences().colorSchemeProperty().subscribe(_ -> theme());
  }

  // Where it stood, unless that is off every screen now.
  private void place() {
    var screen = Screen.getPrimary().getVisualBounds();
    var place =
        settings
            .windowPlace()
            .filter(
                p -> !Screen.getScreensForRectangle(p.x(), p.y(), p.width(), p.height()).isEmpty());
    if (place.isEmpty()) {
      stage.setWidth(Math.min(WIDTH, screen.getWidth()));
      stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
      return;
    }
    stage.setX(place.get().x());
    stage.setY(place.get().y());
    stage.setWidth(place.get().width());
    stage.setHeight(place.get().height());
    stage.setMaximized(place.get().maximized());
  }

  /** Applies the theme that is set. */
  void theme() {
    Themes.apply(
        scene,
        switch (settings.theme()) {
          case ThemeChoice.LIGHT -> Theme.LIGHT;
          case ThemeChoice.DARK -> Theme.DARK;
          case ThemeChoice.SYSTEM ->
              Platform.getPreferences().getColorScheme() == ColorScheme.DARK
                  ? Theme.DARK
                  : Theme.LIGHT;
        });
  }

  /** Remembers where the window stands, and lets go of the system. */
  void close() {
    system.unsubscribe();
    settings.windowPlace(
        new WindowPlace(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized()));
  }
}
