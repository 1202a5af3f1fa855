package cairn.themes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.scene.text.Font;

/**
 * The fonts. The style sheets name them first and the system's own after them, so a font that does
 * not load costs looks, not function.
 */
public final class Fonts {
  /** The family of text. */
  public static final String TEXT = "Inter";

  /** The family of headings and names: JavaFX knows a semi-bold face only as a family. */
  public static final String STRONG = "Inter SemiBold";

  /** The family of hashes, addresses, code and terminals. */
  public static final String MONO = "JetBrains Mono";

  private static final List<String> FILES =
      List.of(
          "/com/formdev/flatlaf/fonts/inter/Inter-Regular.otf",
          "/com/formdev/flatlaf/fonts/inter/Inter-SemiBold.otf",
          "/com/formdev/flatlaf/fonts/inter/Inter-Bold.otf",
          "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Regular.ttf",
          "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Bold.ttf");

  // Loading twice is harmless but slow; confined to the JavaFX thread.
  private static boolean loaded;

  private Fonts() {}

  /** Makes the fonts known to JavaFX, once. On the JavaFX thread. */
  public static void load() {
    if (loaded) return;
    loaded = true;
    FILES.forEach(Fonts::load);
  }

  private static void load(String file) {
    try (var in = Objects.requireNonNull(Fonts.class.getResourceAsStream(file), file)) {
      Font.loadFont(in, 13);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
