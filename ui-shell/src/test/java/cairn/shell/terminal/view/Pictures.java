package cairn.shell.terminal.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
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
    int width = picture.getWidth();
    picture.setRGB(0, 0, width, picture.getHeight(), pixels(image), 0, width);
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
    return (int) Arrays.stream(pixels(image)).distinct().count();
  }

  private static int[] pixels(Image image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    var pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    return pixels;
  }
}
