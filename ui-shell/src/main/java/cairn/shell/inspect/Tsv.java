package cairn.shell.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as tab-separated text for the clipboard, with a line of titles. */
public final class Tsv {
  private Tsv() {}

  /** The rows, a line each. */
  public static <R> String of(List<Column<R>> columns, List<R> rows) {
    var lines = new ArrayList<String>();
    lines.add(columns.stream().map(Column::title).collect(Collectors.joining("\t")));
    for (var row : rows)
      lines.add(
          columns.stream()
              .map(column -> cell(column.text().apply(row)))
              .collect(Collectors.joining("\t")));
    return String.join("\n", lines) + "\n";
  }

  /**
   * A program chooses its name, and a spreadsheet runs a cell that begins like a formula, so such a
   * cell gets an apostrophe in front.
   */
  private static String cell(String text) {
    var clean = text.replaceAll("[\\p{Cntrl}]+", " ");
    return !clean.isEmpty() && "=+-@".indexOf(clean.charAt(0)) >= 0 ? "'" + clean : clean;
  }
}
