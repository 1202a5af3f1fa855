package cairn.profile;

import cairn.registry.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Reads values of rows that somebody or something may have changed, and makes the sums by which
 * that is noticed. SQLite finds a page that is no page, not a row in which a letter changed.
 */
final class Columns {
  private Columns() {}

  /** A hash; empty when the value is no hash. */
  static Optional<Sha256> hash(ResultSet row, String column) throws SQLException {
    byte[] bytes = bytes(row, column);
    return bytes.length == Sha256.LENGTH ? Optional.of(Sha256.read(bytes, 0)) : Optional.empty();
  }

  /** Bytes; none when there is no value. */
  static byte[] bytes(ResultSet row, String column) throws SQLException {
    return row.getObject(column) instanceof byte[] bytes ? bytes : new byte[0];
  }

  /** Text; none when there is no value. */
  static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  /**
   * A sum over values: the first eight bytes of the SHA-256 of them, each after its length in four
   * bytes. Text counts as UTF-8, a number as the text of its digits.
   */
  static long sum(Object... values) {
    var all = new ByteArrayOutputStream();
    for (Object value : values) {
      byte[] bytes =
          value instanceof byte[] raw ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
      all.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      all.writeBytes(bytes);
    }
    return Sha256.of(all.toByteArray()).a();
  }

  /** Whether the row's sum is this one; a table of an older Cairn has none, and is believed. */
  static boolean hasSum(ResultSet row, long sum) throws SQLException {
    var columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++)
      if (columns.getColumnName(i).equals("sum"))
        return row.getObject(i) instanceof Number && row.getLong(i) == sum;
    return true;
  }
}
