package cairn.shell.terminal.view;

import cairn.shell.terminal.Ink;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.paint.Color;

/**
 * What a program's colours look like on the theme's ground. The 16 named ones are chosen so that
 * each can be read on it, black on dark and white on light included.
 *
 * @param error text of the error stream
 * @param indexed 16 colours
 */
record TerminalPalette(
    Color ground, Color text, Color cursor, Color selection, Color error, List<Color> indexed) {
  private static final List<Color> ON_DARK =
      colours(
          "#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4",
          "#6e7681 #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #f0f6fc");
  private static final List<Color> ON_LIGHT =
      colours(
          "#24292f #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #6e7781",
          "#57606a #a40e26 #1a7f37 #9a6700 #218bff #a475f9 #3192aa #8c959f");

  private static List<Color> colours(String normal, String bright) {
    return Stream.of((normal + " " + bright).split(" ")).map(Color::web).toList();
  }

  /** For a ground colour of the theme. */
  static TerminalPalette on(Color ground) {
    return ground.getBrightness() < 0.5
        ? new TerminalPalette(
            ground,
            Color.web("#e6edf3"),
            Color.web("#e6edf3"),
            Color.web("#1f4a7d"),
            Color.web("#ffa198"),
            ON_DARK)
        : new TerminalPalette(
            ground,
            Color.web("#1f2328"),
            Color.web("#1f2328"),
            Color.web("#b6dcff"),
            Color.web("#a40e26"),
            ON_LIGHT);
  }

  Color foreground(Ink ink) {
    return of(ink, text);
  }

  Color background(Ink ink) {
    return of(ink, ground);
  }

  /** For text without a colour on a ground that has one: what can be read there. */
  Color textOn(Color other) {
    double luminance =
        0.2126 * other.getRed() + 0.7152 * other.getGreen() + 0.0722 * other.getBlue();
    return luminance > 0.45 ? Color.web("#0d1117") : Color.web("#f6f8fa");
  }

  private Color of(Ink ink, Color usual) {
    return switch (ink) {
      case Ink.Usual() -> usual;
      case Ink.Error() -> error;
      case Ink.Indexed(int index) -> indexed.get(index);
      case Ink.Exact(int rgb) -> Color.rgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    };
  }
}
