package cairn.shell.terminal.view;

import cairn.themes.Fonts;
import javafx.scene.text.Font;
import javafx.scene.text.FontPosture;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/**
 * The terminal's font at a size that makes its cells whole pixels wide, so that a run of text
 * painted in one call stays on the grid.
 *
 * @param width of a cell, px; {@code height} likewise; {@code ascent}: from a cell's top to the
 *     baseline
 */
record CellFont(Font regular, Font bold, Font italic, double width, double height, double ascent) {
  private static final String PROBE = "M".repeat(100);

  /** Near this size in px. */
  static CellFont near(double size) {
    Fonts.load();
    var family = Font.getFamilies().contains(Fonts.MONO) ? Fonts.MONO : "Monospaced";
    double width = Math.max(1, Math.rint(advance(Font.font(family, size))));
    double fitted = size * width / advance(Font.font(family, size));
    var regular = Font.font(family, fitted);
    var probe = new Text("Mg");
    probe.setFont(regular);
    double height = Math.rint(probe.getLayoutBounds().getHeight());
    return new CellFont(
        regular,
        Font.font(family, FontWeight.BOLD, fitted),
        Font.font(family, FontPosture.ITALIC, fitted),
        width,
        height,
        Math.rint(probe.getBaselineOffset()));
  }

  private static double advance(Font font) {
    var probe = new Text(PROBE);
    probe.setFont(font);
    return probe.getLayoutBounds().getWidth() / PROBE.length();
  }
}
