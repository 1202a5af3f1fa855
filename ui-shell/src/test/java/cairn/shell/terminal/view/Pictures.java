package cairn.shell.terminal.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of scenes, kept under target/screens for people to look at. */
public final class Pictures {
  private Pictures() {}

  /** Takes a picture of a scene and keeps it under a name. Not on the JavaFX thread. */
  public static Image take(Scene scene, String name) {
    WaitForAsyncUtils.waitForFxEvents();
    Image image = WaitForAsyncUtils.waitForAsyncFx(20_000, () -> scene.snapshot(null));
    var file = Path.of("target", "screens", name + ".png");
    var picture =
        new BufferedImage(
            (int) image.getWidth(), (int) image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++)
      for (int x = 0; x < picture.getWidth(); x++)
        picture.setRGB(x, y, image.getPixelReader().getArgb(x, y));
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return image;
  }

  /** How many different colours a picture has: tells that something was painted. */
  public static int colours(Image image) {
    var seen = new HashSet<Integer>();
    for (int y = 0; y < image.getHeight(); y++)
      for (int x = 0; x < image.getWidth(); x++) seen.add(image.getPixelReader().getArgb(x, y));
    return seen.size();
  }
}
