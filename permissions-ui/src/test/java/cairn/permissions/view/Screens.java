package cairn.permissions.view;

import cairn.themes.Theme;
import cairn.themes.Themes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import javafx.scene.Scene;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of scenes under target/screens, for people to look at. */
final class Screens {
  private Screens() {}

  /** A style sheet that makes the text of sheets and pages larger. */
  static String larger(double by) {
    String css =
        """
        .root { -fx-font-size: %1$spx; }
        .c-mono { -fx-font-size: %2$spx; }
        .c-chip { -fx-font-size: %2$spx; -fx-min-height: %3$spx; -fx-pref-height: %3$spx; -fx-max-height: %3$spx; }
        .perm-title { -fx-font-size: %4$spx; }
        """
            .formatted(13 * by, 12 * by, 22 * by, 15 * by);
    return "data:text/css;base64,"
        + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }

  /** Dresses the scene in a theme. */
  static void dress(Scene scene, Theme theme) {
    WaitForAsyncUtils.waitForAsyncFx(
        10_000,
        () -> {
          Themes.apply(scene, theme);
          scene.getRoot().applyCss();
          scene.getRoot().layout();
          return null;
        });
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Saves the scene as it looks now. Returns the file. */
  static Path save(Scene scene, String name, Theme theme) throws IOException {
    var image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> picture(scene));
    var file =
        Path.of("target", "screens", name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static BufferedImage picture(Scene scene) {
    var shot = scene.snapshot(null);
    int width = (int) shot.getWidth();
    int height = (int) shot.getHeight();
    var pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++)
      for (int x = 0; x < width; x++) pixels.setRGB(x, y, shot.getPixelReader().getArgb(x, y));
    return pixels;
  }
}
