package cairn.shell.inspect;

import java.util.Comparator;
import java.util.function.Function;

/**
 * A column of an inspector's table.
 *
 * @param width in px at first; the elastic column takes what is left
 * @param least width in px
 * @param number whether it stands at the right
 * @param text what a cell says, also when it is copied
 * @param order of the column
 * @param tip what it means, where the title does not say it; else empty
 */
public record Column<R>(
    String title,
    double width,
    double least,
    boolean number,
    Function<R, String> text,
    Comparator<R> order,
    String tip) {
  /** One whose title says it. */
  public Column(
      String title,
      double width,
      double least,
      boolean number,
      Function<R, String> text,
      Comparator<R> order) {
    this(title, width, least, number, text, order, "");
  }

  Column<R> tip(String words) {
    return new Column<>(title, width, least, number, text, order, words);
  }

  static <R> Column<R> text(String title, double width, double least, Function<R, String> text) {
    return new Column<>(
        title,
        width,
        least,
        false,
        text,
        Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER));
  }

  static <R> Column<R> number(
      String title, double width, Function<R, String> text, Comparator<R> order) {
    return new Column<>(title, width, width, true, text, order);
  }
}
